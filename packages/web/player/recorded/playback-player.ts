/**
 * Recorded footage in a video element. Media time is wall time: second 0 is `baseUnixMs`, and each series of fragments is placed
 * where it was recorded, so that gaps are places without media and several players stand at one instant by one number.
 *
 * Footage is fetched in short pieces, each read to its end at once: a browser opens six connections to a host, and a player that
 * stands must not hold one. All pictures forward, key frames alone forward or backwards, or the one key frame of an instant.
 */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { canPlay } from '../codec.ts';
import { presentationTicksOf } from './frame-times.ts';
import { HELD_MS, LoadedFootage } from './loaded-footage.ts';
import { NewestWish } from './newest-wish.ts';
import { pause } from './pause.ts';
import { pictureBeside } from './picture-beside.ts';
import { PlaybackBuffer } from './playback-buffer.ts';
import {
  fetchPiece,
  type PlaybackSource,
  PlayError,
  type PlayFailure,
  playFailureOf,
} from './playback-footage.ts';
import { SeriesOffsets } from './series-offset.ts';
import { StalledDecoder } from './stalled-decoder.ts';

/** How footage is fetched and shown. */
export type PlayMode = 'all' | 'keys' | 'keys-backwards' | 'scrub';

/** The first piece is short, so that there is a picture soon; the others are 4 MB of a main stream. */
const FIRST_PIECE_MS = 1000;
const PIECE_MS = 10_000;
const KEYS_PIECE_MS = 60_000;
/** The next piece is fetched when less than this is left: of all pictures, and of key frames, which are played up to 16 times as fast. */
const AHEAD_MS = 15_000;
const KEYS_AHEAD_MS = 120_000;
const BEHIND_MS = 20_000;
const KEYS_BEHIND_MS = 120_000;
/** A jump no further ahead than this waits for what is being fetched; what lies further is asked for at once. */
const COMING_MS = 2000;
const KEYS_COMING_MS = 20_000;
/** What was recorded is on disk by then: an answer holds all of what is older. */
const SETTLED_MS = 2000;
/** What is being recorded is asked for again after this; so is what failed. */
const AGAIN_MS = 1000;
/** A position at a picture's first instant may be rounded to the one before. */
const INTO_PICTURE_S = 0.0005;
/** A browser stops so many pictures before the end of what it has, and calls the one on show its last. */
const STARVED_PICTURES = 3;
/** A picture is shown so late at most: a decoder's delay, and how a video follows the clock. */
const NEAR_MS = 700;

/** What a player tells. */
export interface PlaybackEvents {
  onUnsupported(codecString: string): void;
  /** The browser can't play this codec: what is played is coded anew. */
  onTranscoded(codecString: string): void;
  /** Why no footage comes: it is asked for again; null: it comes. */
  onFailing(failure: PlayFailure | null): void;
  /** What the server's clock says: no footage lies behind it yet. */
  nowUnixMs(): number;
}

/** One for each video element; `close` when it goes. */
export class PlaybackPlayer {
  readonly #video: HTMLVideoElement;
  readonly #source: PlaybackSource;
  readonly #events: PlaybackEvents;
  readonly #buffer: PlaybackBuffer;
  readonly #offsets = new SeriesOffsets();
  readonly #loaded = new LoadedFootage();
  readonly #stalled = new StalledDecoder();
  readonly #scrubbing = new NewestWish((unixMs, signal) => this.#showKeyFrameOf(unixMs, signal));
  #mode: PlayMode = 'all';
  #fetching: AbortController | null = null;
  /** Where to stand as soon as the element knows what it plays: a position set before is forgotten. */
  #wantedS: number | null = null;
  #timescale = 90_000;
  #unsupported = false;
  #transcoded = false;
  /** Which the browser can't play. */
  #codecString = '';
  #shownKeyUnixMs: number | null = null;

