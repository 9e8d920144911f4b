/**
 * The sample table as it is hashed into evidence. Frozen: a changed byte breaks every proof ever given.
 *
 * Per sample 24 bytes, big-endian, without header or padding:
 *
 *     0  u64  decode time in ticks
 *     8  u32  composition offset in ticks
 *    12  u32  duration in ticks
 *    16  u32  size in bytes
 *    20  u32  flags: bit 0 sync, bit 1 leading, bit 2 disposable; the rest is 0
 */
import type { Sample } from '../stream/index.ts';
import { checkSample } from './sample-check.ts';

/** Bytes of one row. */
export const CANONICAL_SAMPLE_BYTES = 24;

/**
 * The rows of `samples` in order, in a buffer of its own.
 * @throws TypeError when a value doesn't fit its column
 */
export function encodeCanonicalSampleTable(samples: readonly Sample[]): Uint8Array {
  const table = new Uint8Array(samples.length * CANONICAL_SAMPLE_BYTES);
  const view = new DataView(table.buffer);
  let at = 0;
  for (const [index, sample] of samples.entries()) {
    checkSample(sample, index);
    view.setUint32(at, Math.floor(sample.dtsTicks / 0x1_0000_0000));
    view.setUint32(at + 4, sample.dtsTicks % 0x1_0000_0000);
    view.setUint32(at + 8, sample.compositionOffsetTicks);
    view.setUint32(at + 12, sample.durationTicks);
    view.setUint32(at + 16, sample.sizeBytes);
    view.setUint32(at + 20, (sample.sync ? 1 : 0) | (sample.leading ? 2 : 0) | (sample.disposable ? 4 : 0));
    at += CANONICAL_SAMPLE_BYTES;
  }
  return table;
}
