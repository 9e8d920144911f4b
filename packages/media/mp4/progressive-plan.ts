/**
 * Plans a progressive movie out of samples that stay where they are: a header, and the byte ranges that follow
 * it in order. Nothing is re-encoded; edits hide the pre-roll; the picture before a gap lasts through it (`media-timeline.ts`).
 */
import { type ExportChunks, interleaveChunks } from './export-chunks.ts';
import { type ExportTrack, type LaidTrack, layTrack } from './export-track.ts';
import { writeProgressiveHeader } from './progressive-header.ts';
import { isCount } from './sample-check.ts';

/** What the movie is to show. Samples are named by where they lie; none is read for the plan. */
export interface ProgressiveMovieOptions {
  /** One video track, or one and sound, or sound alone. The first track's timescale is the movie's. */
  readonly tracks: readonly ExportTrack[];
  /** Wall time of the movie's beginning; kept to the second. */
  readonly creationUnixMs: number;
  readonly cameraName: string;
}

/**
 * The file to be, without its samples: send `header`, then the bytes of `chunks` in order. The same options give the
 * same bytes.
 */
export interface ProgressiveMoviePlan {
  /** `ftyp`, `moov` and the header of `mdat`. */
  readonly header: Uint8Array;
  /** Of the whole file: the header and all chunks. */
  readonly totalBytes: number;
  readonly chunks: ExportChunks;
  /** Ticks of the first track that edits hide: from each run's first sync sample to the first instant shown. */
  readonly hiddenPreRollTicks: number;
  /** On the movie's time line, gaps included, in ticks of the first track. */
  readonly durationTicks: number;
}

/**
 * The plan. Equal input gives equal bytes, so a transfer can be resumed from a plan made anew.
 * @throws TypeError for no track, two of a kind, edits that overlap, or a movie that shows nothing
 */
export function planProgressiveMovie(options: ProgressiveMovieOptions): ProgressiveMoviePlan {
  const { tracks, creationUnixMs } = options;
  const [first] = tracks;
  if (first === undefined) throw new TypeError('tracks: none');
  if (new Set(tracks.map((track) => track.kind)).size !== tracks.length) {
    throw new TypeError('tracks: two of the same kind');
  }
  if (!isCount(creationUnixMs, Number.MAX_SAFE_INTEGER))
    throw new TypeError(`creationUnixMs: ${creationUnixMs}`);
  const laid = tracks.map((track, index) => layChecked(track, index, first.timescale));
  const chunks = interleaveChunks(laid);
  const { header, totalBytes } = writeProgressiveHeader(options, laid, chunks);
  for (let i = 0; i < chunks.count; i += 1)
    chunks.offsetsBytes[i] = (chunks.offsetsBytes[i] ?? 0) + header.length;
  return {
    header,
    totalBytes,
    chunks,
    hiddenPreRollTicks: first.runs.reduce(
      (sum, run) => sum + run.edit.mediaStartTicks - run.firstPtsTicks,
      0,
    ),
    durationTicks: Math.max(...laid.map((track) => track.durationMovieTicks)),
  };
}

function layChecked(track: ExportTrack, index: number, movieTimescale: number): LaidTrack {
  if (!isCount(track.timescale, 0xffff_ffff) || track.timescale === 0) {
    throw new TypeError(`tracks[${index}].timescale: ${track.timescale}`);
  }
  const laid = layTrack(track, movieTimescale);
  if (!laid.edits.some((edit) => edit.mediaStartTicks !== null))
    throw new TypeError(`tracks[${index}].runs: nothing to show`);
  return laid;
}
