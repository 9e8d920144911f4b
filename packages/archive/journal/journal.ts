/** The writing end of a volume's journal. Everything appended is synced before the call returns. */
import { JOURNAL_DIRECTORY, utcDayName } from '../segment/segment-path.ts';
import { makeDurableDirectories } from '../storage/durable-directory.ts';
import type { FileHandle, Storage } from '../storage/storage.ts';
import type { JournalEntry } from './journal-entry.ts';
import { encodeJournalLine } from './journal-line.ts';
import { type JournalPosition, journalDays, LINE_FEED, readJournal } from './read-journal.ts';

/** One at a time for a volume, under its lock. After an error of `append` it must be opened anew. */
export class Journal {
  readonly #storage: Storage;
  readonly #root: string;
  #position: JournalPosition | null;
  #file: FileHandle | null = null;

  private constructor(storage: Storage, root: string, position: JournalPosition | null) {
    this.#storage = storage;
    this.#root = root;
    this.#position = position;
  }

  /**
   * Cuts off a torn last line, so that the next one is whole. `onCut` hears how many bytes went. `known`: behind a line that was
   * synced; the newest file is looked at from there on only.
   * @throws the system's error
   */
  static open(
    storage: Storage,
    root: string,
    known: JournalPosition | null,
    onCut: (path: string, cutBytes: number) => void,
  ): Journal {
    makeDurableDirectories(storage, root, [JOURNAL_DIRECTORY]);
    const day = journalDays(storage, root).at(-1);
    if (day === undefined) return new Journal(storage, root, null);
    let end = known?.day === day && isBehindLine(storage, root, known) ? known : { day, offsetBytes: 0 };
    let cutBytes = 0;
    readJournal(storage, root, end, (line) => {
      if (line.fault === 'torn') cutBytes = line.end.offsetBytes - line.start.offsetBytes;
      else end = line.end;
    });
    if (cutBytes > 0) {
      const path = `${JOURNAL_DIRECTORY}/${day}`;
      storage.truncate(`${root}/${path}`, end.offsetBytes);
      onCut(path, cutBytes);
    }
    return new Journal(storage, root, end);
  }

  /** Behind the last line; null while there is none. */
  get position(): JournalPosition | null {
    return this.#position;
  }

  /** The file that lines of that instant go to. */
  dayOf(atUnixMs: number): string {
    const today = utcDayName(atUnixMs);
    return this.#position !== null && this.#position.day > today ? this.#position.day : today;
  }

  /**
   * One write and one sync for all of them. The file is that of the UTC day, but never one older than the newest there is:
   * so that files and lines have one order even when the clock steps back.
   * @throws the system's error; then the journal must be opened anew, its tail may be torn
   */
  append(entries: readonly JournalEntry[], atUnixMs: number): void {
    if (entries.length === 0) return;
    const day = this.dayOf(atUnixMs);
    if (this.#position === null || this.#position.day !== day) this.close();
    const file = this.#file ?? this.#openDay(day);
    const lines = entries.map(encodeJournalLine);
    const sizeBytes = lines.reduce((sum, line) => sum + line.length, 0);
    const bytes = new Uint8Array(sizeBytes);
    let at = 0;
    for (const line of lines) {
      bytes.set(line, at);
      at += line.length;
    }
    this.#storage.append(file, bytes);
    this.#storage.syncData(file);
    const before = this.#position?.day === day ? this.#position.offsetBytes : 0;
    this.#position = { day, offsetBytes: before + sizeBytes };
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) this.#storage.close(file);
  }

  #openDay(day: string): FileHandle {
    const directory = `${this.#root}/${JOURNAL_DIRECTORY}`;
    const path = `${directory}/${day}`;
    if (this.#storage.status(path) === null) {
      this.#file = this.#storage.createFile(path);
      this.#storage.syncDirectory(directory);
    } else {
      this.#file = this.#storage.openAppend(path);
    }
    return this.#file;
  }
}

/** An index may have followed another file of that name: a disk that was copied back, a journal that was written anew. */
function isBehindLine(storage: Storage, root: string, { day, offsetBytes }: JournalPosition): boolean {
  if (offsetBytes === 0) return true;
  const file = storage.openRead(`${root}/${JOURNAL_DIRECTORY}/${day}`);
  try {
    const byte = new Uint8Array(1);
    return storage.read(file, offsetBytes - 1, byte) === 1 && byte[0] === LINE_FEED;
  } finally {
    storage.close(file);
  }
}
