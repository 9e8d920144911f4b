/**
 * `check --rebuild`: a new index from the segment files and the journal, when the old one is lost or not to be trusted. The
 * old one stays beside it. Reads every byte of the volume: hashes are computed, not believed.
 */
import { join } from 'node:path';
import { DeletionSealer } from '../commit/deletion-sealer.ts';
import { applyEntry } from '../index/apply-entry.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalEntry, TombstoneEntry } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { fromHex } from '../proof/digest.ts';
import type { NodeSigner } from '../proof/head.ts';
import { recoverVolume } from '../recovery/recover-volume.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import { INDEX_FILE, type SegmentName, segmentPath } from '../segment/segment-path.ts';
import { FileBuffer, fileSizeBytes } from '../storage/read-whole-file.ts';
import type { Storage } from '../storage/storage.ts';
import { isIndexDamage } from '../volume/disk-failure.ts';
import { VolumeLock } from '../volume/volume-lock.ts';
import type { FindingList } from './finding.ts';
import { importSegment, isAtHome } from './import-segment.ts';
import { JournalKnowledge, segmentKey } from './journal-knowledge.ts';
import { nameBack, ownPathOf, recognise } from './name-back.ts';
import { whatOldIndexKnew } from './old-index.ts';
import { type WalkedDay, walkDays } from './walk-files.ts';

/** Lines in one write and sync. */
const ENTRIES_AT_ONCE = 1024;

/**
 * The volume that gets a new index: `root` is absolute, without a slash at the end; `onSegment` hears of each file that
 * was read.
 */
export interface RebuildOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  /** Signs the deletions that it journals; null: they stay unsigned. */
  readonly signer: NodeSigner | null;
  readonly nowUnixMs: number;
  readonly findings: FindingList;
  readonly onSegment: (sizeBytes: number) => void;
}

