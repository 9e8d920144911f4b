/** Reads the sample tables of a progressive track (`stbl`) into typed arrays, bounded before anything is allocated. */
import { type Box, childrenOf, findBox, fullCursorOf, requireBox } from './boxes.ts';
import type { ByteCursor } from './byte-cursor.ts';

/** Samples of all tracks of one movie: 44 hours at 25 pictures a second, 116 MB of arrays. */
export const MAX_MOVIE_SAMPLES = 4_000_000;

/** One track's samples in decoding order: parallel arrays, one entry a sample; `sync` is 1 where decoding can start. */
export interface SampleTables {
  readonly sampleCount: number;
  readonly offsetsBytes: Float64Array;
  readonly sizesBytes: Uint32Array;
  readonly dtsTicks: Float64Array;
  readonly compositionOffsetsTicks: Int32Array;
  readonly durationsTicks: Uint32Array;
  readonly sync: Uint8Array;
}

/**
 * `mostSamples`: what is left of `MAX_MOVIE_SAMPLES`.
 * @throws Mp4Error when the tables contradict each other or end early
 */
export function readSampleTables(stbl: Box, mostSamples: number): SampleTables {
  const boxes = childrenOf(stbl);
  const sizesBytes = readSizes(requireBox(boxes, 'stsz', stbl), mostSamples);
  const sampleCount = sizesBytes.length;
  const { durationsTicks, dtsTicks } = readTimes(requireBox(boxes, 'stts', stbl), sampleCount);
  return {
    sampleCount,
    sizesBytes,
    durationsTicks,
    dtsTicks,
    compositionOffsetsTicks: readCompositionOffsets(findBox(boxes, 'ctts'), sampleCount),
    sync: readSync(findBox(boxes, 'stss'), sampleCount),
    offsetsBytes: readOffsets(stbl, boxes, sizesBytes),
  };
}

/** The entries that the box claims, refused where they could not fit into it. */
function entryCount(cursor: ByteCursor, entryBytes: number): number {
  const count = cursor.u32();
  if (count * entryBytes > cursor.leftBytes)
    cursor.refuse('malformed', `${count} entries in ${cursor.leftBytes} bytes`);
  return count;
}

function readSizes(stsz: Box, mostSamples: number): Uint32Array {
  const { cursor } = fullCursorOf(stsz);
  const commonBytes = cursor.u32();
  const count = cursor.u32();
  if (count > mostSamples) cursor.refuse('limit', `${count} samples`);
  // A common size needs no entries, so the count alone would let 20 bytes ask for memory without end.
  if (commonBytes !== 0) return new Uint32Array(count).fill(commonBytes);
  if (count * 4 > cursor.leftBytes)
    cursor.refuse('malformed', `${count} samples in ${cursor.leftBytes} bytes`);
  const sizesBytes = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) sizesBytes[i] = cursor.u32();
  return sizesBytes;
}

function readTimes(stts: Box, sampleCount: number) {
  const { cursor } = fullCursorOf(stts);
  const durationsTicks = new Uint32Array(sampleCount);
  const dtsTicks = new Float64Array(sampleCount);
  let at = 0;
  let dts = 0;
  for (let entries = entryCount(cursor, 8); entries > 0; entries -= 1) {
    const samples = cursor.u32();
    const delta = cursor.u32();
    if (samples > sampleCount - at) cursor.refuse('malformed', `times for more than ${sampleCount} samples`);
    for (const end = at + samples; at < end; at += 1) {
      durationsTicks[at] = delta;
      dtsTicks[at] = dts;
      dts += delta;
    }
  }
  if (at !== sampleCount) cursor.refuse('malformed', `times for ${at} of ${sampleCount} samples`);
  if (!Number.isSafeInteger(dts)) cursor.refuse('limit', 'decode times beyond 2^53');
  return { durationsTicks, dtsTicks };
}

/** Signed in both versions: QuickTime wrote negative offsets into version 0. Too few entries mean 0 for the rest. */
function readCompositionOffsets(ctts: Box | null, sampleCount: number): Int32Array {
  const offsetsTicks = new Int32Array(sampleCount);
  if (ctts === null) return offsetsTicks;
  const { cursor } = fullCursorOf(ctts);
  let at = 0;
  for (let entries = entryCount(cursor, 8); entries > 0; entries -= 1) {
    const samples = cursor.u32();
    const offset = cursor.i32();
    if (samples > sampleCount - at)
      cursor.refuse('malformed', `offsets for more than ${sampleCount} samples`);
    offsetsTicks.fill(offset, at, at + samples);
    at += samples;
  }
  return offsetsTicks;
}

/** Without `stss` every sample is one. */
function readSync(stss: Box | null, sampleCount: number): Uint8Array {
  const sync = new Uint8Array(sampleCount);
  if (stss === null) return sync.fill(1);
  const { cursor } = fullCursorOf(stss);
  for (let entries = entryCount(cursor, 4); entries > 0; entries -= 1) {
    const number = cursor.u32();
    if (number < 1 || number > sampleCount) cursor.refuse('malformed', `sample ${number} of ${sampleCount}`);
    sync[number - 1] = 1;
  }
  return sync;
}

function readChunkOffsets(stbl: Box, boxes: readonly Box[]): Float64Array {
  const co64 = findBox(boxes, 'co64');
  const { cursor } = fullCursorOf(co64 ?? requireBox(boxes, 'stco', stbl));
  const offsets = new Float64Array(entryCount(cursor, co64 === null ? 4 : 8));
  for (let i = 0; i < offsets.length; i += 1) offsets[i] = co64 === null ? cursor.u32() : cursor.u64();
  return offsets;
}

function readOffsets(stbl: Box, boxes: readonly Box[], sizesBytes: Uint32Array): Float64Array {
  const chunkOffsets = readChunkOffsets(stbl, boxes);
  const { cursor } = fullCursorOf(requireBox(boxes, 'stsc', stbl));
  const offsetsBytes = new Float64Array(sizesBytes.length);
  const entries = entryCount(cursor, 12);
  let sample = 0;
  let chunk = 0;
  let samplesPerChunk = 0;
  for (let i = 0; i <= entries; i += 1) {
    // The last entry reigns to the last chunk.
    const nextFirst = i < entries ? cursor.u32() - 1 : chunkOffsets.length;
    if (nextFirst < chunk || nextFirst > chunkOffsets.length || (i === 0 && nextFirst > 0)) {
      cursor.refuse('malformed', `entry ${i} begins with chunk ${nextFirst + 1}`);
    }
    for (; chunk < nextFirst; chunk += 1) {
      let at = chunkOffsets[chunk] ?? 0;
      const end = sample + samplesPerChunk;
      if (end > sizesBytes.length)
        cursor.refuse('malformed', `chunks hold more than ${sizesBytes.length} samples`);
      for (; sample < end; sample += 1) {
        offsetsBytes[sample] = at;
        at += sizesBytes[sample] ?? 0;
      }
    }
    if (i < entries) {
      samplesPerChunk = cursor.u32();
      if (cursor.u32() !== 1) cursor.refuse('unsupported', 'several sample descriptions');
    }
  }
  if (sample !== sizesBytes.length)
    cursor.refuse('malformed', `chunks hold ${sample} of ${sizesBytes.length} samples`);
  return offsetsBytes;
}
