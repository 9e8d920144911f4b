/** What a run is decoded with, as exports compare it. */
import { Buffer } from 'node:buffer';
import { readInitSegment } from '@matlang/media/mp4';
import type { RunRow } from '../index/index-rows.ts';
import type { SeriesFormat } from './export-series.ts';

const kept = new WeakMap<RunRow, SeriesFormat>();

/** @throws Mp4Error for an init segment that is none */
export function seriesFormatOf(run: RunRow): SeriesFormat {
  const known = kept.get(run);
  if (known !== undefined) return known;
  const { format, sampleEntry } = readInitSegment(run.init);
  const entry = Buffer.from(sampleEntry.buffer, sampleEntry.byteOffset, sampleEntry.length);
  const read: SeriesFormat = {
    key: `${format.timescale}/${entry.toString('base64')}`,
    kind: format.kind,
    codec: format.codec,
    sampleEntry,
    timescale: format.timescale,
    codecString: run.codecString,
  };
  kept.set(run, read);
  return read;
}
