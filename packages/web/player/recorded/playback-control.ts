/**
 * What all players of a page do: the clock, its speed and direction, whether key frames only, and steps from picture to picture. Beside
 * the components' state, because the instant changes with each frame and what is shown of it only now and then.
 */
import { needsKeyFrames } from './fast-play.ts';
import { PlaybackClock } from './playback-clock.ts';
import type { PlaybackPlayer, PlayMode } from './playback-player.ts';

const LOOK_MS = 100;
/** A camera whose footage is here and whose decoder can't follow for so long makes all show key frames only. */
const DECODER_PATIENCE_MS = 1000;
/** At the pictures' own speed and slower, where all of them are worth more: longer than one that stalled needs to be placed anew twice. */
const SLOW_DECODER_PATIENCE_MS = 5000;
/** Nothing is played that was not recorded yet: a fragment reaches the disk with some delay. */
const BEHIND_NOW_MS = 2000;
/** Media time further from its base than this loses precision: another base is taken. */
const BASE_HOLDS_MS = 12 * 3_600_000;
/** Seconds since then have all the precision that a picture needs. */
const BASE_BEFORE_MS = 24 * 3_600_000;
const FASTEST = 16;

/** What a camera makes the clock wait for. `failing`: it gets no footage for now, so that the others go on without it. */
export type Waiting = 'footage' | 'decoder' | 'failing';

/** Another object at each change. */
export interface PlaybackFacts {
  readonly playing: boolean;
  /** Negative: backwards. */
  readonly rate: number;
  /** The decoder shows key frames only. */
  readonly keyFramesOnly: boolean;
  /** Changes at each jump, and with each stop: then all stand at one instant exactly. */
  readonly seeks: number;
  readonly baseUnixMs: number;
  /** Where a pointer looks for something; null: it does not. */
  readonly scrubUnixMs: number | null;
}

/** One for each page. */
export class PlaybackControl {
  readonly clock: PlaybackClock;
  readonly #nowUnixMs: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #players = new Map<string, PlaybackPlayer>();
  readonly #waiting = new Map<string, { readonly what: Waiting; readonly sinceMs: number }>();
  #facts: PlaybackFacts;
  /** A decoder's delay counts from the last command on: what comes behind a jump or a start takes its time. */
  #commandMs = performance.now();
  #stepping = false;

  constructor(atUnixMs: number, rate: number, nowUnixMs: () => number) {
    this.clock = new PlaybackClock(atUnixMs, performance.now());
    this.#nowUnixMs = nowUnixMs;
    this.#facts = {
      playing: false,
      rate,
      keyFramesOnly: false,
      seeks: 0,
      baseUnixMs: baseOf(atUnixMs),
      scrubUnixMs: null,
    };
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly facts = (): PlaybackFacts => this.#facts;

