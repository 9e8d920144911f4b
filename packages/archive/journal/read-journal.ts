/** Reads a volume's journal, from the beginning or from a position on. Damage is an answer, never an exception. */
import { isDayName, JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import { type FileHandle, type Storage, systemErrorCode } from '../storage/storage.ts';
import type { JournalEntry } from './journal-entry.ts';
import { MAX_JOURNAL_LINE_BYTES, parseJournalLine } from './journal-line.ts';

/** Behind a line: the file and how many of its bytes are before that point. */
export interface JournalPosition {
  readonly day: string;
  readonly offsetBytes: number;
}

/** As the index keeps it: day, colon, bytes. */
export function positionText({ day, offsetBytes }: JournalPosition): string {
  return `${day}:${offsetBytes}`;
}

/** The inverse of `positionText`; null of null. */
export function parsePosition(text: string | null): JournalPosition | null {
  const [day, offset] = text?.split(':') ?? [];
  return day === undefined || offset === undefined ? null : { day, offsetBytes: Number(offset) };
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

/** Old files are small, and a pass of compaction opens all of them: with a MiB for each, this was a quarter of a simulated year. */
const CHUNK_BYTES = 1 << 16;
/** What ends each line. */
export const LINE_FEED = 0x0a;

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
    const fromBytes = from?.day === day ? from.offsetBytes : 0;
    for (const line of journalDayLines(storage, root, day, fromBytes)) {
      // Only the end of the newest file can be torn; elsewhere it is damage.
      onLine(line.fault === 'torn' && day !== days.at(-1) ? { ...line, fault: 'damaged' } : line);
    }
  }
}

/**
 * The lines of one file from a byte on. A file that is not there any more (compaction removes what nobody needs) has none.
 * What follows the last line feed is `torn`.
 */
export function* journalDayLines(
  storage: Storage,
  root: string,
  day: string,
  fromBytes: number,
): Generator<JournalLine> {
  const file = openDay(storage, `${root}/${JOURNAL_DIRECTORY}/${day}`);
  if (file === null) return;
  const line = (
    start: number,
    end: number,
    entry: JournalEntry | null,
    fault: JournalLine['fault'],
  ): JournalLine => ({
    start: { day, offsetBytes: start },
    end: { day, offsetBytes: end },
    entry,
    fault,
  });
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
      const read = buffer.subarray(0, filled);
      let at = 0;
      for (let feed = read.indexOf(LINE_FEED, kept); feed >= 0; ) {
        const end = fileAt - filled + feed + 1;
        const entry = parseJournalLine(buffer.subarray(at, feed));
        yield line(lineStart, end, entry, entry === null ? 'damaged' : null);
        at = feed + 1;
        lineStart = end;
        feed = read.indexOf(LINE_FEED, at);
      }
      kept = filled - at;
      if (kept > MAX_JOURNAL_LINE_BYTES) kept = MAX_JOURNAL_LINE_BYTES;
      buffer.copyWithin(0, filled - kept, filled);
    }
  } finally {
    storage.close(file);
  }
  if (fileAt > lineStart) yield line(lineStart, fileAt, null, 'torn');
}

function openDay(storage: Storage, path: string): FileHandle | null {
  try {
    return storage.openRead(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
