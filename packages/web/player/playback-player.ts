/**
 * Recorded footage in a video element. Media time is wall time: second 0 is `baseUnixMs`, and each series of fragments is placed
 * where it was recorded, so that gaps are places without media and several players stand at one instant by one number.
 *
 * Footage is fetched in short pieces, each read to its end at once: a browser opens six connections to a host, and a player that
 * stands must not hold one.
 */
import { decodeFragmentStream, type LiveFragment, type LiveInit } from '@matlang/contract';
import { addressOf } from '../api/client.ts';
import { decodeTimeOf } from './fragment-time.ts';
import { canPlay } from './live-player.ts';

/** Of one answer: 4 MB of a main stream. */
const PIECE_MS = 10_000;
/** The next piece is fetched when less than this is left. */
const AHEAD_MS = 15_000;
const BEHIND_S = 20;
/** What is being recorded is asked for again after this; so is what failed. */
const AGAIN_MS = 1000;
/** Where a series goes on its media time runs on; estimates of wall time differ by less. */
const SAME_SERIES_S = 0.25;
/** From the base to the last second that can be shown: days more than a page stays on one base. */
const LONGEST_S = 30 * 86_400;

/** What is played. */
export interface PlaybackSource {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly baseUnixMs: number;
}

/** What a player tells. */
export interface PlaybackEvents {
  onUnsupported(codecString: string): void;
  /** True: the footage could not be read, and is asked for again; false: it could. */
  onFailing(failing: boolean): void;
}

/** One for each video element; `close` when it goes. */
export class PlaybackPlayer {
  readonly #video: HTMLVideoElement;
  readonly #source: PlaybackSource;
  readonly #events: PlaybackEvents;
  readonly #media = new MediaSource();
  readonly #address: string;
  #buffer: SourceBuffer | null = null;
  /** What is done to the buffer, one after the other: it refuses two at a time. */
  #buffering: Promise<void> = Promise.resolve();
  #fetching: AbortController | null = null;
  #fetchedFromUnixMs = 0;
  #fetchedToUnixMs = 0;
  /** Where to stand as soon as the element knows what it plays: a position set before is forgotten. */
  #wantedS: number | null = null;
  /** Nothing was recorded here, by the last answer. */
  #emptyFromUnixMs = 0;
  #emptyToUnixMs = 0;

  constructor(video: HTMLVideoElement, source: PlaybackSource, events: PlaybackEvents) {
    this.#video = video;
    this.#source = source;
    this.#events = events;
    this.#address = URL.createObjectURL(this.#media);
    video.src = this.#address;
    video.addEventListener('loadedmetadata', this.#onMetadata);
  }

  /** The instant on show. */
  get unixMs(): number {
    return this.#source.baseUnixMs + this.#positionS * 1000;
  }

  /** Whether the archive said that there is nothing at the instant. */
  isEmptyAt(unixMs: number): boolean {
    return unixMs >= this.#emptyFromUnixMs && unixMs < this.#emptyToUnixMs;
  }

  /** Shows the instant: at once where it is there already, else as soon as it came. */
  seek(unixMs: number): void {
    const second = (unixMs - this.#source.baseUnixMs) / 1000;
    if (this.#video.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wantedS = second;
    else this.#video.currentTime = second;
    const isComing =
      this.#fetching !== null &&
      unixMs >= this.#fetchedFromUnixMs &&
      unixMs < this.#fetchedToUnixMs + PIECE_MS;
    if (!isComing) this.#fetchFrom(unixMs);
  }

  close(): void {
    this.#fetching?.abort();
    this.#fetching = null;
    this.#video.removeEventListener('loadedmetadata', this.#onMetadata);
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#address);
  }

  get #positionS(): number {
    return this.#wantedS ?? this.#video.currentTime;
  }

  readonly #onMetadata = (): void => {
    if (this.#wantedS !== null) this.#video.currentTime = this.#wantedS;
    this.#wantedS = null;
  };

  #fetchFrom(unixMs: number): void {
    this.#fetching?.abort();
    const fetching = new AbortController();
    this.#fetching = fetching;
    this.#fetchedFromUnixMs = Math.floor(unixMs);
    this.#fetchedToUnixMs = this.#fetchedFromUnixMs;
    void this.#run(fetching.signal);
  }

  /** Piece by piece, no further ahead than is needed, until it is aborted. */
  async #run(signal: AbortSignal): Promise<void> {
    const series = new Series();
    while (!signal.aborted) {
      if (this.#fetchedToUnixMs - this.unixMs > AHEAD_MS) {
        await pause(AGAIN_MS, signal);
        continue;
      }
      const fromUnixMs = this.#fetchedToUnixMs;
      try {
        const messages = await this.#fetchPiece(fromUnixMs, signal);
        for (const message of messages) {
          if (signal.aborted) return;
          await (message.kind === 'init' ? this.#begin(message, series) : this.#take(message, series));
        }
        this.#events.onFailing(false);
        await this.#goOn(fromUnixMs, messages, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof DOMException && error.name === 'QuotaExceededError') await this.#makeRoom();
        else this.#events.onFailing(true);
        await pause(AGAIN_MS, signal);
      }
    }
  }

  async #fetchPiece(fromUnixMs: number, signal: AbortSignal): Promise<readonly (LiveInit | LiveFragment)[]> {
    const { cameraId, stream } = this.#source;
    const query = { from: String(fromUnixMs), to: String(fromUnixMs + PIECE_MS), stream };
    const answer = await fetch(addressOf('playFootage', { params: { id: cameraId }, query }), { signal });
    if (!answer.ok) throw new Error(`play: ${answer.status}`);
    return decodeFragmentStream(new Uint8Array(await answer.arrayBuffer()));
  }

