/** What the writers demand of a sample, said with the argument and the value. */
import type { Sample } from '../stream/index.ts';

/** `trun` version 1 holds composition offsets as signed 32 bits. */
const MAX_COMPOSITION_OFFSET_TICKS = 0x7fff_ffff;
const MAX_UINT32 = 0xffff_ffff;

/** @throws TypeError when a box can't hold the sample. */
export function checkSample(sample: Sample, index: number): void {
  if (!isCount(sample.dtsTicks, Number.MAX_SAFE_INTEGER)) refuse(index, 'dtsTicks', sample.dtsTicks);
  if (!isCount(sample.compositionOffsetTicks, MAX_COMPOSITION_OFFSET_TICKS)) {
    refuse(index, 'compositionOffsetTicks', sample.compositionOffsetTicks);
  }
  if (!isCount(sample.durationTicks, MAX_UINT32)) refuse(index, 'durationTicks', sample.durationTicks);
  if (!isCount(sample.sizeBytes, MAX_UINT32)) refuse(index, 'sizeBytes', sample.sizeBytes);
}

/** An integer from 0 to `most`. */
export function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function refuse(index: number, field: string, value: number): never {
  throw new TypeError(`samples[${index}].${field}: ${value} does not fit its box`);
}
