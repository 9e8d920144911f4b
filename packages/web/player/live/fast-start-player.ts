/**
 * An enlarged picture at once: a video element needs a source, a pipeline and pictures in advance before it shows anything; WebCodecs
 * draws the first key frame onto a canvas over it meanwhile, which goes as soon as the element shows that picture or a newer one.
 */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { mediaDataOf } from '../parse-fragment.ts';
import { LivePlayer, type LivePlayerEvents } from './live-player.ts';
import { chunkOf, configured, drawFrame } from './web-codecs.ts';

/** One for each element and channel of pictures; `close` when either goes. */
export class FastStartPlayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: LivePlayerEvents;
  readonly #player: LivePlayer;
  /** Until the first picture of the first run is drawn; null: it is done with. */
  #decoder: VideoDecoder | null = null;
  #started = false;

  /** @param canvas lies over the element while it shows something, and is hidden otherwise */
  constructor(video: HTMLVideoElement, canvas: HTMLCanvasElement, events: LivePlayerEvents) {
    canvas.hidden = true;
    this.#canvas = canvas;
    this.#events = events;
    this.#player = new LivePlayer(video, { ...events, onPicture: (unixMs) => this.#onVideo(unixMs) });
  }

  init(init: LiveInit): void {
    this.#end();
    // The camera's next run is no start: the element goes on as it does.
    if (!this.#started) this.#begin(init);
    this.#started = true;
    this.#player.init(init);
  }

  /** @param fragment of the run that `init` began */
  push(fragment: LiveFragment): void {
    if (this.#decoder?.state === 'configured' && fragment.sync) this.#decodeFirst(this.#decoder, fragment);
    this.#player.push(fragment);
  }

  close(): void {
    this.#end();
    this.#player.close();
  }

  #begin(init: LiveInit): void {
    const decoder = new VideoDecoder({
      output: (frame) => {
        if (this.#decoder === decoder) this.#draw(frame);
        frame.close();
      },
      // The element says what is wrong, if it has the same trouble.
      error: () => this.#closeDecoder(),
    });
    if (configured(decoder, init)) this.#decoder = decoder;
    else decoder.close();
  }

  #decodeFirst(decoder: VideoDecoder, fragment: LiveFragment): void {
    const data = mediaDataOf(fragment.bytes);
    if (data === null) return;
    decoder.decode(chunkOf(fragment, data));
    // Some decoders hold a picture back until they see the next one.
    decoder
      .flush()
      .then(() => this.#closeDecoder())
      .catch(() => {});
  }

  #draw(frame: VideoFrame): void {
    drawFrame(this.#canvas, frame);
    this.#canvas.hidden = false;
    this.#events.onPicture(Math.round(frame.timestamp / 1000));
  }

  #onVideo(unixMs: number): void {
    this.#end();
    this.#events.onPicture(unixMs);
  }

  #closeDecoder(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    if (decoder !== null && decoder.state !== 'closed') decoder.close();
  }

  #end(): void {
    this.#closeDecoder();
    this.#canvas.hidden = true;
  }
}
