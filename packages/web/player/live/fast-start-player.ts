/** An enlarged picture at once: its first one lies on a canvas over the video element until that shows the same picture or a newer one. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import type { FirstPicture } from './first-picture.ts';
import { LivePlayer, type LivePlayerEvents } from './live-player.ts';
import { drawFrame } from './web-codecs.ts';

/** One for each element and channel of pictures; `close` when either goes. */
export class FastStartPlayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: LivePlayerEvents;
  readonly #player: LivePlayer;
  readonly #first: FirstPicture;

  /**
   * @param canvas lies over the element while it shows something, and is hidden otherwise
   * @param first may have begun; it goes with the player
   */
  constructor(
    video: HTMLVideoElement,
    canvas: HTMLCanvasElement,
    first: FirstPicture,
    events: LivePlayerEvents,
  ) {
    canvas.hidden = true;
    this.#canvas = canvas;
    this.#events = events;
    this.#first = first;
    this.#player = new LivePlayer(video, { ...events, onPicture: (unixMs) => this.#onVideo(unixMs) });
    first.whenDecoded((frame) => this.#draw(frame));
  }

  init(init: LiveInit): void {
    this.#first.init(init);
    this.#player.init(init);
  }

  /** @param fragment of the run that `init` began */
  push(fragment: LiveFragment): void {
    this.#first.push(fragment);
    this.#player.push(fragment);
  }

  close(): void {
    this.#end();
    this.#player.close();
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

  #end(): void {
    this.#first.close();
    this.#canvas.hidden = true;
  }
}
