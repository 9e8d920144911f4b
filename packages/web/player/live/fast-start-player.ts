/** An enlarged picture at once: its first one lies on a canvas over the video element until that shows the same picture or a newer one. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import type { FirstPicture } from './first-picture.ts';
import { LivePlayer, type LivePlayerEvents } from './live-player.ts';
import { drawFrame } from './web-codecs.ts';

/** The element's decoder goes through the whole GOP so far: beside that a large first picture takes longer. It is held back so long at most. */
const HELD_BACK_MS = 150;
/** Up to this the element is as quick itself, on two cores. */
const SMALL_PIXELS = 960 * 540;

/** One for each element and channel of pictures; `close` when either goes. */
export class FastStartPlayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: LivePlayerEvents;
  readonly #player: LivePlayer;
  readonly #first: FirstPicture;
  /** What the element gets once the first picture is drawn; null: it was. */
  #held: (() => void)[] | null = [];
  readonly #holding: ReturnType<typeof setTimeout>;
  #isClosed = false;

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
    this.#holding = setTimeout(() => this.#letGo(), HELD_BACK_MS);
    first.whenDecoded((frame) => this.#draw(frame));
  }

  init(init: LiveInit): void {
    this.#first.init(init);
    const { widthPixels, heightPixels } = init.facts;
    if ((widthPixels ?? 0) * (heightPixels ?? 0) <= SMALL_PIXELS) this.#letGo();
    this.#feed(() => this.#player.init(init));
  }

  /** @param fragment of the run that `init` began */
  push(fragment: LiveFragment): void {
    this.#first.push(fragment);
    this.#feed(() => this.#player.push(fragment));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#holding);
    this.#end();
    this.#player.close();
  }

  #feed(what: () => void): void {
    if (this.#held === null) what();
    else this.#held.push(what);
  }

  #letGo(): void {
    clearTimeout(this.#holding);
    const held = this.#isClosed ? [] : (this.#held ?? []);
    this.#held = null;
    for (const what of held) what();
  }

  #draw(frame: VideoFrame): void {
    drawFrame(this.#canvas, frame);
    this.#canvas.hidden = false;
    this.#events.onPicture(Math.round(frame.timestamp / 1000));
    // Behind the frame of the page that shows it.
    requestAnimationFrame(() => setTimeout(() => this.#letGo()));
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
