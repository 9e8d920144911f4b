/**
 * Recorded footage in a video element. Media time is wall time: second 0 is `baseUnixMs`, and each series of fragments is placed
 * where it was recorded, so that gaps are places without media and several players stand at one instant by one number. Fragments
 * are fetched from the instant on, and no further ahead than is needed.
 */
import { FragmentStreamReader, type LiveFragment, type LiveInit } from '@matlang/contract';
import { addressOf } from '../api/client.ts';
import { decodeTimeOf } from './fragment-time.ts';
import { canPlay } from './live-player.ts';

/** Fetched in one answer; the next is asked for when it ends. */
const FETCH_MS = 30 * 60_000;
/** Enough for a seek forward by a key, and for 16x. */
const AHEAD_S = 20;
const BEHIND_S = 20;
/** From the base to the last second that can be shown: days more than a page stays on one base. */
const LONGEST_S = 30 * 86_400;
/** Fragments of one series follow each other closer than this. */
const SEAM_S = 0.5;

/** What is played. */
export interface PlaybackSource {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly baseUnixMs: number;
}

/** What a player tells. */
export interface PlaybackEvents {
  /** Nothing is recorded at the instant; null: something is, or it is not known yet. */
  onGap(untilUnixMs: number | null): void;
  onUnsupported(codecString: string): void;
  onFailure(error: Error): void;
}

/** One for each video element; `close` when it goes. */
export class PlaybackPlayer {
  readonly #video: HTMLVideoElement;
  readonly #source: PlaybackSource;
  readonly #events: PlaybackEvents;
  readonly #media = new MediaSource();
  readonly #address: string;
  #buffer: SourceBuffer | null = null;
  #fetching: AbortController | null = null;
  /** Woken when there is room for more, or the buffer took what it had. */
  #wake: (() => void) | null = null;
  /** Where to stand as soon as the element knows what it plays: a position set before is forgotten. */
  #wantedS: number | null = null;
  #closed = false;

