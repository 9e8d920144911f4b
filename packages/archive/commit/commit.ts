/** The one way in which facts get into journal and index. */
import { applyEntry } from '../index/apply-entry.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { VolumeContext } from './volume-context.ts';

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
