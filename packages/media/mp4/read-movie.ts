/** Reads an MP4 file, progressive or made of our fragments, down to where each sample lies. */
import { type Box, childrenOf, findBox, fullCursorOf, readBoxes, requireBox } from './boxes.ts';
import type { ByteCursor } from './byte-cursor.ts';
import type { Movie, MovieEdit, MovieTrack } from './movie.ts';
import { Mp4Error } from './mp4-error.ts';
import type { ReadAt } from './read-at.ts';
import { readMovieHead, readTitle, readTrackHead } from './read-movie-header.ts';
import { readSampleEntry } from './read-sample-entry.ts';
import { readSegmentMovie } from './read-segment-movie.ts';
import { MAX_MOVIE_SAMPLES, readSampleTables } from './sample-tables.ts';
import { findTopBox } from './top-boxes.ts';

/** What `MAX_MOVIE_SAMPLES` need at most, 32 bytes each, and room. */
const MAX_MOOV_BYTES = 256 << 20;
/** Edits of one track. */
const MAX_EDITS = 100_000;

/**
 * Reads a progressive movie, `moov` before or behind `mdat`. Samples may lie outside the file: `offsetsBytes` is
 * what the file says.
 * @throws Mp4Error `unsupported` for a fragmented one
 */
export function readProgressiveMovie(readAt: ReadAt): Movie {
  const moov = readMoovBox(readAt);
  const boxes = childrenOf(moov);
  if (findBox(boxes, 'mvex') !== null) {
    throw new Mp4Error('unsupported', 'mvex', moov.offsetBytes, 'the movie is fragmented');
  }
  const head = readMovieHead(requireBox(boxes, 'mvhd', moov));
  const tracks: MovieTrack[] = [];
  let leftSamples = MAX_MOVIE_SAMPLES;
  for (const trak of boxes) {
    const track = trak.type === 'trak' ? readTrack(trak, leftSamples) : null;
    if (track === null) continue;
    leftSamples -= track.sampleCount;
    tracks.push(track);
  }
  return { ...head, title: readTitle(boxes), tracks };
}

/**
 * Reads a progressive movie or a segment file of ours; of one that is cut, what is complete.
 * @throws Mp4Error
 */
export function readMovie(readAt: ReadAt): Movie {
  const moov = readMoovBox(readAt);
  if (findBox(childrenOf(moov), 'mvex') === null) return readProgressiveMovie(readAt);
  return readSegmentMovie(readAt);
}

/** `moov` in memory, copied: the window that it came through slides on. */
function readMoovBox(readAt: ReadAt): Box {
  const found = findTopBox(readAt, 'moov');
  if (found === null) throw new Mp4Error('truncated', 'moov', 0, 'the file ends without one');
  if (found.sizeBytes > MAX_MOOV_BYTES) {
    throw new Mp4Error('limit', 'moov', found.offsetBytes, `size ${found.sizeBytes}`);
  }
  const bytes = readAt(found.offsetBytes, found.sizeBytes).slice();
  if (bytes.length < found.sizeBytes) {
    throw new Mp4Error('truncated', 'moov', found.offsetBytes, `${bytes.length} of ${found.sizeBytes} bytes`);
  }
  const [moov] = readBoxes(bytes, 0, bytes.length);
  if (moov === undefined) throw new Mp4Error('malformed', 'moov', found.offsetBytes, 'empty');
  return moov;
}

/** Null for a track that isn't played here: text, a foreign codec, several sample entries. */
function readTrack(trak: Box, mostSamples: number): MovieTrack | null {
  const head = readTrackHead(trak);
  if (head.entry === null || (head.handler !== 'vide' && head.handler !== 'soun')) return null;
  try {
    return {
      trackId: head.trackId,
      timescale: head.timescale,
      format: readSampleEntry(head.entry, head.timescale),
      sampleEntry: bytesOf(head.entry),
      edits: readEdits(trak),
      ...readSampleTables(head.stbl, mostSamples),
    };
  } catch (error) {
    if (error instanceof Mp4Error && error.code === 'unsupported') return null;
    throw error;
  }
}

function bytesOf(box: Box): Uint8Array {
  return box.bytes.slice(box.offsetBytes, box.offsetBytes + box.sizeBytes);
}

function readEdits(trak: Box): readonly MovieEdit[] {
  const edts = findBox(childrenOf(trak), 'edts');
  const elst = edts === null ? null : findBox(childrenOf(edts), 'elst');
  if (elst === null) return [];
  const { version, cursor } = fullCursorOf(elst);
  const count = cursor.u32();
  if (count > MAX_EDITS) cursor.refuse('limit', `${count} edits`);
  const edits: MovieEdit[] = [];
  for (let i = 0; i < count; i += 1) {
    const durationMovieTicks = version === 1 ? cursor.u64() : cursor.u32();
    const mediaStartTicks = version === 1 ? signed64(cursor) : cursor.i32();
    cursor.skip(4);
    edits.push({ durationMovieTicks, mediaStartTicks: mediaStartTicks < 0 ? null : mediaStartTicks });
  }
  return edits;
}

function signed64(cursor: ByteCursor): number {
  return cursor.i32() * 0x1_0000_0000 + cursor.u32();
}
