/** Reads an init segment back into a stream format. */
import type { StreamFormat } from '../stream/index.ts';
import { boxTypeName } from './box-type.ts';
import { type Box, childrenOf, readBoxes, requireBox } from './boxes.ts';
import { Mp4Error } from './mp4-error.ts';
import { readMovieHead, readTitle, readTrackHead } from './read-movie-header.ts';
import { readSampleEntry } from './read-sample-entry.ts';

/** The head of a segment file: its length, and what it says of the one track behind it. */
export interface InitSegment {
  /** `ftyp` and `moov` together: where the first fragment begins. */
  readonly sizeBytes: number;
  /**
   * What the sample entry says. `reorderDepth` and `declaredFrameTicks` are null: parsing parameter sets
   * is the codec's business.
   */
  readonly format: StreamFormat;
  /** The whole `avc1`, `hvc1`, `mp4a`, `alaw` or `ulaw` box, copied: what is hashed and compared. */
  readonly sampleEntry: Uint8Array;
  readonly creationUnixMs: number;
  readonly cameraName: string;
}

/** `ftyp` of others lists a dozen brands; `moov` has one track's sets and a title. */
const MAX_FTYP_BYTES = 4096;
const MAX_MOOV_BYTES = 1 << 20;

/**
 * Reads the init segment at the start of `bytes`; what follows it is not looked at.
 * @throws Mp4Error `truncated` when `bytes` ends inside it; 64 KiB hold nearly every init segment there is
 */
export function readInitSegment(bytes: Uint8Array): InitSegment {
  const ftypBytes = topBoxSize(bytes, 0, 'ftyp', MAX_FTYP_BYTES);
  const sizeBytes = ftypBytes + topBoxSize(bytes, ftypBytes, 'moov', MAX_MOOV_BYTES);
  const moov = requireFirst(readBoxes(bytes, ftypBytes, sizeBytes));
  const movie = childrenOf(moov);
  const { creationUnixMs } = readMovieHead(requireBox(movie, 'mvhd', moov));
  const tracks = movie.filter((box) => box.type === 'trak');
  const [trak] = tracks;
  if (trak === undefined || tracks.length > 1) {
    throw new Mp4Error('unsupported', 'moov', moov.offsetBytes, `${tracks.length} tracks instead of one`);
  }
  requireBox(movie, 'mvex', moov);
  const { entry, timescale, stbl } = readTrackHead(trak);
  if (entry === null) throw new Mp4Error('unsupported', 'stsd', stbl.offsetBytes, 'not one sample entry');
  return {
    sizeBytes,
    format: readSampleEntry(entry, timescale),
    sampleEntry: bytes.slice(entry.offsetBytes, entry.offsetBytes + entry.sizeBytes),
    creationUnixMs,
    cameraName: readTitle(movie),
  };
}

function topBoxSize(bytes: Uint8Array, at: number, type: string, mostBytes: number): number {
  if (at + 8 > bytes.length) throw new Mp4Error('truncated', type, at, 'the bytes end before it');
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  const found = boxTypeName(view.getUint32(4));
  const sizeBytes = view.getUint32(0);
  if (found !== type) throw new Mp4Error('malformed', found, at, `'${type}' belongs here`);
  if (sizeBytes < 8) throw new Mp4Error('malformed', type, at, `size ${sizeBytes}`);
  if (sizeBytes > mostBytes) throw new Mp4Error('limit', type, at, `size ${sizeBytes}`);
  if (at + sizeBytes > bytes.length) throw new Mp4Error('truncated', type, at, `${sizeBytes} bytes long`);
  return sizeBytes;
}

function requireFirst(boxes: readonly Box[]): Box {
  const [box] = boxes;
  if (box === undefined) throw new Mp4Error('truncated', 'moov', 0, 'the bytes end before it');
  return box;
}
