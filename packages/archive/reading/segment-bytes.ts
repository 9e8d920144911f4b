/** Bytes out of segment files: opening by reference, exact reads, ranges in large chunks with one read ahead. */
import { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { openSegmentFile } from '../storage/regular-file.ts';
import { ArchiveReadError } from './archive-read-error.ts';
import { type FoundSegment, filePathOf, isMissing, loadSegment } from './loaded-segment.ts';
import type { SegmentFile } from './segment-file.ts';
import type { SegmentReference } from './segment-reference.ts';
import type { OpenVolume } from './volume-set.ts';

/** Large enough that system calls don't count, small enough for thirty readers at once. */
export const READ_CHUNK_BYTES = 2 << 20;

/** @throws ArchiveReadError `volume-missing`, `segment-gone` */
export function findReferenced(volumes: readonly OpenVolume[], reference: SegmentReference): FoundSegment {
  const { volumeId, stream, seq } = reference;
  if (!Number.isSafeInteger(seq) || seq < 0) throw new TypeError(`seq: ${seq}`);
  const volume = volumes.find((candidate) => candidate.id === volumeId);
  if (volume === undefined) {
    throw new ArchiveReadError('volume-missing', `volume ${volumeId} can't be read now`, { volumeId });
  }
  const streamRow = volume.index.stream(stream);
  const row = streamRow === null ? null : volume.index.segment(streamRow.id, seq);
  if (row === null) throw gone(reference);
  // Its path comes from the index, not from who asks.
  return { volume, stream: streamRow?.stream ?? stream, row };
}

function gone(reference: SegmentReference, cause?: unknown): ArchiveReadError {
  const { volumeId, stream, seq } = reference;
  const what = `segment ${seq} of ${stream.kind} of camera ${stream.cameraId} is not there any more`;
  return new ArchiveReadError(
    'segment-gone',
    what,
    { volumeId, cameraId: stream.cameraId, kind: stream.kind, seq },
    cause,
  );
}

/** @throws ArchiveReadError `segment-gone`, `unreadable` */
export async function openFound(found: FoundSegment): Promise<FileHandle> {
  try {
    return await openSegmentFile(filePathOf(found));
  } catch (error) {
    const { volume, stream, row } = found;
    if (isMissing(error)) throw gone({ volumeId: volume.id, stream, seq: row.seq }, error);
    throw new ArchiveReadError('unreadable', `segment ${row.seq} can't be opened`, { seq: row.seq }, error);
  }
}

/**
 * Fills `buffer` from `offsetBytes` of the file.
 * @throws ArchiveReadError `segment-changed` where the file ends before, `unreadable`
 */
export async function readExactly(
  file: FileHandle,
  buffer: Uint8Array,
  offsetBytes: number,
  reference: SegmentReference,
): Promise<void> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await readSome(file, buffer, done, offsetBytes + done, reference);
    if (bytesRead === 0) {
      throw new ArchiveReadError(
        'segment-changed',
        `segment ${reference.seq} ends before byte ${offsetBytes + buffer.length}`,
        {
          volumeId: reference.volumeId,
          seq: reference.seq,
        },
      );
    }
    done += bytesRead;
  }
}

async function readSome(
  file: FileHandle,
  buffer: Uint8Array,
  at: number,
  offsetBytes: number,
  { seq, volumeId }: SegmentReference,
): Promise<{ bytesRead: number }> {
  try {
    return await file.read(buffer, at, buffer.length - at, offsetBytes);
  } catch (error) {
    throw new ArchiveReadError('unreadable', `segment ${seq} can't be read`, { volumeId, seq }, error);
  }
}

/** Memory that is not zeroed first; never from the shared pool, so that it may be handed on. */
export function unfilled(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const buffer = Buffer.allocUnsafeSlow(sizeBytes);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** See `SegmentFile`. */
export async function openSegment(found: FoundSegment): Promise<SegmentFile> {
  const reference = { volumeId: found.volume.id, stream: found.stream, seq: found.row.seq };
  const loaded = found.row.state === 'open' ? await loadSegment(found) : null;
  const sizeBytes =
    found.row.state === 'open'
      ? (loaded?.sizeBytes ?? found.volume.run(found.row.runId).init.length)
      : found.row.sizeBytes;
  const file = await openFound(found);
  return {
    sizeBytes,
    complete: found.row.state !== 'open',
    startUnixMs: found.row.startUnixMs,
    endUnixMs: found.row.state === 'open' ? null : found.row.endUnixMs,
    read(startByte, endByte) {
      if (!(startByte >= 0 && startByte <= endByte && endByte <= sizeBytes)) {
        throw new TypeError(`range: ${startByte}..${endByte} of ${sizeBytes}`);
      }
      return readRange(file, startByte, endByte, reference);
    },
    close: () => file.close(),
  };
}

async function* readRange(
  file: FileHandle,
  startByte: number,
  endByte: number,
  reference: SegmentReference,
): AsyncGenerator<Uint8Array> {
  for (let at = startByte; at < endByte; at += READ_CHUNK_BYTES) {
    const buffer = unfilled(Math.min(READ_CHUNK_BYTES, endByte - at));
    await readExactly(file, buffer, at, reference);
    yield buffer;
  }
}
