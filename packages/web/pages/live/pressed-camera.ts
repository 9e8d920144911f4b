/**
 * The camera of a tile that somebody presses: its main stream is asked for, and its first picture decoded, before the page has drawn the place where it
 * is to be shown. Laying out and decoding take some 40 ms each, and go on side by side.
 */
import type { Channel, ChannelListener, ChannelWish, LiveSocket } from '../../live/live-socket.ts';
import { FirstPicture } from '../../player/live/first-picture.ts';
import { hasWebCodecs } from '../../player/live/web-codecs.ts';

/** Longer than this laying out does not wait: the network is slow, or nothing is to come. */
const DECODING_WITHIN_MS = 40;
/** Who pressed and went elsewhere wants no picture. */
const FORGOTTEN_MS = 2000;

/** A channel that is open already, and the start of its first picture. */
export interface BegunCamera {
  readonly channel: Channel;
  readonly first: FirstPicture;
  /** Tells all that came meanwhile, and goes on. */
  readonly handTo: (listener: ChannelListener) => void;
}

interface Pressed extends BegunCamera {
  readonly wish: ChannelWish;
  readonly decoding: Promise<void>;
  readonly forgetting: ReturnType<typeof setTimeout>;
}

/** One for each page; `forget` when it goes. */
export class PressedCamera {
  readonly #socket: LiveSocket;
  #pressed: Pressed | null = null;

  constructor(socket: LiveSocket) {
    this.#socket = socket;
  }

  /** Begins, once for a press. @returns fulfilled when the first picture is being decoded, or is not worth waiting for */
  press(wish: ChannelWish): Promise<void> {
    if (!hasWebCodecs()) return Promise.resolve();
    if (this.#pressed !== null && isSame(this.#pressed.wish, wish)) return this.#pressed.decoding;
    this.forget();
    const { promise: decoding, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, DECODING_WITHIN_MS);
    const first = new FirstPicture();
    const heard: ((listener: ChannelListener) => void)[] = [];
    let listener: ChannelListener | null = null;
    const tell = (what: (to: ChannelListener) => void): void => {
      if (listener === null) heard.push(what);
      else what(listener);
    };
    const channel = this.#socket.open(wish, {
      onInit: (init) => {
        first.init(init);
        tell((to) => to.onInit(init));
      },
      onFragment: (fragment) => {
        if (listener === null && first.push(fragment)) resolve();
        tell((to) => to.onFragment(fragment));
      },
      onState: (state) => tell((to) => to.onState(state)),
      onSkipped: (reason) => tell((to) => to.onSkipped(reason)),
    });
    this.#pressed = {
      wish,
      channel,
      first,
      decoding,
      handTo: (to) => {
        listener = to;
        for (const what of heard.splice(0)) what(to);
      },
      forgetting: setTimeout(() => this.forget(), FORGOTTEN_MS),
    };
    return decoding;
  }

  /** @returns what was begun, once; null: nothing, or something else was */
  take(wish: ChannelWish): BegunCamera | null {
    const pressed = this.#pressed;
    if (pressed === null || !isSame(pressed.wish, wish)) return null;
    clearTimeout(pressed.forgetting);
    this.#pressed = null;
    return pressed;
  }

  forget(): void {
    const pressed = this.#pressed;
    if (pressed === null) return;
    clearTimeout(pressed.forgetting);
    pressed.channel.close();
    pressed.first.close();
    this.#pressed = null;
  }
}

function isSame(one: ChannelWish, other: ChannelWish): boolean {
  return one.cameraId === other.cameraId && one.stream === other.stream && one.codec === other.codec;
}