/** @throws ArchiveError `archive-locked`; the system's or SQLite's errors, the old index is in place then */
export function rebuildVolume(options: RebuildOptions): void {
  const { storage, root, volumeId, nowUnixMs } = options;
  const lock = VolumeLock.acquire(root);
  try {
    recoverFirst(options);
    const path = join(root, `${INDEX_FILE}.rebuild`);
    removeIndex(storage, path);
    const journal = Journal.open(storage, root, null, () => undefined);
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

/**
 * What a recorder that was killed has left open gets its line now: an index made anew only knows a file of which nothing tells. Not
 * where the old index can't be read: that is why it is made anew.
 */
function recoverFirst({ storage, root, volumeId, nowUnixMs }: RebuildOptions): void {
  const path = join(root, INDEX_FILE);
  if (storage.status(path)?.kind !== 'file') return;
  const journal = Journal.open(storage, root, null, () => undefined);
  try {
    const index = IndexWriter.open({ path, volumeId, nowUnixMs });
    try {
      const output = { appended: () => undefined, warning: () => undefined };
      const context = { storage, root, volumeId, index, journal, output };
      if (index.openSegments().length > 0) recoverVolume(context, { unixMs: nowUnixMs, monotonicMs: 0 });
    } finally {
      index.close();
    }
  } catch (error) {
    if (!(error instanceof ArchiveError) && !isIndexDamage(error)) throw error;
  } finally {
    journal.close();
  }
}

function fill(options: RebuildOptions, journal: Journal, index: IndexWriter): void {
  const { storage, root, nowUnixMs } = options;
  const knowledge = JournalKnowledge.read(storage, root);
  // Files that the journal doesn't know get runs of their own, behind all that it knows.
  index.transaction(null, () => {
    for (const run of knowledge.runs.keys()) index.reserveRunId(run + 1);
  });
  const files = new RebuiltFiles(options, knowledge, index, journal);
  for (const day of walkDays(storage, root)) {
    // One commit a day and stream: a crash loses nothing, the old index is still in place.
    index.transaction(null, () => files.take(day));
  }
  const entries: JournalEntry[] = missing(options, knowledge, files.found);
  entries.push({
    type: 'repair',
    atUnixMs: nowUnixMs,
    what: 'the index was made anew from files and journal',
    path: INDEX_FILE,
  });
  index.transaction(null, () => {
    for (const entry of knowledge.others) applyEntry(index, entry);
    for (const entry of knowledge.newest.values()) {
      const stream = index.ensureStream(entry);
      // Then the checkpoint has said where the chain goes on.
      if (index.checkpointOf(stream.id, entry.seq) !== null) continue;
      index.setChain(stream.id, fromHex(entry.chain));
      index.reserveSeq(stream.id, entry.seq + 1);
    }
    entries.push(...whatOldIndexKnew(root, index, nowUnixMs));
  });
  const { volumeId, signer } = options;
  const sealer = signer === null ? null : DeletionSealer.certified(volumeId, signer, nowUnixMs);
  const append = (some: readonly JournalEntry[]): void => {
    const seals = sealer?.seal(some, journal.dayOf(nowUnixMs)) ?? [];
    journal.append([...seals, ...some], nowUnixMs);
  };
  for (let at = 0; at < entries.length; at += ENTRIES_AT_ONCE)
    append(entries.slice(at, at + ENTRIES_AT_ONCE));
  index.transaction(journal.position, () => {
    for (const entry of entries) if (entry.type !== 'segment') applyEntry(index, entry);
  });
}

/** Tombstones of what the journal knows and nobody finds. */
function missing(
  { findings, nowUnixMs }: RebuildOptions,
  knowledge: JournalKnowledge,
  found: ReadonlySet<string>,
): TombstoneEntry[] {
  const entries: TombstoneEntry[] = [];
  for (const [key, entry] of knowledge.segments) {
    if (found.has(key)) continue;
    const stream = { cameraId: entry.cameraId, kind: entry.kind };
    const path = segmentPath({ ...entry, stream });
    const { seq, startUnixMs, endUnixMs, sizeBytes, hash } = entry;
    const place = { stream, seq, path, repaired: true };
    findings.add('row-without-file', `${path} is in the journal and not on disk`, place);
    const span = { seq, startUnixMs, endUnixMs, sizeBytes, hash };
    entries.push({ type: 'tombstone', ...stream, ...span, reason: 'repair', atUnixMs: nowUnixMs });
  }
  return entries;
}

/** Brings the files of one day after another into the index; under wrong names they are named back. */
class RebuiltFiles {
  /** By `segmentKey`. */
  readonly found = new Set<string>();
  readonly #options: RebuildOptions;
  readonly #knowledge: JournalKnowledge;
  readonly #index: IndexWriter;
  readonly #journal: Journal;
  readonly #buffer = new FileBuffer();

  constructor(options: RebuildOptions, knowledge: JournalKnowledge, index: IndexWriter, journal: Journal) {
    this.#journal = journal;
    this.#options = options;
    this.#knowledge = knowledge;
    this.#index = index;
  }

  take(day: WalkedDay): void {
    for (const { path, name } of day.segments) this.#takeSegment(path, name);
    for (const path of day.directory === '' ? [] : day.others) this.#nameBack(path);
  }

  #takeSegment(path: string, name: SegmentName): void {
    const { storage, root, findings, onSegment } = this.#options;
    const key = segmentKey(name.stream, name.seq);
    if (this.found.has(key)) return;
    // What the journal calls deleted stays out; the check names it.
    if (this.#knowledge.isDeleted(key)) {
      this.#nameBack(path);
      return;
    }
    const sizeBytes = fileSizeBytes(storage, `${root}/${path}`);
    // The check names it.
    if (sizeBytes === null) return;
    const bytes = this.#buffer.read(storage, `${root}/${path}`, sizeBytes);
    const entry = this.#knowledge.segments.get(key) ?? null;
    const run = entry === null ? null : (this.#knowledge.runs.get(entry.run) ?? null);
    const scan = scanSegment(bytes, name.startUnixMs);
    // A copy of another segment stays out; a repair puts it aside.
    if (!isAtHome(scan, entry) && this.#nameBack(path) !== null) return;
    if (importSegment(this.#index, { name, bytes, entry, run, scan }) === 'empty') {
      const place = { stream: name.stream, seq: name.seq, path };
      findings.add('file-damaged', `${path}: ${scan.fault ?? 'holds no whole fragment'}`, place);
      return;
    }
    this.found.add(key);
    onSegment(sizeBytes);
  }

  /** `named-back`: it is another segment's file, under its own name and in the index now. `copy`: that one is whole in its place. */
  #nameBack(path: string): 'named-back' | 'copy' | null {
    const { storage, root, nowUnixMs, findings } = this.#options;
    const known = recognise(storage, root, path, this.#knowledge);
    if (known === null || known.home !== 'free') return known?.home === 'same' ? 'copy' : null;
    const { entry } = known;
    const name = {
      stream: { cameraId: entry.cameraId, kind: entry.kind },
      startUnixMs: entry.startUnixMs,
      seq: entry.seq,
    };
    const target = ownPathOf(entry);
    const what = `${path} is ${target}, by what it holds: named back`;
    // Said before it is done: a kill between leaves a file that is named back by the next one.
    this.#journal.append([{ type: 'repair', atUnixMs: nowUnixMs, what, path }], nowUnixMs);
    nameBack(storage, root, path, entry);
    findings.add('row-without-file', what, { stream: name.stream, seq: name.seq, path, repaired: true });
    this.#takeSegment(target, name);
    return 'named-back';
  }
}

function removeIndex(storage: Storage, path: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    if (storage.status(path + suffix) !== null) storage.unlink(path + suffix);
  }
}
