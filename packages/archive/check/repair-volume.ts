/**
 * `check --repair`: brings rows and files together where one of them is missing or too long, and journals each mending. What
 * was altered is never made to look right: it stays a finding. Nothing is destroyed: what is cut, or in the way, is put aside.
 */
import { join } from 'node:path';
import { commit } from '../commit/commit.ts';
import { DeletionSealer } from '../commit/deletion-sealer.ts';
import { placeAside, putAside, putTailAside } from '../commit/put-aside.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { SegmentRow, StreamRow } from '../index/index-rows.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { toHex } from '../proof/digest.ts';
import type { NodeSigner } from '../proof/head.ts';
import { recoverVolume } from '../recovery/recover-volume.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import { INDEX_FILE, type SegmentName, segmentPath } from '../segment/segment-path.ts';
import { FileBuffer, fileSizeBytes } from '../storage/read-whole-file.ts';
import type { Storage } from '../storage/storage.ts';
import { isSqliteDamage } from '../volume/disk-failure.ts';
import { VolumeLock } from '../volume/volume-lock.ts';
import { knownAs } from './check-files.ts';
import type { FindingKind, FindingList } from './finding.ts';
import { importSegment, isAtHome } from './import-segment.ts';
import { JournalKnowledge, segmentKey } from './journal-knowledge.ts';
import { nameBack, ownPathOf, recognise } from './name-back.ts';
import { walkDays } from './walk-files.ts';

/**
 * The volume that is mended: `root` is absolute, without a slash at the end. Mendings go to `findings`, with
 * `repaired`.
 */
export interface RepairOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  /** Signs the deletions that it journals; null: they stay unsigned. */
  readonly signer: NodeSigner | null;
  readonly nowUnixMs: number;
  readonly findings: FindingList;
  /** Called behind each commit of the index; for tests that record what was durable when. */
  readonly afterCommit?: () => void;
}

/** Idempotent: one that was killed is done again from the start. @throws ArchiveError `archive-locked`; the system's or SQLite's errors */
export function repairVolume(options: RepairOptions): void {
  const { storage, root, volumeId, nowUnixMs, findings, afterCommit } = options;
  const lock = VolumeLock.acquire(root);
  const time: VolumeTime = { unixMs: nowUnixMs, monotonicMs: 0 };
  try {
    const entries: JournalEntry[] = [];
    const journal = Journal.open(storage, root, null, (path, cutBytes) => {
      const what = `cut a torn line of ${cutBytes} bytes`;
      findings.add('journal-torn', what, { path, repaired: true });
      entries.push({ type: 'repair', atUnixMs: nowUnixMs, what, path });
    });
    let index: IndexWriter;
    try {
      index = IndexWriter.open({ path: join(root, INDEX_FILE), volumeId, nowUnixMs, afterCommit });
    } catch (error) {
      journal.close();
      // The check that follows names it and what helps.
      if (isSqliteDamage(error)) return;
      throw error;
    }
    try {
      const output = { appended: () => undefined, warning: () => undefined };
      const { signer } = options;
      const sealer = signer === null ? {} : { sealer: DeletionSealer.certified(volumeId, signer, nowUnixMs) };
      const context: VolumeContext = { storage, root, volumeId, index, journal, output, ...sealer };
      const recovered = recoverVolume(context, time);
      const finished = recovered.completedSegments + recovered.emptySegments;
      if (finished > 0)
        findings.add('open-row', `${finished} unfinished segments were completed`, { repaired: true });
      if (entries.length > 0) commit(context, entries, nowUnixMs);
      new VolumeRepair(context, time, findings).run();
    } finally {
      index.close();
      journal.close();
    }
  } finally {
    lock.release();
  }
}

class VolumeRepair {
  readonly #context: VolumeContext;
  readonly #time: VolumeTime;
  readonly #findings: FindingList;
  readonly #buffer = new FileBuffer();
  #knowledge: JournalKnowledge | null = null;

  constructor(context: VolumeContext, time: VolumeTime, findings: FindingList) {
    this.#context = context;
    this.#time = time;
    this.#findings = findings;
  }

  run(): void {
    const { storage, root, index } = this.#context;
    for (const day of walkDays(storage, root)) {
      for (const { path, name } of day.segments) {
        const known = knownAs(index, name);
        if (known === 'tombstone') this.#putAside(path, name);
        if (known === null) this.#import(path, name);
      }
      for (const path of day.directory === '' ? [] : day.others) this.#nameBack(path);
    }
    for (const stream of index.streams()) {
      for (
        let row = index.segmentAfter(stream.id, -1);
        row !== null;
        row = index.segmentAfter(stream.id, row.seq)
      ) {
        this.#repairRow(stream, row);
      }
    }
  }

  /** Never unlinked: the tombstone may be the forgery. */
  #putAside(path: string, name: SegmentName): void {
    if (this.#nameBack(path) === 'named-back') return;
    this.#moveAside('deleted-file', `${path} was deleted before`, path, name);
  }

