/** Reads the bytes of an export: its header, then ranges copied straight out of segment files. */
import type { FileHandle } from 'node:fs/promises';
import {
  findReferenced,
  openFound,
  READ_CHUNK_BYTES,
  readExactly,
  unfilled,
} from '../reading/segment-bytes.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import type { ExportPart } from './export-plan.ts';

/** Tables between two fragments are read over rather than around: a read costs more than 16 KiB of copying. */
const MAX_HOLE_BYTES = 16 << 10;
const HEADER_CHUNK_BYTES = 1 << 20;

/** One read of a file, and the pieces of it that belong to the movie. */
interface PlannedRead {
  readonly source: number;
  readonly offsetBytes: number;
  endBytes: number;
  /** Parallel: where each piece begins in the file, and its size. */
  readonly pieceOffsets: number[];
  readonly pieceSizes: number[];
}

/** Bytes `startByte` up to `endByte`; one read is under way while the one before is taken. */
export async function* readExportOf(
  volumes: readonly OpenVolume[],
  part: ExportPart,
  startByte: number,
  endByte: number,
): AsyncGenerator<Uint8Array> {
  for (let at = startByte; at < Math.min(endByte, part.header.length); at += HEADER_CHUNK_BYTES) {
    yield part.header.slice(at, Math.min(at + HEADER_CHUNK_BYTES, endByte));
  }
  const files = new SourceFiles(volumes, part);
  let ahead: Promise<Uint8Array> | null = null;
  let current: PlannedRead | null = null;
  try {
    for (const read of plannedReads(part, Math.max(startByte, part.header.length), endByte)) {
      const bytes: Uint8Array | null = ahead === null ? null : await ahead;
      ahead = files.read(read);
      // Observed when it is awaited; until then a failure must not count as unhandled.
      ahead.catch(() => undefined);
      if (bytes !== null && current !== null) yield* piecesOf(current, bytes);
      current = read;
    }
    if (ahead !== null && current !== null) yield* piecesOf(current, await ahead);
  } finally {
    await ahead?.catch(() => undefined);
    await files.close();
  }
}

function* piecesOf(read: PlannedRead, bytes: Uint8Array): Generator<Uint8Array> {
  for (const [at, offsetBytes] of read.pieceOffsets.entries()) {
    const start = offsetBytes - read.offsetBytes;
    yield bytes.subarray(start, start + (read.pieceSizes[at] ?? 0));
  }
}

/** Joins ranges that lie close behind each other in one file, up to a chunk; cuts ranges longer than that. */
function* plannedReads(part: ExportPart, startByte: number, endByte: number): Generator<PlannedRead> {
  const { sources, offsetsBytes, sizesBytes, movieOffsetsBytes } = part.ranges;
  let read: PlannedRead | null = null;
  for (let at = firstRange(movieOffsetsBytes, startByte); at < sources.length; at += 1) {
    const movieOffset = movieOffsetsBytes[at] ?? 0;
    if (movieOffset >= endByte) break;
    const source = sources[at] ?? 0;
    const skip = Math.max(0, startByte - movieOffset);
    let offset = (offsetsBytes[at] ?? 0) + skip;
    const end = (offsetsBytes[at] ?? 0) + Math.min(sizesBytes[at] ?? 0, endByte - movieOffset);
    while (offset < end) {
      const close =
        read !== null &&
        read.source === source &&
        offset >= read.endBytes &&
        offset - read.endBytes <= MAX_HOLE_BYTES;
      if (read === null || !close || offset - read.offsetBytes >= READ_CHUNK_BYTES) {
        if (read !== null) yield read;
        read = { source, offsetBytes: offset, endBytes: offset, pieceOffsets: [], pieceSizes: [] };
      }
      const size: number = Math.min(end - offset, read.offsetBytes + READ_CHUNK_BYTES - offset);
      read.pieceOffsets.push(offset);
      read.pieceSizes.push(size);
      read.endBytes = offset + size;
      offset += size;
    }
  }
  if (read !== null) yield read;
}

/** The last range that begins at or before a byte of the movie. */
function firstRange(movieOffsetsBytes: Float64Array, startByte: number): number {
  let low = 0;
  let high = movieOffsetsBytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((movieOffsetsBytes[middle] ?? 0) <= startByte) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Keeps the files in use open: a picture's and a sound's turn about. */
class SourceFiles {
  readonly #volumes: readonly OpenVolume[];
  readonly #part: ExportPart;
  readonly #open = new Map<number, FileHandle>();

  constructor(volumes: readonly OpenVolume[], part: ExportPart) {
    this.#volumes = volumes;
    this.#part = part;
  }

  async read(read: PlannedRead): Promise<Uint8Array> {
    const reference = this.#part.sources[read.source];
    if (reference === undefined) throw new TypeError(`ranges.sources: ${read.source}`);
    let file = this.#open.get(read.source);
    if (file === undefined) {
      file = await openFound(findReferenced(this.#volumes, reference));
      this.#open.set(read.source, file);
      if (this.#open.size > MAX_OPEN_FILES) await this.#closeOldest();
    }
    const buffer = unfilled(read.endBytes - read.offsetBytes);
    await readExactly(file, buffer, read.offsetBytes, reference);
    return buffer;
  }

  async #closeOldest(): Promise<void> {
    for (const [source, file] of this.#open) {
      this.#open.delete(source);
      await file.close();
      return;
    }
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await file.close();
    this.#open.clear();
  }
}

const MAX_OPEN_FILES = 4;
