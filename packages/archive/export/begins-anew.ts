/**
 * Whether a decoder that has shown another series may go on with this one. It forgets what was before at an IDR or BLA
 * picture only. At a recovery point of H.264 or a CRA of H.265 it keeps numbers and references of the series before,
 * and pictures behind the seam are lost or wrong (docs/design/reading.md).
 */
import type { FileHandle } from 'node:fs/promises';
import { H264_NAL, H265_NAL, h265NalType } from '@matlang/media/codec';
import { referenceOf } from '../reading/loaded-segment.ts';
import { openFound, readExactly } from '../reading/segment-bytes.ts';
import type { SegmentReference } from '../reading/segment-reference.ts';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import type { SeriesFormat } from './export-series.ts';
import { readSampleTables } from './sample-tables.ts';

/** A length and the first byte of the NAL unit behind it. */
const NAL_LENGTH_BYTES = 4;
/** Delimiter, parameter sets and SEI before the first slice: a handful. Bounds the reads of a sample that is none. */
const MAX_SEARCHED_NALS = 64;

/**
 * True where `walked` begins with an IDR or BLA picture, and for sound. Reads the table of one fragment and 5 bytes of
 * each NAL unit up to the first slice; a sample in which no slice is found is no new beginning.
 * @throws ArchiveReadError `segment-gone`, `segment-changed`, `unreadable`
 */
export async function beginsAnew(walked: WalkedSegment, format: SeriesFormat): Promise<boolean> {
  if (format.kind === 'audio') return true;
  const { segment } = walked;
  const fragment = walked.fragments.find(({ hasSync }) => hasSync);
  if (fragment === undefined) return false;
  const [scanned] = await readSampleTables({ ...walked, fragments: [fragment] });
  let offsetBytes = scanned?.mdatPayloadOffsetBytes ?? 0;
  for (const { sync, sizeBytes } of scanned?.samples ?? []) {
    if (!sync) {
      offsetBytes += sizeBytes;
      continue;
    }
    const file = await openFound(segment);
    try {
      const header = await firstSliceHeader(file, offsetBytes, sizeBytes, format.codec, referenceOf(segment));
      return header !== null && forgets(header, format.codec);
    } finally {
      await file.close();
    }
  }
  return false;
}

/** First byte of the first slice of a sample. */
async function firstSliceHeader(
  file: FileHandle,
  sampleOffsetBytes: number,
  sampleBytes: number,
  codec: SeriesFormat['codec'],
  reference: SegmentReference,
): Promise<number | null> {
  const head = new Uint8Array(NAL_LENGTH_BYTES + 1);
  const view = new DataView(head.buffer);
  let at = 0;
  for (let nal = 0; nal < MAX_SEARCHED_NALS && at + head.length <= sampleBytes; nal += 1) {
    await readExactly(file, head, sampleOffsetBytes + at, reference);
    const header = view.getUint8(NAL_LENGTH_BYTES);
    if (isSlice(header, codec)) return header;
    at += NAL_LENGTH_BYTES + view.getUint32(0);
  }
  return null;
}

function isSlice(header: number, codec: SeriesFormat['codec']): boolean {
  if (codec === 'h265') return h265NalType(header) < H265_NAL.firstNonSlice;
  const type = header & 31;
  return type >= H264_NAL.slice && type <= H264_NAL.idr;
}

function forgets(header: number, codec: SeriesFormat['codec']): boolean {
  if (codec === 'h265') {
    const type = h265NalType(header);
    return type >= H265_NAL.blaWLp && type <= H265_NAL.idrNLp;
  }
  return (header & 31) === H264_NAL.idr;
}
