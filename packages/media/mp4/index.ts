export { CANONICAL_SAMPLE_BYTES, encodeCanonicalSampleTable } from './canonical-sample-table.ts';
export type { ExportChunks } from './export-chunks.ts';
export { type ExportEdit, type ExportRun, ExportRunBuilder } from './export-run.ts';
export type { ExportTrack } from './export-track.ts';
export {
  type FragmentHeadOptions,
  type FragmentOptions,
  fragmentOverheadBytes,
  writeFragment,
  writeFragmentHead,
} from './fragment.ts';
export { FragmentScanner, readFragment, type ScanEnd, type ScannedFragment } from './fragment-scanner.ts';
export { createInitSegment, type InitSegmentOptions } from './init-segment.ts';
export { MAX_EXPORT_GAP_TICKS } from './media-timeline.ts';
export type { Movie, MovieEdit, MovieTrack } from './movie.ts';
export { Mp4Error, type Mp4ErrorCode } from './mp4-error.ts';
export {
  type ProgressiveMovieOptions,
  type ProgressiveMoviePlan,
  planProgressiveMovie,
} from './progressive-plan.ts';
export { type ReadAt, readAtBytes, readAtParts, sliceParts } from './read-at.ts';
export { type InitSegment, readInitSegment } from './read-init-segment.ts';
export { readMovie, readProgressiveMovie } from './read-movie.ts';
export { createSampleEntry } from './sample-entry.ts';
