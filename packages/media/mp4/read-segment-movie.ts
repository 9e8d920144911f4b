/** Reads a segment file of ours (init segment and fragments) as a movie of one track. */
import { FragmentScanner, type ScannedFragment } from './fragment-scanner.ts';
import type { Movie, MovieTrack } from './movie.ts';
import type { ReadAt } from './read-at.ts';
import { type InitSegment, readInitSegment } from './read-init-segment.ts';
import { findTopBox } from './top-boxes.ts';

/**
 * Whatever is complete; decode times count from the run's beginning, as in the file.
 * @throws Mp4Error when the init segment can't be read
 */
export function readSegmentMovie(readAt: ReadAt): Movie {
  const moov = findTopBox(readAt, 'moov');
  const headBytes = moov === null ? 0 : moov.offsetBytes + moov.sizeBytes;
  const init = readInitSegment(readAt(0, headBytes));
  const scanner = new FragmentScanner(readAt, init.sizeBytes);
  const fragments: ScannedFragment[] = [];
  let sampleCount = 0;
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    fragments.push(fragment);
    sampleCount += fragment.samples.length;
  }
  return {
    timescale: init.format.timescale,
    creationUnixMs: init.creationUnixMs,
    title: init.cameraName,
    tracks: [trackOf(init, fragments, sampleCount)],
  };
}

function trackOf(init: InitSegment, fragments: readonly ScannedFragment[], sampleCount: number): MovieTrack {
  const track = {
    trackId: 1,
    format: init.format,
    sampleEntry: init.sampleEntry,
    timescale: init.format.timescale,
    sampleCount,
    offsetsBytes: new Float64Array(sampleCount),
    sizesBytes: new Uint32Array(sampleCount),
    dtsTicks: new Float64Array(sampleCount),
    compositionOffsetsTicks: new Int32Array(sampleCount),
    durationsTicks: new Uint32Array(sampleCount),
    sync: new Uint8Array(sampleCount),
    edits: [],
  };
  let at = 0;
  for (const fragment of fragments) {
    let offsetBytes = fragment.mdatPayloadOffsetBytes;
    for (const sample of fragment.samples) {
      track.offsetsBytes[at] = offsetBytes;
      track.sizesBytes[at] = sample.sizeBytes;
      track.dtsTicks[at] = sample.dtsTicks;
      track.compositionOffsetsTicks[at] = sample.compositionOffsetTicks;
      track.durationsTicks[at] = sample.durationTicks;
      track.sync[at] = sample.sync ? 1 : 0;
      offsetBytes += sample.sizeBytes;
      at += 1;
    }
  }
  return track;
}
