/**
 * Old journal files without the lines that nobody needs any more. Works in slices, so that the volume's thread is never
 * busy with it for long; holds no file open between them. What it has done is durable at each step:
 *
 * 1. the lines that stay go to `<day>.compacting`, which no reader looks at, and are synced;
 * 2. that file is renamed over `<day>`; the directory is synced. Where no line stays, `<day>` is unlinked instead.
 *
 * A crash before the rename leaves the old file, one behind it the new one; the next pass removes what was left over.
 * The newest two files are never touched: the journal appends to one, recovery reads tombstones from both.
 */

import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { DeletionKeyEntry, JournalEntry, SealEntry, StartedEntry } from '../journal/journal-entry.ts';
import { encodeJournalLine } from '../journal/journal-line.ts';
import { journalDayLines, journalDays } from '../journal/read-journal.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import { EVENTS_KEPT_MS, isNeeded } from './needed-entry.ts';

/** Read in one slice: 600 lines, 15 to 50 ms (measured: 60 to 190 ms a MiB, each line asks the index). */
export const SLICE_BYTES = 1 << 18;
const NEWEST_DAYS_KEPT = 2;
/** A file is written anew when it would shrink by a quarter: so it is at most a third larger than what it must say. */
const LEAST_GAIN = 0.25;
const SUFFIX = '.compacting';

interface FileInWork {
  readonly day: string;
  readonly mode: 'count' | 'write';
  offsetBytes: number;
  keptBytes: number;
  /** The start of the recorder that runs now: said again in today's file before its line goes. */
  started: StartedEntry | null;
  /** Signatures that were read and not needed so far: they stay where a line stays that they sign. */
  seals: PendingSeals;
}

/** Certificates by their key, and the newest seal. */
interface PendingSeals {
  readonly keys: Map<string, DeletionKeyEntry>;
  seal: SealEntry | null;
}

const noSeals = (): PendingSeals => ({ keys: new Map(), seal: null });

/** One pass over all old files; made anew for each. */
export class JournalCompaction {
  readonly #context: VolumeContext;
  readonly #days: string[];
  readonly #eventsBeforeUnixMs: number;
  #work: FileInWork | null = null;

  constructor(context: VolumeContext, time: VolumeTime) {
    const { storage, root, index } = context;
    this.#context = context;
    this.#days = journalDays(storage, root).slice(0, -NEWEST_DAYS_KEPT);
    const oldest = index
      .streams()
      .map((stream) => index.firstSegmentStartingAt(stream.id, Number.MIN_SAFE_INTEGER)?.startUnixMs);
    this.#eventsBeforeUnixMs = Math.min(
      time.unixMs - EVENTS_KEPT_MS,
      ...oldest.filter((start) => start !== undefined),
    );
    const left = storage.list(`${root}/${JOURNAL_DIRECTORY}`).filter((name) => name.endsWith(SUFFIX));
    for (const name of left) storage.unlink(`${root}/${JOURNAL_DIRECTORY}/${name}`);
    if (index.events(0, this.#eventsBeforeUnixMs).length > 0) {
      index.transaction(null, () => {
        index.forgetEventsBefore(this.#eventsBeforeUnixMs);
      });
    }
  }

  /**
   * One slice. False: the pass is done.
   * @throws the system's error; then the volume must be opened anew
   */
  advance(time: VolumeTime): boolean {
    for (let budgetBytes = SLICE_BYTES; budgetBytes > 0; ) {
      if (this.#work === null) {
        const day = this.#days.shift();
        if (day === undefined) return false;
        this.#work = { day, mode: 'count', offsetBytes: 0, keptBytes: 0, started: null, seals: noSeals() };
      }
      const work = this.#work;
      const fromBytes = work.offsetBytes;
      const ended = this.#readSome(work, budgetBytes);
      budgetBytes -= work.offsetBytes - fromBytes;
      if (ended === 'damaged') this.#work = null;
      else if (ended === 'end')
        this.#work = work.mode === 'count' ? this.#counted(work) : this.#finish(work, time);
    }
    return true;
  }

  /** `damaged`: the file stays as it is, byte for byte. */
  #readSome(work: FileInWork, budgetBytes: number): 'more' | 'end' | 'damaged' {
    const { storage, root, index } = this.#context;
    const kept: Uint8Array[] = [];
    const fromBytes = work.offsetBytes;
    let result: 'more' | 'end' = 'end';
    for (const { entry, end } of journalDayLines(storage, root, work.day, fromBytes)) {
      if (entry === null) return 'damaged';
      work.offsetBytes = end.offsetBytes;
      if (entry.type === 'started' && entry.bootId === index.meta('bootId')) work.started = entry;
      if (entry.type === 'deletion-key') work.seals.keys.set(entry.publicKey, entry);
      if (entry.type === 'seal') work.seals.seal = entry;
      if (isNeeded(index, entry, this.#eventsBeforeUnixMs)) {
        for (const seal of neededSeals(work.seals, entry)) kept.push(encodeJournalLine(seal));
        kept.push(encodeJournalLine(entry));
      }
      if (end.offsetBytes - fromBytes >= budgetBytes) {
        result = 'more';
        break;
      }
    }
    work.keptBytes += kept.reduce((sum, line) => sum + line.length, 0);
    if (work.mode === 'write' && kept.length > 0) this.#write(this.#temporary(work.day), kept);
    return result;
  }

  #write(path: string, lines: readonly Uint8Array[]): void {
    const { storage } = this.#context;
    const file = storage.status(path) === null ? storage.createFile(path) : storage.openAppend(path);
    try {
      storage.append(file, ...lines);
    } finally {
      storage.close(file);
    }
  }

  /** Whether the file is worth writing; on a disk that is nearly full it has to wait. */
  #counted({ day, offsetBytes, keptBytes, started }: FileInWork): FileInWork | null {
    const { storage, root } = this.#context;
    const gain = offsetBytes - keptBytes;
    if (keptBytes > 0 && gain < offsetBytes * LEAST_GAIN) return null;
    if (storage.space(root).freeBytes < 2 * keptBytes) return null;
    return { day, mode: 'write', offsetBytes: 0, keptBytes: 0, started, seals: noSeals() };
  }

  #finish({ day, started }: FileInWork, time: VolumeTime): null {
    const { storage, root } = this.#context;
    if (started !== null) commit(this.#context, [started], time.unixMs);
    const directory = `${root}/${JOURNAL_DIRECTORY}`;
    const path = `${directory}/${day}`;
    const temporary = this.#temporary(day);
    if (storage.status(temporary) === null) {
      storage.unlink(path);
    } else {
      const file = storage.openAppend(temporary);
      try {
        storage.syncData(file);
      } finally {
        storage.close(file);
      }
      storage.rename(temporary, path);
    }
    storage.syncDirectory(directory);
    return null;
  }

  #temporary(day: string): string {
    return `${this.#context.root}/${JOURNAL_DIRECTORY}/${day}${SUFFIX}`;
  }
}

/** What must stand before a line that stays, and was not kept yet. */
function neededSeals(pending: PendingSeals, entry: JournalEntry): JournalEntry[] {
  const isSealed = entry.type === 'tombstone' || entry.type === 'checkpoint';
  const seal = isSealed ? pending.seal : null;
  if (seal === null && entry.type !== 'adopted') return [];
  if (seal !== null) pending.seal = null;
  const name = entry.type === 'adopted' ? entry.key : (seal?.key ?? '');
  const key = pending.keys.get(name);
  pending.keys.delete(name);
  return [key ?? null, seal].filter((line) => line !== null);
}
