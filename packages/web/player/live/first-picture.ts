/**
 * The first picture of a stream by WebCodecs: a video element needs a source, a pipeline and pictures in advance before it shows anything. It may begin
 * before there is a place to draw: what was decoded meanwhile is kept.
 */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { mediaDataOf } from '../parse-fragment.ts';
import { chunkOf, configured } from './web-codecs.ts';

/** One for each start; `close` when it is not wanted any more. */
export class FirstPicture {
  #init: LiveInit | null = null;
  /** Until its picture came. */
  #decoder: VideoDecoder | null = null;
  #given = false;
  #frame: VideoFrame | null = null;
  #draw: ((frame: VideoFrame) => void) | null = null;

  /** Another run than the first is no start: it ends this. The same one may be told again. */
  init(init: LiveInit): void {
    if (this.#init === init) return;
    if (this.#init === null) this.#begin(init);
    else this.close();
    this.#init = init;
  }

  /** @returns whether it is being decoded now, or was before */
  push(fragment: LiveFragment): boolean {
    if (this.#given || !fragment.sync || this.#decoder?.state !== 'configured') return this.#given;
    const data = mediaDataOf(fragment.bytes);
    if (data === null) return false;
    this.#given = true;
    const decoder = this.#decoder;
    decoder.decode(chunkOf(fragment, data));
    // Some decoders hold a picture back until they see the next one.
    decoder
      .flush()
      .then(() => this.#closeDecoder(decoder))
      .catch(() => {});
    return true;
  }

  /** @param draw gets the picture as soon as it is there, which may be at once; it is closed behind it */
  whenDecoded(draw: (frame: VideoFrame) => void): void {
    this.#draw = draw;
    const frame = this.#frame;
    this.#frame = null;
    if (frame !== null) this.#hand(frame);
  }

  close(): void {
    this.#draw = null;
    this.#frame?.close();
    this.#frame = null;
    if (this.#decoder !== null) this.#closeDecoder(this.#decoder);
  }

  #begin(init: LiveInit): void {
    const decoder = new VideoDecoder({
      output: (frame) => {
        if (this.#decoder === decoder) this.#hand(frame);
        else frame.close();
      },
      // The element says what is wrong, if it has the same trouble.
      error: () => this.#closeDecoder(decoder),
    });
    if (configured(decoder, init)) this.#decoder = decoder;
    else decoder.close();
  }

  #hand(frame: VideoFrame): void {
    if (this.#draw === null) {
      this.#frame?.close();
      this.#frame = frame;
      return;
    }
    this.#draw(frame);
    frame.close();
  }

  #closeDecoder(decoder: VideoDecoder): void {
    if (this.#decoder === decoder) this.#decoder = null;
    if (decoder.state !== 'closed') decoder.close();
  }
}
