/** A whole segment under a wrong name: its bytes tell which line of the journal is its own, and so what it was called. */
import type { SegmentEntry } from '../journal/journal-entry.ts';
import { toHex } from '../proof/digest.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import { MAX_SEGMENT_BYTES } from '../segment/segment-limits.ts';
import { segmentDirectories, segmentPath } from '../segment/segment-path.ts';
import { makeDurableDirectories } from '../storage/durable-directory.ts';
import { FileBuffer, fileSizeBytes } from '../storage/read-whole-file.ts';
import type { Storage } from '../storage/storage.ts';
import type { JournalKnowledge } from './journal-knowledge.ts';

/**
 * Renames the file at `path` (relative to the volume) to what its content was recorded as; durable when it returns. Null, and
 * nothing is changed: the journal doesn't know the content, or a file is there already.
 * @throws the system's error
 */
export function nameBack(
  storage: Storage,
  root: string,
  path: string,
  knowledge: JournalKnowledge,
): SegmentEntry | null {
  const sizeBytes = fileSizeBytes(storage, `${root}/${path}`) ?? 0;
  if (sizeBytes === 0 || sizeBytes > MAX_SEGMENT_BYTES * 2) return null;
  const bytes = new FileBuffer().read(storage, `${root}/${path}`, sizeBytes);
  const { content, fault } = scanSegment(bytes, null);
  if (content === null || fault !== null) return null;
  const [hash, before] = content.hashes();
  const entry = knowledge.byHash(toHex(hash)) ?? knowledge.byHash(toHex(before));
  if (entry === null) return null;
  const stream = { cameraId: entry.cameraId, kind: entry.kind };
  const target = segmentPath({ ...entry, stream });
  if (storage.status(`${root}/${target}`) !== null) return null;
  const directories = segmentDirectories(stream, entry.startUnixMs);
  makeDurableDirectories(storage, root, directories);
  storage.rename(`${root}/${path}`, `${root}/${target}`);
  storage.syncDirectory(`${root}/${directories[2]}`);
  storage.syncDirectory(`${root}/${path.slice(0, path.lastIndexOf('/'))}`);
  return entry;
}