  /** The next piece begins where this one ends; what is being recorded now is asked for again. */
  async #goOn(
    fromUnixMs: number,
    messages: readonly (LiveInit | LiveFragment)[],
    signal: AbortSignal,
  ): Promise<void> {
    const toUnixMs = fromUnixMs + PIECE_MS;
    const isNow = toUnixMs > Date.now();
    if (messages.length === 0) {
      this.#emptyFromUnixMs = fromUnixMs;
      this.#emptyToUnixMs = toUnixMs;
    }
    if (isNow) await pause(AGAIN_MS, signal);
    else this.#fetchedToUnixMs = toUnixMs;
  }

  async #begin({ facts, init }: LiveInit, series: Series): Promise<void> {
    if (!canPlay(facts.codecString)) {
      this.#fetching?.abort();
      this.#events.onUnsupported(facts.codecString);
      return;
    }
    const type = `video/mp4; codecs="${facts.codecString}"`;
    if (this.#media.readyState === 'closed')
      await new Promise((resolve) => this.#media.addEventListener('sourceopen', resolve, { once: true }));
    await this.#change((open) => {
      open.changeType(type);
      open.appendBuffer(init.slice());
    }, type);
    series.begin(facts.timescale);
  }

  async #take(fragment: LiveFragment, series: Series): Promise<void> {
    const ticks = decodeTimeOf(fragment.bytes);
    if (ticks === null) return;
    const startS = (fragment.wallStartUnixMs - this.#source.baseUnixMs) / 1000;
    const offsetS = series.offsetOf(startS, ticks);
    await this.#change((buffer) => {
      if (buffer.timestampOffset !== offsetS) buffer.timestampOffset = offsetS;
      buffer.appendBuffer(fragment.bytes.slice());
    });
    await this.#trim();
  }

  async #trim(): Promise<void> {
    const upToS = this.#positionS - BEHIND_S;
    const { buffered } = this.#video;
    if (buffered.length === 0 || buffered.start(0) > upToS - BEHIND_S) return;
    await this.#change((buffer) => buffer.remove(0, upToS));
  }

  /** @param type makes the buffer when there is none yet. @throws DOMException of the buffer, when there is no room as well */
  async #change(work: (buffer: SourceBuffer) => void, type?: string): Promise<void> {
    const done = this.#changeAfter(this.#buffering, work, type);
    this.#buffering = done.catch(() => undefined);
    await done;
  }

  async #changeAfter(
    before: Promise<void>,
    work: (buffer: SourceBuffer) => void,
    type: string | undefined,
  ): Promise<void> {
    await before;
    if (this.#media.readyState !== 'open') return;
    if (this.#buffer === null && type !== undefined) {
      // A position is taken only within it; with an endless one only where media is already.
      this.#media.duration = LONGEST_S;
      this.#buffer = this.#media.addSourceBuffer(type);
    }
    const buffer = this.#buffer;
    if (buffer === null) return;
    const updated = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    work(buffer);
    await updated;
  }

  /** Jumps leave media behind and ahead: all but what is close goes. */
  async #makeRoom(): Promise<void> {
    const at = this.#positionS;
    await this.#change((buffer) => buffer.remove(0, Math.max(0.001, at - 5)));
    await this.#change((buffer) => buffer.remove(at + AHEAD_MS / 1000, LONGEST_S));
  }
}

/** Fragments whose media time runs on: placed by the wall time of the first, so that estimates of wall time make no seams. */
class Series {
  #timescale = 90_000;
  #offsetS: number | null = null;
  #mayMove = true;

  /** Another run, something is missing before, or another piece of the same. */
  begin(timescale: number): void {
    this.#timescale = timescale;
    this.#mayMove = true;
  }

  /** What is added to the media time of a fragment that begins at `startS`. */
  offsetOf(startS: number, ticks: number): number {
    const offsetS = startS - ticks / this.#timescale;
    const isOther = this.#offsetS === null || Math.abs(this.#offsetS - offsetS) > SAME_SERIES_S;
    if (this.#mayMove && isOther) this.#offsetS = offsetS;
    this.#mayMove = false;
    return this.#offsetS ?? offsetS;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
