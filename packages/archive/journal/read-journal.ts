/** Reads a volume's journal, from the beginning or from a position on. Damage is an answer, never an exception. */
import { isDayName, JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import type { Storage } from '../storage/storage.ts';
import type { JournalEntry } from './journal-entry.ts';
import { MAX_JOURNAL_LINE_BYTES, parseJournalLine } from './journal-line.ts';

/** Behind a line: the file and how many of its bytes are before that point. */
export interface JournalPosition {
  readonly day: string;
  readonly offsetBytes: number;
}

/** `torn`: the last line of the last file is not whole, as a power cut leaves it. */
export interface JournalLine {
  /** Where the line begins. */
  readonly start: JournalPosition;
  /** Behind it. */
  readonly end: JournalPosition;
  readonly entry: JournalEntry | null;
  readonly fault: 'damaged' | 'torn' | null;
}

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** Names of the journal's files, oldest first. */
export function journalDays(storage: Storage, root: string): string[] {
  return storage
    .list(`${root}/${JOURNAL_DIRECTORY}`)
    .filter((name) => isDayName(name))
    .toSorted();
}

/** Calls `onLine` for each line in order, from `from` (or the beginning) to the end. */
export function readJournal(
  storage: Storage,
  root: string,
  from: JournalPosition | null,
  onLine: (line: JournalLine) => void,
): void {
  const days = journalDays(storage, root).filter((day) => from === null || day >= from.day);
  for (const day of days) {
    readDay(storage, root, day, from?.day === day ? from.offsetBytes : 0, day === days.at(-1), onLine);
  }
}

function readDay(
  storage: Storage,
  root: string,
  day: string,
  fromBytes: number,
  isLast: boolean,
  onLine: (line: JournalLine) => void,
): void {
  const file = storage.openRead(`${root}/${JOURNAL_DIRECTORY}/${day}`);
  // A chunk and the line that began before it; longer lines are damage and skipped without being kept.
  const buffer = new Uint8Array(CHUNK_BYTES + MAX_JOURNAL_LINE_BYTES);
  let kept = 0;
  let lineStart = fromBytes;
  let fileAt = fromBytes;
  try {
    for (;;) {
      const got = storage.read(file, fileAt, buffer.subarray(kept, kept + CHUNK_BYTES));
      if (got === 0) break;
      fileAt += got;
      const filled = kept + got;
      let at = 0;
      for (let feed = buffer.indexOf(LINE_FEED, kept); feed >= 0 && feed < filled; ) {
        const end = fileAt - filled + feed + 1;
        const entry = parseJournalLine(buffer.subarray(at, feed));
        emit(lineStart, end, entry, entry === null ? 'damaged' : null);
        at = feed + 1;
        lineStart = end;
        feed = buffer.indexOf(LINE_FEED, at);
      }
      kept = filled - at;
      if (kept > MAX_JOURNAL_LINE_BYTES) kept = MAX_JOURNAL_LINE_BYTES;
      buffer.copyWithin(0, filled - kept, filled);
    }
  } finally {
    storage.close(file);
  }
  if (fileAt > lineStart) emit(lineStart, fileAt, null, isLast ? 'torn' : 'damaged');

  function emit(start: number, end: number, entry: JournalEntry | null, fault: JournalLine['fault']): void {
    onLine({ start: { day, offsetBytes: start }, end: { day, offsetBytes: end }, entry, fault });
  }
}
