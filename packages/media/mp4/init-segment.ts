/** Writes an init segment: `ftyp` and a `moov` without samples, at the head of every segment file. */

import { encodeUtf8 } from '../bytes/index.ts';
import type { StreamFormat } from '../stream/index.ts';
import { BoxWriter } from './box-writer.ts';
import { displayedSize } from './displayed-size.ts';
import { FRAGMENT_TRACK_ID } from './fragment-layout.ts';
import {
  MOVIE_BOXES_BYTES,
  writeMediaHeader,
  writeMediaInformation,
  writeMovieHeader,
  writeSampleDescription,
  writeTitle,
  writeTrackHeader,
} from './movie-boxes.ts';
import { isCount } from './sample-check.ts';
import { createSampleEntry } from './sample-entry.ts';

/** What an init segment says of its one track, and of the camera for people who find the file alone. */
export interface InitSegmentOptions {
  readonly format: StreamFormat;
  /** Kept to the second: that is what the boxes hold. */
  readonly creationUnixMs: number;
  /** Title of the file; any Unicode text, may be empty. */
  readonly cameraName: string;
}

/**
 * RFC 8216 section 3.3 wants `iso6` or later for HLS; `iso5` is default-base-is-moof, `mp41` is for `esds`.
 */
const BRANDS = ['iso6', 'iso5', 'mp41'] as const;
/** The four boxes without samples that a fragmented movie still must have, `mvex`, `ftyp`, and their parents. */
const FIXED_BYTES = MOVIE_BOXES_BYTES + 256;

/**
 * The init segment, in a buffer of its own. Equal input gives equal bytes.
 * @throws TypeError when the format has no parameter sets or a value doesn't fit its box
 */
export function createInitSegment(options: InitSegmentOptions): Uint8Array {
  const { format, creationUnixMs, cameraName } = options;
  if (!isCount(creationUnixMs, Number.MAX_SAFE_INTEGER))
    throw new TypeError(`creationUnixMs: ${creationUnixMs}`);
  if (!isCount(format.timescale, 0xffff_ffff) || format.timescale === 0) {
    throw new TypeError(`format.timescale: ${format.timescale}`);
  }
  const sampleEntry = createSampleEntry(format);
  const titleUtf8 = encodeUtf8(cameraName);
  const writer = new BoxWriter(FIXED_BYTES + sampleEntry.length + titleUtf8.length);

  writer.open('ftyp');
  writer.text(BRANDS[0]);
  writer.u32(0);
  for (const brand of BRANDS) writer.text(brand);
  writer.close();

  writer.open('moov');
  writeMovieHeader(writer, {
    creationUnixMs,
    timescale: format.timescale,
    durationTicks: 0,
    nextTrackId: FRAGMENT_TRACK_ID + 1,
  });
  writeTrack(writer, options, sampleEntry);
  writer.open('mvex');
  writer.openFull('trex', 0, 0);
  writer.u32(FRAGMENT_TRACK_ID);
  writer.u32(1); // sample description
  writer.zeros(12); // every fragment says duration, size and flags itself
  writer.close();
  writer.close();
  writeTitle(writer, titleUtf8);
  writer.close();
  return writer.finish();
}

function writeTrack(writer: BoxWriter, options: InitSegmentOptions, sampleEntry: Uint8Array): void {
  const { format, creationUnixMs } = options;
  writer.open('trak');
  writeTrackHeader(writer, {
    trackId: FRAGMENT_TRACK_ID,
    kind: format.kind,
    creationUnixMs,
    durationMovieTicks: 0,
    ...displayedSize(format.kind, sampleEntry),
  });
  writer.open('mdia');
  writeMediaHeader(writer, {
    kind: format.kind,
    creationUnixMs,
    timescale: format.timescale,
    durationTicks: 0,
  });
  writer.open('minf');
  writeMediaInformation(writer, format.kind);
  writer.open('stbl');
  writeSampleDescription(writer, sampleEntry);
  for (const type of ['stts', 'stsc', 'stco'] as const) {
    writer.openFull(type, 0, 0);
    writer.u32(0);
    writer.close();
  }
  writer.openFull('stsz', 0, 0);
  writer.zeros(8);
  writer.close();
  for (let open = 4; open > 0; open -= 1) writer.close();
}
