/**
 * What the index that a rebuild replaces knew, and neither journal nor files know: the newest segments with their lines can be
 * taken away so that nothing else tells of them. It goes to the journal, so that it is named ever after.
 */
import type { IndexQueries } from '../index/index-queries.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { StreamRow } from '../index/index-rows.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { toHex } from '../proof/digest.ts';
import { systemErrorCode } from '../storage/storage.ts';

/**
 * Heads that the journal lacks, said again, and numbers that were given. `rebuilt` holds all that journal and files told.
 * Nothing where the old index is not there or can't be read: that is why an index is made anew.
 */
export function whatOldIndexKnew(root: string, rebuilt: IndexWriter, nowUnixMs: number): JournalEntry[] {
  let old: IndexReader;
  try {
    old = IndexReader.open(root);
  } catch (error) {
    if (error instanceof ArchiveError) return [];
    throw error;
  }
  const entries: JournalEntry[] = [];
  try {
    for (const row of old.streams()) entries.push(...lostOf(old, row, rebuilt, nowUnixMs));
  } catch (error) {
    // Damaged half-way: what was read is true all the same.
    if (!(error instanceof ArchiveError) && systemErrorCode(error) === null) throw error;
  } finally {
    old.close();
  }
  return entries;
}

function lostOf(old: IndexQueries, row: StreamRow, rebuilt: IndexWriter, nowUnixMs: number): JournalEntry[] {
  const { stream } = row;
  const now = rebuilt.ensureStream(stream);
  const entries: JournalEntry[] = [];
  const newestSeq = rebuilt.newestHead(now.id)?.seq ?? -1;
  for (const head of old.heads(row.id).filter(({ seq }) => seq > newestSeq)) {
    const { seq, signedUnixMs, keyId } = head;
    const chain = toHex(head.chain);
    entries.push({
      type: 'head',
      ...stream,
      seq,
      chain,
      signedUnixMs,
      keyId,
      signature: toHex(head.signature),
    });
  }
  // A file that was just made when the recorder ended holds nothing: recovery would have said so.
  let fromSeq = now.nextSeq;
  const opened = old.segmentAfter(row.id, now.nextSeq - 1);
  if (opened?.state === 'open' && opened.seq === fromSeq) {
    const { seq, startUnixMs } = opened;
    const span = { seq, startUnixMs, endUnixMs: startUnixMs, sizeBytes: 0, hash: null };
    entries.push({ type: 'tombstone', ...stream, ...span, reason: 'repair', atUnixMs: nowUnixMs });
    fromSeq += 1;
  }
  if (row.nextSeq > fromSeq)
    entries.push({ type: 'lost', ...stream, fromSeq, toSeq: row.nextSeq - 1, atUnixMs: nowUnixMs });
  return entries;
}