  #moveAside(kind: FindingKind, what: string, path: string, name: SegmentName): void {
    const { storage, root } = this.#context;
    const target = placeAside(storage, root, path);
    this.#mend(kind, `${what}: put aside as ${target}`, name, path);
    putAside(storage, root, path, target);
  }

  /**
   * `named-back`: it was another segment's file, and that is whole again. `copy`: that one is whole in its place. Null: nobody knows
   * it, or its place is taken by something else; it is left where it is, as a copy is.
   */
  #nameBack(path: string): 'named-back' | 'copy' | null {
    const { storage, root, index } = this.#context;
    const known = recognise(storage, root, path, this.#journal());
    if (known === null || known.home !== 'free') return known?.home === 'same' ? 'copy' : null;
    const { entry } = known;
    const name = { stream: { cameraId: entry.cameraId, kind: entry.kind }, ...entry };
    const target = ownPathOf(entry);
    this.#mend('row-without-file', `${path} is ${target}, by what it holds: named back`, name, path);
    nameBack(storage, root, path, entry);
    if (knownAs(index, name) === null) this.#import(target, name);
    return 'named-back';
  }

  #journal(): JournalKnowledge {
    this.#knowledge ??= JournalKnowledge.read(this.#context.storage, this.#context.root);
    return this.#knowledge;
  }

  #import(path: string, name: SegmentName): void {
    const { storage, root, index } = this.#context;
    const knowledge = this.#journal();
    const sizeBytes = fileSizeBytes(storage, `${root}/${path}`);
    // The check names it.
    if (sizeBytes === null) return;
    const bytes = this.#buffer.read(storage, `${root}/${path}`, sizeBytes);
    const scan = scanSegment(bytes, name.startUnixMs);
    const entry = knowledge.segments.get(segmentKey(name.stream, name.seq)) ?? null;
    const found = isAtHome(scan, entry) ? null : this.#nameBack(path);
    if (found === 'named-back') return;
    // In the index it would be footage of a number that was never given.
    if (found === 'copy') {
      this.#moveAside('file-without-row', `${path} is a copy of another segment`, path, name);
      return;
    }
    if (scan.content === null) {
      this.#findings.add('file-damaged', `${path}: ${scan.fault ?? 'holds no whole fragment'}`, {
        stream: name.stream,
        seq: name.seq,
        path,
      });
      return;
    }
    const run = entry === null ? null : (knowledge.runs.get(entry.run) ?? null);
    this.#mend('file-without-row', `${path} is in the index now`, name, path, {
      andThen: () => {
        importSegment(index, { name, bytes, entry, run });
      },
    });
  }

  #repairRow(stream: StreamRow, row: SegmentRow): void {
    const { storage, root, index } = this.#context;
    const name = { ...row, stream: stream.stream };
    const path = segmentPath(name);
    const sizeBytes = fileSizeBytes(storage, `${root}/${path}`);
    if (sizeBytes === row.sizeBytes) return;
    const kept = index.segmentFragments(row.id);
    if (sizeBytes === null) {
      const { seq, startUnixMs, endUnixMs } = row;
      const hash = kept === null || row.state !== 'complete' ? null : toHex(kept.hash);
      const span = { seq, startUnixMs, endUnixMs, sizeBytes: row.sizeBytes, hash };
      const atUnixMs = this.#time.unixMs;
      this.#mend('row-without-file', `${path} is gone; its row became a tombstone`, name, path, {
        entries: [{ type: 'tombstone', ...stream.stream, ...span, reason: 'repair', atUnixMs }],
      });
      return;
    }
    const bytes = this.#buffer.read(storage, `${root}/${path}`, sizeBytes);
    const whole = scanSegment(bytes.subarray(0, row.sizeBytes), row.startUnixMs);
    const { content } = whole;
    if (content === null) return;
    const summary = content.summary();
    if (sizeBytes > row.sizeBytes && kept !== null && content.isHashedAs(kept.hash)) {
      const tail = putTailAside(storage, root, path, bytes, row.sizeBytes);
      const what = `${path} was cut to the ${row.sizeBytes} bytes recorded, the rest is ${tail}`;
      this.#mend('size-differs', what, name, path);
      storage.truncate(`${root}/${path}`, row.sizeBytes);
      return;
    }
    const cut =
      whole.wholeBytes < sizeBytes ? putTailAside(storage, root, path, bytes, whole.wholeBytes) : null;
    const rest = cut === null ? '' : `, the rest is ${cut}`;
    const what = `${path} is not as long as recorded${rest}; what is whole plays`;
    this.#mend('size-differs', what, name, path, {
      andThen: () => {
        // The recorded hash stays: what differs from it is named by every check.
        const hash = kept?.hash ?? summary.hash;
        index.completeSegment(row.id, 'unproven', content.endUnixMs, { ...summary, hash });
      },
    });
    // The row says by now how long it is: after a kill in between the file is too long, and is cut again.
    if (cut !== null) storage.truncate(`${root}/${path}`, whole.wholeBytes);
  }

  /** In the journal before anything of it is done: what a kill comes between is found, done and said again by the next repair. */
  #mend(
    kind: FindingKind,
    what: string,
    name: SegmentName,
    path: string,
    { entries = [], andThen }: { entries?: readonly JournalEntry[]; andThen?: () => void } = {},
  ): void {
    const { unixMs } = this.#time;
    const repair: JournalEntry = { type: 'repair', atUnixMs: unixMs, what, path };
    commit(this.#context, [...entries, repair], unixMs, andThen);
    this.#findings.add(kind, what, { stream: name.stream, seq: name.seq, path, repaired: true });
  }
}
