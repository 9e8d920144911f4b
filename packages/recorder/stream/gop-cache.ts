/** The GOP so far, so that a viewer's first picture needs no waiting. Holds the units' own bytes, never a second copy. */

import type { PictureMemory } from '@matlang/media/memory';
import type { LiveSample } from './live-sample.ts';

/** Architecture 3.7: a viewer would have to decode all of it before the first live picture. */
export const MAX_CACHE_MS = 10_000;
/** For each stream; 64 streams hold 256 MiB at most. */
export const MAX_CACHE_BYTES = 4 * 1024 * 1024;

/** One for each run. */
export class GopCache {
  readonly #maxTicks: number;
  readonly #memory: PictureMemory;
  #samples: LiveSample[] = [];
  #sizeBytes = 0;
  #tooLong = false;

  constructor(timescale: number, memory: PictureMemory) {
    this.#memory = memory;
    this.#maxTicks = Math.round((MAX_CACHE_MS * timescale) / 1000);
  }

  /** From the last sync sample on; when `tooLong` that sample alone (a still), or nothing when it is too large. */
  get samples(): readonly LiveSample[] {
    return this.#samples;
  }

  /** The GOP outgrew the cache: what is live does not follow what is here. */
  get tooLong(): boolean {
    return this.#tooLong;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  push(sample: LiveSample): void {
    if (sample.unit.sync) {
      this.clear();
    } else if (this.#samples.length === 0 || this.#tooLong) {
      return;
    } else {
      this.#settleDuration(sample.dtsTicks);
    }
    const first = this.#samples[0] ?? sample;
    if (
      this.#sizeBytes + sample.unit.data.length > MAX_CACHE_BYTES ||
      sample.dtsTicks - first.dtsTicks > this.#maxTicks
    ) {
      this.#keepStill();
      return;
    }
    this.#memory.retain(sample.unit.data);
    this.#samples.push(sample);
    this.#sizeBytes += sample.unit.data.length;
  }

  /** Also when the run ends: nothing is held behind it. */
  clear(): void {
    this.#forget(0);
    this.#sizeBytes = 0;
    this.#tooLong = false;
  }

  #settleDuration(nextDtsTicks: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && nextDtsTicks > last.dtsTicks) {
      this.#samples[this.#samples.length - 1] = { ...last, durationTicks: nextDtsTicks - last.dtsTicks };
    }
  }

  #keepStill(): void {
    this.#forget(1);
    this.#sizeBytes = this.#samples[0]?.unit.data.length ?? 0;
    this.#tooLong = true;
  }

  /** All but the first `kept` samples. */
  #forget(kept: number): void {
    for (const { unit } of this.#samples.splice(kept)) this.#memory.release(unit.data);
  }
}
