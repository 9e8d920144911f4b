/**
 * A live stream in a video or audio element by Media Source Extensions: appends what comes, gives credit for what was taken, and holds the
 * picture close to what came last by playing a little faster or slower; a jump only when it is far behind.
 */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { canPlay, mediaTypeOf } from '../codec.ts';
import { decodeTimeOf } from '../parse-fragment.ts';

/** How far behind the newest picture to play: less stalls on jitter, more is seen as delay. */
const TARGET_S = 0.135;
/** Further behind than this is not caught up with by playing faster. */
const JUMP_S = 2;
/** Kept behind the picture on show. */
const KEEP_S = 6;
const TRIM_EVERY_S = 10;
const UNLOAD_MS = 500;
/** So close is close enough: another rate for each picture would be heard, and is work for the browser. */
const NEAR_S = 0.015;
const FASTEST = 1.1;
const SLOWEST = 0.95;

/** What a player tells. */
export interface LivePlayerEvents {
  /** Site time of the picture that is shown now. */
  onPicture(unixMs: number): void;
  /** The browser can't play this codec. */
  onUnsupported(codecString: string): void;
  /** What was appended made no sense, or the element gave up: the stream has to be opened anew. */
  onBroken(): void;
  /** Bytes that were taken. */
  onTaken(bytes: number): void;
}

interface Queued {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly credit: number;
}

/** One for each element and channel; `close` when either goes. An audio element plays a channel of sound. */
export class LivePlayer {
  readonly #element: HTMLMediaElement;
  readonly #kind: 'video' | 'audio';
  readonly #events: LivePlayerEvents;
  #source: MediaSource | null = null;
  #buffer: SourceBuffer | null = null;
  #address: string | null = null;
  #queue: Queued[] = [];
  #appending: Queued | null = null;
  #timescale = 90_000;
  /** Site time minus media time, of the newest fragment. */
  #offsetMs: number | null = null;
  #trimmedToS = 0;
  /** The GOP so far is being taken: its key frame is on show, what is newest comes at its end. */
  #catchingUp = false;
  #frameCallback = 0;
  #closed = false;

