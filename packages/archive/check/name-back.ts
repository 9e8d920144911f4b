/** A whole segment under a wrong name: its bytes tell which line of the journal is its own, and so what it was called, or what it is a copy of. */
import type { SegmentEntry } from '../journal/journal-entry.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { fromHex, toHex } from '../proof/digest.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import type { SegmentContent } from '../segment/segment-content.ts';
import { MAX_SEGMENT_BYTES } from '../segment/segment-limits.ts';
import { segmentDirectories, segmentPath } from '../segment/segment-path.ts';
import { makeDurableDirectories } from '../storage/durable-directory.ts';
import { FileBuffer, fileSizeBytes } from '../storage/read-whole-file.ts';
import type { Storage } from '../storage/storage.ts';
import type { JournalKnowledge } from './journal-knowledge.ts';

/** What a file under another name holds, and what lies under the name that it was recorded under: nothing, the same, or something else. */
export interface Recognised {
  readonly entry: SegmentEntry;
  readonly home: 'free' | 'same' | 'other';
}

/**
 * By the content of the file at `path`, relative to the volume. Null: it is not whole, or the journal doesn't know it.
 * @throws the system's error
 */
export function recognise(
  storage: Storage,
  root: string,
  path: string,
  knowledge: JournalKnowledge,
): Recognised | null {
  const content = wholeContentOf(storage, root, path);
  if (content === null) return null;
  const [hash, before] = content.hashes();
  const entry = knowledge.byHash(toHex(hash)) ?? knowledge.byHash(toHex(before));
  if (entry === null) return null;
  const home = ownPathOf(entry);
  if (home === path) return null;
  if (storage.status(`${root}/${home}`) === null) return { entry, home: 'free' };
  const isSame = wholeContentOf(storage, root, home)?.isHashedAs(fromHex(entry.hash)) === true;
  return { entry, home: isSame ? 'same' : 'other' };
}

function wholeContentOf(storage: Storage, root: string, path: string): SegmentContent | null {
  const sizeBytes = fileSizeBytes(storage, `${root}/${path}`) ?? 0;
  if (sizeBytes === 0 || sizeBytes > MAX_SEGMENT_BYTES * 2) return null;
  const bytes = new FileBuffer().read(storage, `${root}/${path}`, sizeBytes);
  const { content, fault } = scanSegment(bytes, null);
  return fault === null ? content : null;
}

/** Relative to the volume. */
export function ownPathOf(entry: SegmentEntry): string {
  return segmentPath({ ...entry, stream: streamOf(entry) });
}

/**
 * Renames the file to what `recognise` said, where that is free; the journal must have that by then, or a kill makes it a silence. Durable when it
 * returns.
 * @throws the system's error
 */
export function nameBack(storage: Storage, root: string, path: string, entry: SegmentEntry): void {
  const directories = segmentDirectories(streamOf(entry), entry.startUnixMs);
  makeDurableDirectories(storage, root, directories);
  storage.rename(`${root}/${path}`, `${root}/${ownPathOf(entry)}`);
  storage.syncDirectory(`${root}/${directories[2]}`);
  storage.syncDirectory(`${root}/${path.slice(0, path.lastIndexOf('/'))}`);
}

function streamOf({ cameraId, kind }: SegmentEntry): StreamKey {
  return { cameraId, kind };
}
