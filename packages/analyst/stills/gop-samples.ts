/** The samples of a located GOP as far as a still needs them: its first fragment, or everything up to an instant. */
import type { ArchiveReader, SegmentReference } from '@matlang/archive/reading';
import { FragmentScanner, readAtBytes, readInitSegment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { type FragmentPicture, picturesOf } from '../picture/fragment-pictures.ts';
import { PictureError } from '../picture/picture-engine.ts';
import { msOfTicks } from '../picture/video-clock.ts';
import { StillRefusal } from './still-refusal.ts';

/** Where bytes lie; the archive's own type is wider. */
export interface Piece {
  readonly segment: SegmentReference;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** A picture with the wall time that belongs to its presentation time. */
export interface GopSample extends FragmentPicture {
  readonly takenUnixMs: number;
}

/** What was read. */
export interface GopSamples {
  readonly format: VideoFormat;
  readonly samples: readonly GopSample[];
  /** Its files never change again. */
  readonly final: boolean;
}

/** `prft`, `moof` and the head of `mdat` of a fragment of a second are below it, and most key frames of sub streams too. */
const FIRST_READ_BYTES = 128 * 1024;
/** A fragment has a second of pictures at most: 8 MiB each is refused before it is recorded. */
const MAX_FRAGMENT_BYTES = 64 * 1024 * 1024;
/** Of all that is read for one picture. */
export const MAX_READ_BYTES = 64 * 1024 * 1024;
const BOX_HEADER_BYTES = 8;

/** The first fragment of a GOP alone, however long the GOP is. */
export async function readFirstFragment(
  archive: ArchiveReader,
  initBytes: number,
  piece: Piece,
): Promise<GopSamples> {
  const file = await archive.openSegmentFile(piece.segment);
  try {
    const init = await bytesOf(file.read(0, initBytes));
    const readable = Math.min(piece.offsetBytes + piece.sizeBytes, file.sizeBytes) - piece.offsetBytes;
    let bytes = await bytesOf(read(FIRST_READ_BYTES));
    const wanted = Math.min(fragmentBytes(bytes), readable);
    if (wanted > MAX_FRAGMENT_BYTES) throw new StillRefusal('too-far', `a fragment of ${wanted} bytes`);
    if (wanted > bytes.length) bytes = await bytesOf(read(wanted));
    return { format: formatOf(init), samples: samplesOf(bytes.subarray(0, wanted)), final: file.complete };

    function read(sizeBytes: number): AsyncIterable<Uint8Array> {
      return file.read(piece.offsetBytes, piece.offsetBytes + Math.min(sizeBytes, readable));
    }
  } finally {
    await file.close();
  }
}

/** All samples of the pieces, in order; the first piece's file begins with the init segment. */
export async function readPieces(
  archive: ArchiveReader,
  initBytes: number,
  pieces: readonly Piece[],
): Promise<GopSamples> {
  const sizeBytes = pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0);
  if (sizeBytes > MAX_READ_BYTES) throw new StillRefusal('too-far', `${sizeBytes} bytes lead to the picture`);
  let format: VideoFormat | null = null;
  let final = true;
  const samples: GopSample[] = [];
  for (const piece of pieces) {
    const file = await archive.openSegmentFile(piece.segment);
    try {
      format ??= formatOf(await bytesOf(file.read(0, initBytes)));
      final &&= file.complete;
      const endBytes = Math.min(piece.offsetBytes + piece.sizeBytes, file.sizeBytes);
      samples.push(...samplesOf(await bytesOf(file.read(piece.offsetBytes, endBytes))));
    } finally {
      await file.close();
    }
  }
  if (format === null) throw new TypeError('pieces: none');
  return { format, samples, final };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}

function formatOf(init: Uint8Array): VideoFormat {
  const { format } = readInitSegment(init);
  if (format.kind !== 'video') throw new PictureError('a stream without pictures');
  return format;
}

/** Length of the fragment that begins here, by its boxes: up to the end of its `mdat`. */
function fragmentBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + BOX_HEADER_BYTES <= bytes.length; ) {
    const sizeBytes = view.getUint32(at);
    const isMdat = view.getUint32(at + 4) === 0x6d64_6174;
    if (sizeBytes < BOX_HEADER_BYTES) break;
    at += sizeBytes;
    if (isMdat) return at;
  }
  throw new PictureError('a fragment without samples');
}

function samplesOf(bytes: Uint8Array): GopSample[] {
  const scanner = new FragmentScanner(readAtBytes(bytes), 0);
  const samples: GopSample[] = [];
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    const { startTicks, wallStartUnixMs } = fragment;
    for (const picture of picturesOf(bytes, fragment)) {
      // Rounded up: asked for by this instant, it is found again.
      const sinceMs = Math.ceil(msOfTicks(picture.ptsTicks - startTicks));
      samples.push({ ...picture, takenUnixMs: (wallStartUnixMs ?? 0) + sinceMs });
    }
  }
  return samples;
}
