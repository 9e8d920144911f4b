/**
 * Plays a clip endlessly as a live source: loops continue the time stamps. Its time begins with the first listener and
 * then runs on by the clock, whether somebody listens or not.
 */
import type { Clip, ClipTrack } from './clip.ts';
import type { MediaSource, UnitSink } from './media-source.ts';
import { onBeat } from './pacer.ts';

/** How fast, from where and how often a clip is played. */
export interface PlayClipOptions {
  /** Media time per real time. Default 1. */
  readonly speed?: number;
  /** Where in the clip the first loop begins: the first key frame at or after it. Cameras out of one clip shall not send their key frames together. Default 0. */
  readonly startMs?: number;
  /** Default: endless. After the last loop nothing comes any more. */
  readonly loops?: number;
}

interface Cursor {
  readonly track: ClipTrack;
  readonly trackIndex: number;
  index: number;
  loop: number;
  unitNumber: number;
  /** Ticks of the clip at which this playout begins. */
  readonly startTicks: number;
}

/** `clip` may be shared by any number of playouts. */
export function playClip(clip: Clip, options: PlayClipOptions = {}): MediaSource {
  return new ClipPlayout(clip, options);
}

class ClipPlayout implements MediaSource {
  readonly tracks: readonly ClipTrack[];
  readonly #speed: number;
  readonly #loops: number;
  readonly #cursors: Cursor[];
  readonly #sinks = new Set<UnitSink>();
  #startMonotonicMs: number | null = null;
  #startUnixMs = 0;
  #stopBeat: (() => void) | null = null;
  #closed = false;

  constructor(clip: Clip, options: PlayClipOptions) {
    this.tracks = clip.tracks;
    this.#speed = options.speed ?? 1;
    this.#loops = options.loops ?? Number.POSITIVE_INFINITY;
    if (!(this.#speed > 0)) throw new TypeError(`speed: ${this.#speed} is not positive`);
    const startMs = startOf(clip, options.startMs ?? 0);
    this.#cursors = clip.tracks.map((track, trackIndex) => cursorAt(track, trackIndex, startMs));
  }

  subscribe(sink: UnitSink): () => void {
    if (this.#closed) return () => undefined;
    if (this.#startMonotonicMs === null) {
      this.#startMonotonicMs = performance.now();
      this.#startUnixMs = Date.now();
    } else if (this.#sinks.size === 0) this.#skipTo(performance.now());
    this.#sinks.add(sink);
    this.#stopBeat ??= onBeat((now) => this.#deliver(now));
    return () => {
      this.#sinks.delete(sink);
      if (this.#sinks.size === 0) this.#rest();
    };
  }

  close(): void {
    this.#closed = true;
    this.#sinks.clear();
    this.#rest();
  }

  #rest(): void {
    this.#stopBeat?.();
    this.#stopBeat = null;
  }

  /** Time ran on while nobody listened. */
  #skipTo(nowMonotonicMs: number): void {
    const elapsedMs = this.#elapsedMs(nowMonotonicMs);
    if (elapsedMs <= 0) return;
    for (const cursor of this.#cursors) while (this.#dueMs(cursor) < elapsedMs) advance(cursor);
  }

  #elapsedMs(nowMonotonicMs: number): number {
    return (nowMonotonicMs - (this.#startMonotonicMs ?? nowMonotonicMs)) * this.#speed;
  }

  #deliver(nowMonotonicMs: number): void {
    const elapsedMs = this.#elapsedMs(nowMonotonicMs);
    for (;;) {
      let next: Cursor | null = null;
      let nextDueMs = elapsedMs;
      for (const cursor of this.#cursors) {
        const dueMs = this.#dueMs(cursor);
        if (dueMs > nextDueMs) continue;
        next = cursor;
        nextDueMs = dueMs;
      }
      if (next === null) return;
      this.#emit(next);
      advance(next);
    }
  }

  /** Media time of this playout at which the cursor's unit goes out. */
  #dueMs(cursor: Cursor): number {
    const unit = cursor.track.units[cursor.index];
    if (unit === undefined || cursor.loop >= this.#loops) return Number.POSITIVE_INFINITY;
    const ticks = cursor.loop * cursor.track.durationTicks + unit.dtsTicks - cursor.startTicks;
    return (ticks * 1000) / cursor.track.clockRateHz;
  }

  #emit(cursor: Cursor): void {
    const { track, trackIndex, index, loop, unitNumber } = cursor;
    const unit = track.units[index];
    if (unit === undefined) return;
    const exactTicks = loop * track.durationTicks + unit.ptsTicks - cursor.startTicks;
    const mediaMs = (exactTicks * 1000) / track.clockRateHz;
    const delivered = {
      trackIndex,
      ptsTicks: Math.round(exactTicks),
      wallUnixMs: this.#startUnixMs + mediaMs / this.#speed,
      sync: unit.sync,
      unitNumber,
      parts: unit.parts,
      packets: track.packetsOf(index),
    };
    for (const sink of this.#sinks) sink(delivered);
  }
}

/** The decode time of the first key frame at or after `startMs`, 0 where there is none. */
function startOf(clip: Clip, startMs: number): number {
  const video = clip.tracks.find((track) => track.format.kind === 'video');
  if (video === undefined) return startMs;
  const fromTicks = ((startMs * video.clockRateHz) / 1000) % video.durationTicks;
  const unit = video.units.find((candidate) => candidate.sync && candidate.dtsTicks >= fromTicks);
  return unit === undefined ? 0 : (unit.dtsTicks * 1000) / video.clockRateHz;
}

function cursorAt(track: ClipTrack, trackIndex: number, startMs: number): Cursor {
  const startTicks = ((startMs * track.clockRateHz) / 1000) % track.durationTicks;
  const index = Math.max(
    0,
    track.units.findIndex((unit) => unit.dtsTicks >= startTicks - 0.5),
  );
  return { track, trackIndex, index, loop: 0, unitNumber: 0, startTicks };
}

function advance(cursor: Cursor): void {
  cursor.unitNumber += 1;
  cursor.index += 1;
  if (cursor.index < cursor.track.units.length) return;
  cursor.index = 0;
  cursor.loop += 1;
}
