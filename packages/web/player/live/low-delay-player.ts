/**
 * A live stream on a canvas by WebCodecs: each picture is drawn as soon as it is decoded, 0.1 to 0.2 s earlier than a video
 * element shows it, for more processor time. For where delay decides; walls are played by LivePlayer.
 */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { mediaDataOf } from '../parse-fragment.ts';
import type { LivePlayerEvents } from './live-player.ts';
import { chunkOf, configured, drawFrame } from './web-codecs.ts';

/** More waiting than this and the machine can't follow: what waits is left out up to the next key frame. */
const MAX_WAITING_PICTURES = 30;

/** One for each canvas and channel; `close` when either goes. */
export class LowDelayPlayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: LivePlayerEvents;
  #decoder: VideoDecoder | null = null;
  #waitsForKey = true;

  constructor(canvas: HTMLCanvasElement, events: LivePlayerEvents) {
    this.#canvas = canvas;
    this.#events = events;
  }

  /** Another run: a decoder of its own. */
  init(init: LiveInit): void {
    this.#drop();
    const decoder = new VideoDecoder({
      output: (frame) => this.#draw(decoder, frame),
      error: (error) => {
        if (this.#decoder !== decoder) return;
        this.#drop();
        if (error.name === 'NotSupportedError') this.#events.onUnsupported(init.facts.codecString);
        else this.#events.onBroken();
      },
    });
    this.#decoder = decoder;
    this.#waitsForKey = true;
    if (configured(decoder, init)) return;
    this.#drop();
    this.#events.onBroken();
  }

  /** @param fragment of the run that `init` began */
  push(fragment: LiveFragment): void {
    this.#events.onTaken(fragment.bytes.length);
    const decoder = this.#decoder;
    const data = mediaDataOf(fragment.bytes);
    if (decoder === null || data === null) return;
    if (decoder.decodeQueueSize > MAX_WAITING_PICTURES) this.#waitsForKey = true;
    if (this.#waitsForKey && !fragment.sync) return;
    this.#waitsForKey = false;
    decoder.decode(chunkOf(fragment, data));
  }

  close(): void {
    this.#drop();
  }

  #draw(decoder: VideoDecoder, frame: VideoFrame): void {
    if (this.#decoder === decoder) {
      drawFrame(this.#canvas, frame);
      this.#events.onPicture(Math.round(frame.timestamp / 1000));
    }
    // It holds memory of the decoder's until then.
    frame.close();
  }

  #drop(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    if (decoder !== null && decoder.state !== 'closed') decoder.close();
  }
}