  constructor(video: HTMLVideoElement, source: PlaybackSource, events: PlaybackEvents) {
    this.#video = video;
    this.#source = source;
    this.#events = events;
    this.#address = URL.createObjectURL(this.#media);
    video.src = this.#address;
    video.addEventListener('loadedmetadata', this.#onMetadata);
    video.addEventListener('timeupdate', this.#onTime);
    video.addEventListener('waiting', this.#onTime);
  }

  /** The instant on show. */
  get unixMs(): number {
    return this.#source.baseUnixMs + this.#positionS * 1000;
  }

  /** Shows the instant: at once where it is there already, else as soon as it came. */
  seek(unixMs: number): void {
    const second = (unixMs - this.#source.baseUnixMs) / 1000;
    if (this.#video.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wantedS = second;
    else this.#video.currentTime = second;
    if (!this.#hasMedia(second)) this.#fetchFrom(unixMs);
    else this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#fetching?.abort();
    this.#wake?.();
    this.#video.removeEventListener('loadedmetadata', this.#onMetadata);
    this.#video.removeEventListener('timeupdate', this.#onTime);
    this.#video.removeEventListener('waiting', this.#onTime);
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

  readonly #onTime = (): void => {
    this.#wake?.();
    this.#tellGap();
  };

  #hasMedia(second: number): boolean {
    const { buffered } = this.#video;
    for (let index = 0; index < buffered.length; index += 1)
      if (second >= buffered.start(index) - 0.05 && second < buffered.end(index)) return true;
    return false;
  }

  /** Where the next media begins, when there is none here. */
  #tellGap(): void {
    const { currentTime, buffered } = this.#video;
    if (this.#hasMedia(currentTime)) {
      this.#events.onGap(null);
      return;
    }
    for (let index = 0; index < buffered.length; index += 1) {
      const start = buffered.start(index);
      if (start > currentTime + SEAM_S) {
        this.#events.onGap(this.#source.baseUnixMs + start * 1000);
        return;
      }
    }
  }

  #fetchFrom(unixMs: number): void {
    this.#fetching?.abort();
    this.#wake?.();
    const fetching = new AbortController();
    this.#fetching = fetching;
    this.#run(unixMs, fetching.signal).catch((error: unknown) => {
      if (!fetching.signal.aborted && !this.#closed)
        this.#events.onFailure(error instanceof Error ? error : new Error(String(error)));
    });
  }

  async #run(fromUnixMs: number, signal: AbortSignal): Promise<void> {
    const { cameraId, stream } = this.#source;
    for (let from = Math.floor(fromUnixMs); !signal.aborted; from += FETCH_MS) {
      const query = { from: String(from), to: String(from + FETCH_MS), stream };
      const answer = await fetch(addressOf('playFootage', { params: { id: cameraId }, query }), { signal });
      if (!answer.ok || answer.body === null) throw new Error(`play: ${answer.status}`);
      const series = new Series();
      const reader = new FragmentStreamReader();
      for await (const chunk of answer.body)
        for (const message of reader.push(chunk)) {
          if (message.kind === 'init') await this.#begin(message, series, signal);
          else await this.#take(message, series, signal);
          if (signal.aborted) return;
        }
      if (from + FETCH_MS > Date.now()) return;
    }
  }

  async #begin({ facts, init }: LiveInit, series: Series, signal: AbortSignal): Promise<void> {
    if (!canPlay(facts.codecString)) {
      this.#events.onUnsupported(facts.codecString);
      this.#fetching?.abort();
      return;
    }
    const type = `video/mp4; codecs="${facts.codecString}"`;
    if (this.#media.readyState === 'closed')
      await new Promise((resolve) => this.#media.addEventListener('sourceopen', resolve, { once: true }));
    if (this.#closed || signal.aborted) return;
    if (this.#buffer === null) {
      // A position is taken only within it; with an endless one only where media is already.
      this.#media.duration = LONGEST_S;
      this.#buffer = this.#media.addSourceBuffer(type);
    } else this.#buffer.changeType(type);
    await this.#append(init, signal);
    series.begin(facts.timescale);
  }

  async #take(fragment: LiveFragment, series: Series, signal: AbortSignal): Promise<void> {
    const buffer = this.#buffer;
    const ticks = decodeTimeOf(fragment.bytes);
    if (buffer === null || ticks === null) return;
    const startS = (fragment.wallStartUnixMs - this.#source.baseUnixMs) / 1000;
    const offsetS = series.offsetOf(startS, ticks);
    if (buffer.timestampOffset !== offsetS) buffer.timestampOffset = offsetS;
    while (!signal.aborted && startS > this.#positionS + AHEAD_S) await this.#wait(signal);
    if (signal.aborted) return;
    await this.#append(fragment.bytes, signal);
    await this.#trim(buffer, signal);
    this.#tellGap();
  }

  async #append(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const buffer = this.#buffer;
    if (buffer === null || signal.aborted) return;
    const done = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    buffer.appendBuffer(bytes.slice());
    await done;
  }

  async #trim(buffer: SourceBuffer, signal: AbortSignal): Promise<void> {
    const upToS = this.#positionS - BEHIND_S;
    const { buffered } = this.#video;
    if (signal.aborted || buffered.length === 0 || buffered.start(0) > upToS - BEHIND_S) return;
    const done = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    buffer.remove(0, upToS);
    await done;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#wake = null;
  }
}

/** Fragments whose media time runs on: placed by the wall time of the first, so that estimates of wall time make no seams. */
class Series {
  #timescale = 90_000;
  #offsetS: number | null = null;

  /** Another run, or something is missing before. */
  begin(timescale: number): void {
    this.#timescale = timescale;
    this.#offsetS = null;
  }

  /** What is added to the media time of a fragment that begins at `startS`. */
  offsetOf(startS: number, ticks: number): number {
    this.#offsetS ??= startS - ticks / this.#timescale;
    return this.#offsetS;
  }
}
