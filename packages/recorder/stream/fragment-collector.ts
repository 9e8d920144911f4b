/**
 * Samples of one run to fragments for the archive: one a GOP with true durations, cut by time when a GOP is longer. A sample's
 * duration is known when the next one comes, so the newest sample always waits here.
 */

import type { RecordedFragment } from '@matlang/archive';
import type { PictureMemory } from '@matlang/media/memory';
import { writeFragmentHead } from '@matlang/media/mp4';
import type { AccessUnit, Sample } from '@matlang/media/stream';
import type { RunClock } from '../clock/run-clock.ts';

/** Architecture 3.5: what kill -9 costs. */
export const MAX_FRAGMENT_MS = 1000;
/** A stream that stalls gets what it has to disk after this. */
export const STALLED_FRAGMENT_MS = 1300;
/** 8K key frames stay below; a fragment is one write and one hash. */
export const MAX_FRAGMENT_BYTES = 16 * 1024 * 1024;
/** Sound of 8 kHz in packets of one sample would be 8000 a second: nobody sends it, but bounded it is. */
export const MAX_FRAGMENT_SAMPLES = 2000;

interface Waiting {
  readonly dtsTicks: number;
  readonly compositionOffsetTicks: number;
  readonly unit: AccessUnit;
}

/** One for each run that is recorded. */
export class FragmentCollector {
  readonly #clock: RunClock;
  readonly #memory: PictureMemory;
  readonly #emit: (fragment: RecordedFragment) => void;
  readonly #maxTicks: number;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #sequenceNumber = 0;
  /** Where the last fragment ends and the next begins; null: none was written yet. */
  #nextWallStartUnixMs: number | null = null;

  /** `emit` gets each fragment once, in order, and sees that its `release` is called. */
  constructor(
    timescale: number,
    clock: RunClock,
    memory: PictureMemory,
    emit: (fragment: RecordedFragment) => void,
  ) {
    this.#clock = clock;
    this.#memory = memory;
    this.#emit = emit;
    this.#maxTicks = Math.round((MAX_FRAGMENT_MS * timescale) / 1000);
  }

  /** The next unit of the run in decoding order; holds `unit.data` until its fragment is released. `gopStart`: video that is sync. */
  push(unit: AccessUnit, dtsTicks: number, compositionOffsetTicks: number, gopStart: boolean): void {
    const first = this.#waiting[0];
    if (
      first !== undefined &&
      (gopStart ||
        dtsTicks - first.dtsTicks >= this.#maxTicks ||
        this.#waitingBytes + unit.data.length > MAX_FRAGMENT_BYTES ||
        this.#waiting.length >= MAX_FRAGMENT_SAMPLES)
    ) {
      this.#write(this.#waiting.length, dtsTicks);
    }
    this.#memory.retain(unit.data);
    this.#waiting.push({ dtsTicks, compositionOffsetTicks, unit });
    this.#waitingBytes += unit.data.length;
  }

  /** Writes all but the newest sample when the oldest has waited for STALLED_FRAGMENT_MS. */
  tick(nowMonotonicMs: number): void {
    const first = this.#waiting[0];
    const last = this.#waiting.at(-1);
    if (
      first !== undefined &&
      last !== undefined &&
      last !== first &&
      nowMonotonicMs - first.unit.arrivalMonotonicMs >= STALLED_FRAGMENT_MS
    ) {
      this.#write(this.#waiting.length - 1, last.dtsTicks);
    }
  }

  /** Writes what waits; `lastDurationTicks` is a guess, as nothing follows. Returns where the run ends, null: nothing was ever pushed. */
  end(lastDurationTicks: number): number | null {
    const last = this.#waiting.at(-1);
    if (last !== undefined) {
      this.#write(this.#waiting.length, last.dtsTicks + lastDurationTicks);
    }
    return this.#nextWallStartUnixMs;
  }

  #write(count: number, endTicks: number): void {
    const taken = this.#waiting.slice(0, count);
    const first = taken[0];
    if (first === undefined) {
      return;
    }
    this.#waiting = this.#waiting.slice(count);
    const samples: Sample[] = [];
    const data: Uint8Array[] = [];
    for (const [index, { dtsTicks, compositionOffsetTicks, unit }] of taken.entries()) {
      samples.push({
        dtsTicks,
        compositionOffsetTicks,
        durationTicks: (taken[index + 1]?.dtsTicks ?? endTicks) - dtsTicks,
        sizeBytes: unit.data.length,
        sync: unit.sync,
        leading: unit.leading,
        disposable: unit.disposable,
      });
      data.push(unit.data);
      this.#waitingBytes -= unit.data.length;
    }
    // A fragment begins where the one before ended: no sliver of wall time is lost or told twice.
    const wallStartUnixMs = this.#nextWallStartUnixMs ?? this.#clock.mark(first.dtsTicks);
    const wallEndUnixMs = this.#clock.mark(endTicks);
    this.#nextWallStartUnixMs = wallEndUnixMs;
    this.#sequenceNumber += 1;
    const release = (): void => {
      for (const sampleData of data.splice(0)) this.#memory.release(sampleData);
    };
    try {
      const head = writeFragmentHead({ sequenceNumber: this.#sequenceNumber, wallStartUnixMs, samples });
      const parts = [head, ...joinNeighbours(data)];
      this.#emit({ parts, wallStartUnixMs, wallEndUnixMs, startsOnSync: first.unit.sync, release });
    } catch (error) {
      release();
      throw error;
    }
  }
}

/** Pictures that lie behind one another in one block become one part; sound, each unit in memory of its own, is copied into one. */
function joinNeighbours(data: readonly Uint8Array[]): Uint8Array[] {
  if (!(data[0]?.buffer instanceof SharedArrayBuffer)) return [Buffer.concat(data)];
  const parts: Uint8Array[] = [];
  for (const next of data) {
    const last = parts.at(-1);
    if (last?.buffer === next.buffer && last.byteOffset + last.length === next.byteOffset)
      parts[parts.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + next.length);
    else parts.push(next);
  }
  return parts;
}