  constructor(element: HTMLMediaElement, events: LivePlayerEvents) {
    this.#element = element;
    this.#kind = element instanceof HTMLVideoElement ? 'video' : 'audio';
    this.#events = events;
    element.addEventListener('error', this.#onError);
    this.#watchFrames();
  }

  readonly #onError = (): void => {
    if (this.#source !== null) this.#break();
  };

  #break(): void {
    this.#drop();
    if (!this.#closed) this.#events.onBroken();
  }

  /** Another run: a source of its own, as its media time has nothing to do with the one before. */
  init({ facts, init }: LiveInit): void {
    this.#drop();
    if (!canPlay(facts.codecString, this.#kind)) {
      this.#events.onUnsupported(facts.codecString);
      return;
    }
    this.#timescale = facts.timescale;
    const source = new MediaSource();
    this.#source = source;
    this.#queue = [{ bytes: init.slice(), credit: 0 }];
    source.addEventListener('sourceopen', () => this.#begin(source, facts.codecString), { once: true });
    this.#address = URL.createObjectURL(source);
    this.#element.src = this.#address;
  }

  /** @param fragment of the run that `init` began */
  push(fragment: LiveFragment): void {
    if (this.#source === null) {
      this.#events.onTaken(fragment.bytes.length);
      return;
    }
    const ticks = decodeTimeOf(fragment.bytes);
    if (ticks !== null) this.#offsetMs = fragment.wallStartUnixMs - (ticks / this.#timescale) * 1000;
    if (fragment.cached) this.#catchingUp = true;
    this.#queue.push({ bytes: fragment.bytes.slice(), credit: fragment.bytes.length });
    this.#append();
  }

  close(): void {
    this.#closed = true;
    this.#element.removeEventListener('error', this.#onError);
    if (this.#element instanceof HTMLVideoElement)
      this.#element.cancelVideoFrameCallback(this.#frameCallback);
    const address = this.#address;
    this.#drop();
    // Some milliseconds each: what somebody waits for at this moment goes first. Another player may have the element by then.
    setTimeout(() => {
      if (this.#element.src !== address) return;
      this.#element.removeAttribute('src');
      this.#element.load();
    }, UNLOAD_MS);
  }

  #begin(source: MediaSource, codecString: string): void {
    if (this.#source !== source) return;
    const buffer = addBuffer(source, mediaTypeOf(codecString, this.#kind));
    if (buffer === null) {
      this.#break();
      return;
    }
    this.#buffer = buffer;
    buffer.addEventListener('updateend', () => {
      if (this.#buffer !== buffer) return;
      const credit = this.#appending?.credit ?? 0;
      this.#appending = null;
      if (credit > 0) this.#events.onTaken(credit);
      this.#hold();
      this.#append();
    });
    buffer.addEventListener('error', () => {
      if (this.#buffer === buffer) this.#break();
    });
    this.#append();
  }

  #append(): void {
    const buffer = this.#buffer;
    // `updating` ends a moment before 'updateend' tells what was taken.
    if (buffer === null || buffer.updating || this.#appending !== null) return;
    if (this.#source?.readyState !== 'open') return;
    if (this.#queue.length === 0) {
      this.#catchUp();
      this.#trim(buffer);
      return;
    }
    const next = joined(this.#queue.splice(0));
    this.#appending = next;
    try {
      buffer.appendBuffer(next.bytes);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) {
        this.#break();
        return;
      }
      this.#queue.unshift(next);
      this.#appending = null;
      buffer.remove(0, Math.max(0.1, this.#element.currentTime - 1));
    }
  }

  /** Decoding through a GOP takes a part of a second; playing through it a little faster would take ten. */
  #catchUp(): void {
    const { buffered, currentTime } = this.#element;
    if (!this.#catchingUp || buffered.length === 0) return;
    this.#catchingUp = false;
    const newestS = buffered.end(buffered.length - 1) - TARGET_S;
    if (newestS - currentTime > TARGET_S) this.#element.currentTime = newestS;
  }

  #trim(buffer: SourceBuffer): void {
    const upToS = this.#element.currentTime - KEEP_S;
    if (upToS < this.#trimmedToS + TRIM_EVERY_S) return;
    this.#trimmedToS = upToS;
    buffer.remove(0, upToS);
  }

  /** Close to the newest picture, without a visible jump where that is possible. */
  #hold(): void {
    const element = this.#element;
    const { buffered } = element;
    if (buffered.length === 0) return;
    const endS = buffered.end(buffered.length - 1);
    const behindS = endS - element.currentTime;
    if (element.currentTime < buffered.start(buffered.length - 1) || behindS > JUMP_S || behindS < 0) {
      element.currentTime = Math.max(buffered.start(buffered.length - 1), endS - TARGET_S);
    } else {
      const lateS = behindS - TARGET_S;
      element.playbackRate = Math.abs(lateS) < NEAR_S ? 1 : Math.min(FASTEST, Math.max(SLOWEST, 1 + lateS));
    }
    if (element.paused) void element.play().catch(() => undefined);
  }

  #watchFrames(): void {
    if (!(this.#element instanceof HTMLVideoElement)) return;
    this.#frameCallback = this.#element.requestVideoFrameCallback((_, { mediaTime }) => {
      if (this.#closed) return;
      if (this.#offsetMs !== null && this.#source !== null)
        this.#events.onPicture(Math.round(this.#offsetMs + mediaTime * 1000));
      this.#watchFrames();
    });
  }

  #drop(): void {
    const credit = this.#queue.reduce((sum, queued) => sum + queued.credit, this.#appending?.credit ?? 0);
    this.#queue = [];
    this.#appending = null;
    this.#buffer = null;
    this.#source = null;
    this.#offsetMs = null;
    this.#trimmedToS = 0;
    this.#catchingUp = false;
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = null;
    if (credit > 0) this.#events.onTaken(credit);
  }
}

/** Null: the browser opens no decoder, though it calls the codec one of its own; or no further one. */
function addBuffer(source: MediaSource, mediaType: string): SourceBuffer | null {
  try {
    return source.addSourceBuffer(mediaType);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** A GOP that comes at once is taken at once: each append costs turns of the event loop. */
function joined(queue: readonly Queued[]): Queued {
  const [first] = queue;
  if (queue.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(queue.reduce((sum, queued) => sum + queued.bytes.length, 0));
  let at = 0;
  for (const queued of queue) {
    bytes.set(queued.bytes, at);
    at += queued.bytes.length;
  }
  return { bytes, credit: queue.reduce((sum, queued) => sum + queued.credit, 0) };
}
