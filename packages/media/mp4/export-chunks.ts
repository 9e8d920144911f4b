/** Interleaves the chunks of all tracks and gives each its place in the file. */
import type { LaidTrack } from './export-track.ts';

/** Byte ranges that follow the header, in file order: parallel arrays, one entry a chunk. */
export interface ExportChunks {
  readonly count: number;
  readonly trackIndexes: Uint8Array;
  /** Source and place in it, by the numbers handed to `ExportRunBuilder.append`. */
  readonly sources: Uint32Array;
  readonly sourceOffsetsBytes: Float64Array;
  readonly sizesBytes: Float64Array;
  /** Where the chunk lies in the movie: ascending, for resuming at a byte. */
  readonly offsetsBytes: Float64Array;
}

/**
 * Orders chunks by the movie time of their first sample; at the same time the earlier track goes first.
 * `offsetsBytes` counts from the first byte of media until the caller adds the header's size.
 */
export function interleaveChunks(tracks: readonly LaidTrack[]): ExportChunks {
  const count = tracks.reduce((sum, laid) => sum + laid.chunkSizesBytes.length, 0);
  const chunks = {
    count,
    trackIndexes: new Uint8Array(count),
    sources: new Uint32Array(count),
    sourceOffsetsBytes: new Float64Array(count),
    sizesBytes: new Float64Array(count),
    offsetsBytes: new Float64Array(count),
  };
  const cursors = tracks.map((laid) => new ChunkCursor(laid));
  let offsetBytes = 0;
  for (let at = 0; at < count; at += 1) {
    let trackIndex = 0;
    for (let other = 1; other < cursors.length; other += 1) {
      if (secondsOf(cursors[other]) < secondsOf(cursors[trackIndex])) trackIndex = other;
    }
    const cursor = cursors[trackIndex];
    if (cursor === undefined) break;
    chunks.trackIndexes[at] = trackIndex;
    chunks.sources[at] = cursor.source;
    chunks.sourceOffsetsBytes[at] = cursor.sourceOffsetBytes;
    chunks.sizesBytes[at] = cursor.sizeBytes;
    chunks.offsetsBytes[at] = offsetBytes;
    offsetBytes += cursor.sizeBytes;
    cursor.step();
  }
  return chunks;
}

function secondsOf(cursor: ChunkCursor | undefined): number {
  return cursor === undefined ? Number.POSITIVE_INFINITY : cursor.seconds;
}

/** Steps through the chunks of one track, run by run. */
class ChunkCursor {
  readonly #laid: LaidTrack;
  #chunk = 0;
  #run = 0;
  #chunkOfRun = 0;

  constructor(laid: LaidTrack) {
    this.#laid = laid;
  }

  get seconds(): number {
    return this.#laid.chunkSeconds[this.#chunk] ?? Number.POSITIVE_INFINITY;
  }

  get sizeBytes(): number {
    return this.#laid.chunkSizesBytes[this.#chunk] ?? 0;
  }

  get source(): number {
    return this.#laid.runs[this.#run]?.chunkSources[this.#chunkOfRun] ?? 0;
  }

  get sourceOffsetBytes(): number {
    return this.#laid.runs[this.#run]?.chunkSourceOffsetsBytes[this.#chunkOfRun] ?? 0;
  }

  step(): void {
    this.#chunk += 1;
    this.#chunkOfRun += 1;
    if (this.#chunkOfRun === this.#laid.runs[this.#run]?.chunkSources.length) {
      this.#run += 1;
      this.#chunkOfRun = 0;
    }
  }
}
