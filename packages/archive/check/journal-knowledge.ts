/** Everything the journal says, gathered for making an index from it. Holds one object a segment: 300 MB for a million. */
import type { JournalEntry, RunEntry, SegmentEntry } from '../journal/journal-entry.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { Storage } from '../storage/storage.ts';
import type { StreamKey } from '../stream-key.ts';

/** Made by `read`; what it holds is not written to afterwards. */
export class JournalKnowledge {
  /** Not deleted, by `segmentKey`. */
  readonly segments = new Map<string, SegmentEntry>();
  /** Deleted, by `segmentKey`. */
  readonly deleted = new Set<string>();
  readonly runs = new Map<number, RunEntry>();
  /** The newest of each stream, deleted ones too: where number and chain go on. */
  readonly newest = new Map<string, SegmentEntry>();
  /** All but segments, in order. */
  readonly others: Exclude<JournalEntry, SegmentEntry>[] = [];

  /** Damaged lines are passed over: the check reports them. */
  static read(storage: Storage, root: string): JournalKnowledge {
    const knowledge = new JournalKnowledge();
    readJournal(storage, root, null, ({ entry }) => {
      if (entry !== null) knowledge.#add(entry);
    });
    return knowledge;
  }

  #add(entry: JournalEntry): void {
    if (entry.type === 'segment') {
      this.segments.set(segmentKey(entry, entry.seq), entry);
      this.newest.set(`${entry.cameraId}/${entry.kind}`, entry);
      return;
    }
    if (entry.type === 'run') this.runs.set(entry.run, entry);
    if (entry.type === 'tombstone') {
      const key = segmentKey(entry, entry.seq);
      this.segments.delete(key);
      this.deleted.add(key);
    }
    this.others.push(entry);
  }
}

/** Names a segment of a volume. */
export function segmentKey(stream: StreamKey, seq: number): string {
  return `${stream.cameraId}/${stream.kind}/${seq}`;
}