  /** @returns what ends it. */
  start(): () => void {
    const timer = setInterval(() => this.#look(), LOOK_MS);
    return () => clearInterval(timer);
  }

  get instantUnixMs(): number {
    return this.clock.instantUnixMs(performance.now());
  }

  /** Site time, as the server tells it. */
  get nowUnixMs(): number {
    return this.#nowUnixMs();
  }

  /** Stands or plays at the instant, as before. */
  readonly seek = (unixMs: number): void => {
    const at = Math.min(Math.max(0, unixMs), this.#nowUnixMs());
    this.#commandMs = performance.now();
    this.clock.seek(at, this.#commandMs);
    const base = this.#facts.baseUnixMs;
    const isFar = Math.abs(at - (base + BASE_BEFORE_MS)) > BASE_HOLDS_MS;
    this.#change({
      seeks: this.#facts.seeks + 1,
      baseUnixMs: isFar ? baseOf(at) : base,
      scrubUnixMs: null,
    });
  };

  /** Another speed or direction, standing or playing as before. @param rate not 0 */
  readonly setRate = (rate: number): void => {
    if (this.#facts.playing) this.play(rate);
    else this.#change({ rate });
  };

  readonly play = (rate: number = this.#facts.rate): void => {
    this.#commandMs = performance.now();
    this.clock.play(rate, this.#commandMs);
    const pixels = Array.from(this.#players.values(), (player) => player.pixelsPerSecond);
    // Once key frames only, so until the speed of all pictures: a page that knows no rates any more would go to and fro.
    const stays = this.#facts.keyFramesOnly && this.#facts.playing && Math.abs(rate) > 1;
    this.#change({ playing: true, rate, keyFramesOnly: stays || needsKeyFrames(rate, pixels) });
  };

  readonly pause = (): void => {
    if (!this.#facts.playing) return;
    this.clock.pause(performance.now());
    this.#change({ playing: false, keyFramesOnly: false, seeks: this.#facts.seeks + 1 });
  };

  readonly toggle = (): void => {
    if (this.#facts.playing) this.pause();
    else this.play();
  };

  /** L and J: begins, then doubles. */
  readonly faster = (direction: 1 | -1): void => {
    const { playing, rate } = this.#facts;
    const same = playing && Math.sign(rate) === direction && Math.abs(rate) >= 1;
    this.play(same ? Math.sign(rate) * Math.min(FASTEST, Math.abs(rate) * 2) : direction);
  };

  /** Pictures of the instant under a pointer; `seek` ends it. */
  readonly scrub = (unixMs: number): void => {
    if (this.#facts.playing) this.pause();
    this.#change({ scrubUnixMs: unixMs });
  };

  /** To the picture beside the one on show of a camera; the others go with it. */
  async step(cameraId: string, direction: 1 | -1): Promise<void> {
    const player = this.#players.get(cameraId);
    if (player === undefined || this.#stepping) return;
    this.#stepping = true;
    try {
      if (this.#facts.playing) this.pause();
      const found = await player.pictureBeside(this.instantUnixMs, direction);
      if (found !== null && !this.#facts.playing) this.seek(found);
    } finally {
      this.#stepping = false;
    }
  }

  /** How the players of the page fetch and show. @param keysOnly this camera never shows more */
  mode(keysOnly: boolean): PlayMode {
    const { playing, rate, keyFramesOnly } = this.#facts;
    if (playing && rate < 0) return 'keys-backwards';
    return keysOnly || (playing && keyFramesOnly) ? 'keys' : 'all';
  }

  /** @returns what takes it away. */
  addPlayer(cameraId: string, player: PlaybackPlayer): () => void {
    this.#players.set(cameraId, player);
    return () => {
      if (this.#players.get(cameraId) === player) this.#players.delete(cameraId);
      this.#waiting.delete(cameraId);
    };
  }

  /** Null: the clock needn't wait for this camera. */
  setWaiting(cameraId: string, what: Waiting | null): void {
    if (what === null) this.#waiting.delete(cameraId);
    else if (this.#waiting.get(cameraId)?.what !== what)
      this.#waiting.set(cameraId, { what, sinceMs: performance.now() });
  }

  /** @returns whether the clock stands because of this camera, whose footage or decoder is late */
  isHeldBy(cameraId: string): boolean {
    const held = this.#waiting.get(cameraId);
    return this.#facts.playing && held !== undefined && held.what !== 'failing';
  }

  #look(): void {
    const now = performance.now();
    this.clock.hold(this.#mustWait(), now);
    const { playing, rate, keyFramesOnly } = this.#facts;
    if (!playing) return;
    const latest = this.#nowUnixMs() - BEHIND_NOW_MS;
    if (this.clock.instantUnixMs(now) > latest && rate > 1) {
      this.clock.seek(latest, now);
      this.play(1);
    }
    if (keyFramesOnly) return;
    const patienceMs = rate > 1 ? DECODER_PATIENCE_MS : SLOW_DECODER_PATIENCE_MS;
    for (const { what, sinceMs } of this.#waiting.values())
      if (what === 'decoder' && now - Math.max(sinceMs, this.#commandMs) > patienceMs) {
        this.#change({ keyFramesOnly: true });
        return;
      }
  }

  /** For cameras that get no footage only where there is no other: else the time without pictures would go by. */
  #mustWait(): boolean {
    for (const { what } of this.#waiting.values()) if (what !== 'failing') return true;
    return this.#waiting.size > 0 && this.#waiting.size === this.#players.size;
  }

  #change(change: Partial<PlaybackFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function baseOf(unixMs: number): number {
  return Math.floor(unixMs) - BASE_BEFORE_MS;
}
