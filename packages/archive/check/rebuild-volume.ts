/**
 * `check --rebuild`: a new index from the segment files and the journal, when the old one is lost or not to be trusted. The
 * old one stays beside it. Reads every byte of the volume: hashes are computed, not believed.
 */
import { join } from 'node:path';
import { applyEntry } from '../index/apply-entry.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { fromHex } from '../proof/digest.ts';
import { INDEX_FILE, segmentPath } from '../segment/segment-path.ts';
import { FileBuffer } from '../storage/read-whole-file.ts';
import type { Storage } from '../storage/storage.ts';
import { VolumeLock } from '../volume/volume-lock.ts';
import type { FindingList } from './finding.ts';
import { importSegment } from './import-segment.ts';
import { JournalKnowledge, segmentKey } from './journal-knowledge.ts';
import { walkDays } from './walk-files.ts';

export interface RebuildOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  readonly nowUnixMs: number;
  readonly findings: FindingList;
  readonly onSegment: (sizeBytes: number) => void;
}

/** @throws ArchiveError `archive-locked`; the system's or SQLite's errors, the old index is in place then */
export function rebuildVolume(options: RebuildOptions): void {
  const { storage, root, volumeId, nowUnixMs } = options;
  const lock = VolumeLock.acquire(root);
  try {
    const path = join(root, `${INDEX_FILE}.rebuild`);
    removeIndex(storage, path);
    const journal = Journal.open(storage, root, () => undefined);
    const index = IndexWriter.open({ path, volumeId, nowUnixMs });
    try {
      fill(options, journal, index);
    } finally {
      index.close();
      journal.close();
    }
    const old = join(root, INDEX_FILE);
    if (storage.status(old) !== null) {
      removeIndex(storage, `${old}.before-rebuild`);
      for (const suffix of ['-wal', '-shm', '']) {
        if (storage.status(old + suffix) !== null)
          storage.rename(old + suffix, `${old}.before-rebuild${suffix}`);
      }
    }
    storage.rename(path, old);
    storage.syncDirectory(root);
  } finally {
    lock.release();
  }
}

function fill(options: RebuildOptions, journal: Journal, index: IndexWriter): void {
  const { storage, root, nowUnixMs, findings } = options;
  const knowledge = JournalKnowledge.read(storage, root);
  const entries: JournalEntry[] = [];
  const buffer = new FileBuffer();
  const found = new Set<string>();
  for (const day of walkDays(storage, root)) {
    // One commit a day and stream: a crash loses nothing, the old index is still in place.
    index.transaction(null, () => {
      for (const { path, name } of day.segments) {
        const key = segmentKey(name.stream, name.seq);
        // What the journal calls deleted stays out; the check names it.
        if (knowledge.isDeleted(key)) continue;
        const sizeBytes = storage.status(`${root}/${path}`)?.sizeBytes ?? 0;
        const bytes = buffer.read(storage, `${root}/${path}`, sizeBytes);
        const entry = knowledge.segments.get(key) ?? null;
        const run = entry === null ? null : (knowledge.runs.get(entry.run) ?? null);
        const result = importSegment(index, { name, bytes, entry, run });
        const place = { stream: name.stream, seq: name.seq, path };
        if (result === 'empty') {
          findings.add('file-damaged', `${path} holds no whole fragment`, place);
          continue;
        }
        found.add(key);
        options.onSegment(sizeBytes);
      }
    });
  }
  for (const [key, entry] of knowledge.segments) {
    if (found.has(key)) continue;
    const stream = { cameraId: entry.cameraId, kind: entry.kind };
    const path = segmentPath({ ...entry, stream });
    findings.add('row-without-file', `${path} is in the journal and not on disk`, {
      stream,
      seq: entry.seq,
      path,
      repaired: true,
    });
    const { seq, startUnixMs, endUnixMs, sizeBytes, hash } = entry;
    const span = { seq, startUnixMs, endUnixMs, sizeBytes, hash };
    entries.push({ type: 'tombstone', ...stream, ...span, reason: 'repair', atUnixMs: nowUnixMs });
  }
  entries.push({
    type: 'repair',
    atUnixMs: nowUnixMs,
    what: 'the index was made anew from files and journal',
    path: INDEX_FILE,
  });
  journal.append(entries, nowUnixMs);
  index.transaction(journal.position, () => {
    for (const entry of [...knowledge.others, ...entries])
      if (entry.type !== 'segment') applyEntry(index, entry);
    for (const entry of knowledge.newest.values()) {
      const stream = index.ensureStream(entry);
      // Then the checkpoint has said where the chain goes on.
      if (index.checkpointOf(stream.id, entry.seq) !== null) continue;
      index.setChain(stream.id, fromHex(entry.chain));
      index.reserveSeq(stream.id, entry.seq + 1);
    }
  });
}

function removeIndex(storage: Storage, path: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    if (storage.status(path + suffix) !== null) storage.unlink(path + suffix);
  }
}