  constructor(video: HTMLVideoElement, source: PlaybackSource, events: PlaybackEvents) {
    this.#video = video;
    this.#source = source;
    this.#events = events;
    this.#buffer = new PlaybackBuffer(video);
    video.addEventListener('loadedmetadata', this.#onMetadata);
  }

  /** The instant on show. */
  get unixMs(): number {
    return this.#source.baseUnixMs + (this.#wantedS ?? this.#video.currentTime) * 1000;
  }

  /** Coded pixels of a second at its own speed, 0 where the browser decodes none; null: not known yet. */
  get pixelsPerSecond(): number | null {
    if (this.#unsupported) return 0;
    const intervalMs = this.#mode === 'all' ? this.#loaded.frames.intervalMs() : null;
    const pixels = this.#video.videoWidth * this.#video.videoHeight;
    return intervalMs === null || pixels === 0 ? null : (pixels * 1000) / intervalMs;
  }

  /** Whether the archive said that there is nothing at the instant, or has given what there is and no picture lies near. */
  isEmptyAt(unixMs: number): boolean {
    return this.#loaded.isEmptyAt(unixMs, this.#mode === 'all');
  }

  /**
   * Whether a picture of the element is of another time than where it stands: an element that has nothing to show keeps what it had.
   * @param shownS media time of the picture @param rate how fast the clock runs
   */
  isOff(shownS: number, rate: number): boolean {
    const shownUnixMs = this.#source.baseUnixMs + shownS * 1000;
    const { unixMs } = this;
    const lateMs = NEAR_MS * Math.max(1, Math.abs(rate));
    const due = this.#loaded.frames.at(unixMs) ?? unixMs - HELD_MS;
    return shownUnixMs > unixMs + lateMs || shownUnixMs < due - lateMs;
  }

  /** Whether what was recorded then is here: what is still missing is the decoder's work. */
  isLoadedAt(unixMs: number): boolean {
    return this.#loaded.has(unixMs);
  }

  /** Whether it could wait for ever: what lies here came, and it is a hole of the recording or the last pictures before one. */
  get isAtHole(): boolean {
    const { buffered } = this.#video;
    const { unixMs } = this;
    for (let range = 0; range < buffered.length; range += 1) {
      const fromUnixMs = this.#source.baseUnixMs + buffered.start(range) * 1000;
      const toUnixMs = this.#source.baseUnixMs + buffered.end(range) * 1000;
      if (unixMs < fromUnixMs || unixMs >= toUnixMs) continue;
      const lastMs = STARVED_PICTURES * (this.#loaded.frames.intervalMs() ?? 0);
      return this.isLoadedAt(toUnixMs) && toUnixMs - unixMs <= lastMs;
    }
    return this.isLoadedAt(unixMs);
  }

  /** Called some times a second: an element that has what comes next and stays where it is is placed anew. */
  goOn(): void {
    this.#stalled.look(this.#video, performance.now());
  }

  /** Another way to play begins at the instant, or where the last one stands. */
  setMode(mode: PlayMode, unixMs = this.unixMs): void {
    if (mode === this.#mode) return;
    const hadAll = this.#mode === 'all';
    this.#mode = mode;
    this.#scrubbing.stop();
    this.#shownKeyUnixMs = null;
    this.#fetching?.abort();
    this.#fetching = null;
    // A key frame lasts until the next: it would lie over the pictures between, or they over it.
    if (hadAll || mode === 'all') void this.#buffer.clear().catch(() => undefined);
    this.#loaded.frames.clear();
    if (mode !== 'scrub') this.#fetchFrom(unixMs);
  }

  /** Shows the instant: at once where it is there already, else as soon as it came. */
  seek(unixMs: number): void {
    if (this.#mode === 'scrub') this.setMode('all', unixMs);
    this.#place(unixMs);
    this.#shownKeyUnixMs = null;
    const reachMs = this.#mode === 'all' ? COMING_MS : KEYS_COMING_MS;
    const backwards = this.#mode === 'keys-backwards';
    const isComing =
      this.#fetching !== null &&
      unixMs >= this.#loaded.fromUnixMs - (backwards ? reachMs : 0) &&
      unixMs < this.#loaded.toUnixMs + (backwards ? 0 : reachMs);
    if (!isComing) this.#fetchFrom(unixMs);
  }

  /** Backwards: the key frame of the instant, if it is here and not on show. */
  showKeyFrame(unixMs: number): void {
    const key = this.#loaded.frames.at(unixMs);
    if (key === null || key === this.#shownKeyUnixMs) return;
    this.#shownKeyUnixMs = key;
    this.#place(key);
  }

  /** While a pointer looks for something: the key frame of the instant, the newest wish first. Ends with `seek` or `setMode`. */
  scrub(unixMs: number): void {
    this.setMode('scrub');
    this.#scrubbing.wish(unixMs);
  }

  /** When the picture behind (1) or before (-1) the one of the instant begins; null: there is none, or it did not come in time. */
  async pictureBeside(unixMs: number, direction: 1 | -1): Promise<number | null> {
    this.setMode('all');
    const fetcher = {
      loaded: this.#loaded,
      fetching: () => this.#fetching?.signal ?? null,
      fetchFrom: (fromUnixMs: number) => this.#fetchFrom(fromUnixMs),
    };
    return await pictureBeside(fetcher, unixMs, direction);
  }

  close(): void {
    this.#fetching?.abort();
    this.#fetching = null;
    this.#scrubbing.stop();
    this.#video.removeEventListener('loadedmetadata', this.#onMetadata);
    this.#buffer.close();
  }

  readonly #onMetadata = (): void => {
    if (this.#wantedS !== null) this.#video.currentTime = this.#wantedS;
    this.#wantedS = null;
  };

  #place(unixMs: number): void {
    const second = (unixMs - this.#source.baseUnixMs) / 1000 + INTO_PICTURE_S;
    if (this.#video.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wantedS = second;
    else this.#video.currentTime = second;
  }

  #fetchFrom(unixMs: number): void {
    this.#fetching?.abort();
    const fetching = new AbortController();
    this.#fetching = fetching;
    this.#loaded.begin(unixMs);
    void this.#run(fetching.signal);
  }

  /** Piece by piece, no further ahead than is needed, until it is aborted. */
  async #run(signal: AbortSignal): Promise<void> {
    const backwards = this.#mode === 'keys-backwards';
    let isFirst = true;
    while (!signal.aborted) {
      if (this.#hasEnough(backwards)) {
        await pause(AGAIN_MS / 4, signal);
        continue;
      }
      try {
        await (backwards ? this.#loadBefore(signal, isFirst) : this.#loadBehind(signal, isFirst));
        isFirst = false;
        if (!signal.aborted) this.#events.onFailing(null);
      } catch (error) {
        if (signal.aborted) return;
        // Nothing here converts: asking again is of no use.
        if (error instanceof PlayError && error.code === 'no-decoder') {
          this.#giveUp(this.#codecString);
          return;
        }
        if (error instanceof DOMException && error.name === 'QuotaExceededError')
          await this.#buffer.makeRoom(this.#video.currentTime).catch(() => undefined);
        else this.#events.onFailing(playFailureOf(error));
        await pause(AGAIN_MS, signal);
      }
    }
  }

  #hasEnough(backwards: boolean): boolean {
    if (backwards) return this.unixMs - this.#loaded.fromUnixMs > KEYS_AHEAD_MS;
    return this.#loaded.toUnixMs - this.unixMs > (this.#mode === 'all' ? AHEAD_MS : KEYS_AHEAD_MS);
  }

  /** The next piece; what is being recorded now is asked for again. */
  async #loadBehind(signal: AbortSignal, isFirst: boolean): Promise<void> {
    const keyFrames = this.#mode !== 'all';
    const fromUnixMs = this.#loaded.toUnixMs;
    const lengthMs = keyFrames ? KEYS_PIECE_MS : isFirst ? FIRST_PIECE_MS : PIECE_MS;
    const toUnixMs = fromUnixMs + lengthMs;
    const piece = { fromUnixMs, toUnixMs, keyFrames, transcoded: this.#transcoded };
    // Of when it was asked for: while a slow network brings an answer, the camera goes on recording what is not in it.
    const settledUnixMs = this.#events.nowUnixMs() - SETTLED_MS;
    const messages = await fetchPiece(this.#source, piece, signal);
    const newestUnixMs = await this.#takeAll(messages, signal);
    if (signal.aborted) return;
    if (messages.length === 0)
      this.#loaded.setEmpty(fromUnixMs, Math.max(fromUnixMs, Math.min(toUnixMs, settledUnixMs)));
    else this.#loaded.setRecordedFrom(fromUnixMs);
    const keptMs = keyFrames ? KEYS_BEHIND_MS : BEHIND_MS;
    const droppedUnixMs = this.unixMs - keptMs;
    if (this.#loaded.fromUnixMs < droppedUnixMs - keptMs) {
      await this.#buffer.removeBefore((droppedUnixMs - this.#source.baseUnixMs) / 1000);
      this.#loaded.dropBefore(droppedUnixMs);
    }
    if (toUnixMs <= settledUnixMs) {
      this.#loaded.toUnixMs = toUnixMs;
      return;
    }
    this.#loaded.toUnixMs = Math.max(fromUnixMs, newestUnixMs ?? fromUnixMs);
    await pause(AGAIN_MS, signal);
  }

  /** The piece before; the first one holds the instant itself. */
  async #loadBefore(signal: AbortSignal, isFirst: boolean): Promise<void> {
    const toUnixMs = isFirst ? this.#loaded.toUnixMs + 1 : this.#loaded.fromUnixMs;
    const fromUnixMs = Math.max(
      this.#source.baseUnixMs,
      this.#loaded.fromUnixMs - (isFirst ? PIECE_MS : KEYS_PIECE_MS),
    );
    if (fromUnixMs >= toUnixMs) {
      await pause(AGAIN_MS, signal);
      return;
    }
    const piece = { fromUnixMs, toUnixMs, keyFrames: true, transcoded: this.#transcoded };
    const messages = await fetchPiece(this.#source, piece, signal);
    await this.#takeAll(messages, signal);
    if (signal.aborted) return;
    if (messages.length === 0) this.#loaded.setEmpty(fromUnixMs, toUnixMs);
    this.#loaded.fromUnixMs = fromUnixMs;
    this.#loaded.toUnixMs = Math.max(this.#loaded.toUnixMs, toUnixMs);
  }

  /** Of a pointer that looks for something. @throws PlayError, or what `fetch` and the buffer throw */
  async #showKeyFrameOf(unixMs: number, signal: AbortSignal): Promise<void> {
    const piece = { fromUnixMs: unixMs, toUnixMs: unixMs + 1, keyFrames: true, transcoded: this.#transcoded };
    const messages = await fetchPiece(this.#source, piece, signal);
    await this.#takeAll(messages, signal);
    if (messages.length === 0) this.#loaded.setEmpty(unixMs, unixMs + 1);
    if (!signal.aborted) this.showKeyFrame(unixMs);
  }

  /** @returns where the newest fragment begins; null: there was none. @throws DOMException of the buffer */
  async #takeAll(
    messages: readonly (LiveInit | LiveFragment)[],
    signal: AbortSignal,
  ): Promise<number | null> {
    let newestUnixMs: number | null = null;
    let endUnixMs = Number.NEGATIVE_INFINITY;
    let begins = false;
    /** Where a second recording of the same time lies over the first. */
    let againFromUnixMs: number | null = null;
    for (const message of messages) {
      if (signal.aborted) return null;
      if (message.kind === 'init') {
        await this.#begin(message);
        begins = true;
      } else {
        const lengthMs = await this.#take(message, signal);
        const { wallStartUnixMs } = message;
        if (begins && wallStartUnixMs < endUnixMs) againFromUnixMs ??= wallStartUnixMs;
        begins = false;
        newestUnixMs = wallStartUnixMs;
        endUnixMs = wallStartUnixMs + lengthMs;
      }
    }
    // An element that stands keeps the picture that it decoded before another lay over it.
    if (againFromUnixMs !== null && newestUnixMs !== null && !signal.aborted) {
      const { unixMs } = this;
      if (unixMs >= againFromUnixMs && unixMs < newestUnixMs + HELD_MS) this.#place(unixMs);
    }
    return newestUnixMs;
  }

  async #begin({ facts, init }: LiveInit): Promise<void> {
    if (!canPlay(facts.codecString)) {
      if (this.#source.mayTranscode && !this.#transcoded) {
        this.#playTranscoded(facts.codecString);
        return;
      }
      this.#giveUp(facts.codecString);
      return;
    }
    this.#timescale = facts.timescale;
    this.#offsets.begin(facts.timescale);
    await this.#buffer.begin(facts.codecString, init);
  }

  #giveUp(codecString: string): void {
    this.#unsupported = true;
    this.#fetching?.abort();
    this.#scrubbing.stop();
    this.#events.onUnsupported(codecString);
  }

  /** What is being fetched is of no use; the same is asked for again. */
  #playTranscoded(codecString: string): void {
    this.#transcoded = true;
    this.#codecString = codecString;
    this.#events.onTranscoded(codecString);
    this.#fetching?.abort();
    this.#fetching = null;
    const { unixMs: scrubbed } = this.#scrubbing;
    this.#scrubbing.stop();
    if (scrubbed !== null) this.scrub(scrubbed);
    else this.#fetchFrom(this.unixMs);
  }

  /** @returns how long it lasts, in ms */
  async #take(fragment: LiveFragment, signal: AbortSignal): Promise<number> {
    const times = presentationTicksOf(fragment.bytes);
    if (times === null) return 0;
    const { baseUnixMs } = this.#source;
    const offsetS = this.#offsets.offsetOf((fragment.wallStartUnixMs - baseUnixMs) / 1000, times.startTicks);
    await this.#buffer.append(fragment.bytes, offsetS);
    const lengthMs = ((times.endTicks - times.startTicks) * 1000) / this.#timescale;
    if (signal.aborted) return lengthMs;
    for (const ticks of times.pictures)
      this.#loaded.frames.add(baseUnixMs + (offsetS + ticks / this.#timescale) * 1000);
    return lengthMs;
  }
}
