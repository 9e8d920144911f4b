/** What the parts of one volume's writing side share: where it is, its index, its journal, and who hears about it. */
import { applyEntry } from '../index/apply-entry.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { AppendedAnnouncement } from '../port/writer.ts';
import type { Storage } from '../storage/storage.ts';
import type { DeletionSealer } from './deletion-sealer.ts';

/** An instant, as each command carries it: nothing behind the queue has a clock. */
export interface VolumeTime {
  /** Site time. */
  readonly unixMs: number;
  readonly monotonicMs: number;
}

/**
 * Who hears of one volume, on its thread and within the command that caused it: what these do keeps fragments waiting.
 */
export interface VolumeOutput {
  appended(announcement: AppendedAnnouncement): void;
  /** English, for the log. */
  warning(text: string): void;
}

/** Made under the volume's lock; index and journal are closed by whoever opened them. */
export interface VolumeContext {
  readonly storage: Storage;
  /** Absolute path of the volume, without a slash at the end. */
  readonly root: string;
  readonly volumeId: string;
  readonly index: IndexWriter;
  readonly journal: Journal;
  readonly output: VolumeOutput;
  /** Signs what is deleted. Not there while a volume is opened: recovery deletes nothing that was ever whole. */
  readonly sealer?: DeletionSealer;
}

/** The journal has lines that the index could not follow: the volume must be opened anew. */
export class IndexBehindError extends Error {
  override readonly name = 'IndexBehindError';

  constructor(cause: ArchiveError) {
    super(`the index can't follow the journal: ${cause.message}`, { cause });
  }
}

/**
 * Journal first, with the signature of what is deleted, synced, then one commit that applies the entries in their order and whatever `andThen` adds. Entries of
 * segments are `andThen`'s business.
 * @throws the system's or SQLite's error, or that the index is damaged; then the volume must be opened anew
 */
export function commit(
  context: VolumeContext,
  entries: readonly JournalEntry[],
  atUnixMs: number,
  andThen: () => void = () => undefined,
): void {
  const { journal, sealer } = context;
  const seals = sealer === undefined ? [] : sealer.seal(entries, journal.dayOf(atUnixMs));
  journal.append([...seals, ...entries], atUnixMs);
  try {
    context.index.transaction(context.journal.position, () => {
      for (const entry of entries) if (entry.type !== 'segment') applyEntry(context.index, entry);
      andThen();
    });
  } catch (error) {
    // Not a refusal of what was asked for: the lines are in the journal, and no later commit may pass them over.
    if (error instanceof ArchiveError) throw new IndexBehindError(error);
    throw error;
  }
}
