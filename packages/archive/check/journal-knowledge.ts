/** Everything the journal says, gathered for making an index from it. Holds one object a segment: 300 MB for a million. */
import type { CheckpointEntry, JournalEntry, RunEntry, SegmentEntry } from '../journal/journal-entry.ts';
import { readJournal } from '../journal/read-journal.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import type { Storage } from '../storage/storage.ts';

/** Made by `read`; what it holds is not written to afterwards. */
export class JournalKnowledge {
  /** Not deleted, by `segmentKey`. */
  readonly segments = new Map<string, SegmentEntry>();
  readonly runs = new Map<number, RunEntry>();
  /** The newest of each stream, deleted ones too: where number and chain go on. */
  readonly newest = new Map<string, SegmentEntry>();
  /** All but segments, in order. */
  readonly others: Exclude<JournalEntry, SegmentEntry>[] = [];
  #byHash: Map<string, SegmentEntry> | null = null;
  readonly #deleted = new Set<string>();
  readonly #checkpoints = new Map<string, CheckpointEntry[]>();

  /** Damaged lines are passed over: the check reports them. */
  static read(storage: Storage, root: string): JournalKnowledge {
    const knowledge = new JournalKnowledge();
    readJournal(storage, root, null, ({ entry }) => {
      if (entry !== null) knowledge.#add(entry);
    });
    for (const key of knowledge.segments.keys()) if (knowledge.isDeleted(key)) knowledge.segments.delete(key);
    return knowledge;
  }

  /** By `segmentKey`: a tombstone or a checkpoint says so. */
  isDeleted(key: string): boolean {
    if (this.#deleted.has(key)) return true;
    const slash = key.lastIndexOf('/');
    const seq = Number(key.slice(slash + 1));
    return (this.#checkpoints.get(key.slice(0, slash)) ?? []).some(
      ({ fromSeq, toSeq }) => seq >= fromSeq && seq <= toSeq,
    );
  }

  /** The segment, not deleted, whose hash that is (hex). Made at the first question: files under wrong names are rare. */
  byHash(hash: string): SegmentEntry | null {
    this.#byHash ??= new Map([...this.segments.values()].map((entry) => [entry.hash, entry]));
    return this.#byHash.get(hash) ?? null;
  }

  #add(entry: JournalEntry): void {
    if (entry.type === 'segment') {
      this.segments.set(segmentKey(entry, entry.seq), entry);
      this.newest.set(streamName(entry), entry);
      return;
    }
    if (entry.type === 'run') this.runs.set(entry.run, entry);
    if (entry.type === 'tombstone') {
      const key = segmentKey(entry, entry.seq);
      this.segments.delete(key);
      this.#deleted.add(key);
    }
    if (entry.type === 'checkpoint') this.#addCheckpoint(entry);
    this.others.push(entry);
  }

  /** In the place of those inside it: few are left, however many there were. */
  #addCheckpoint(entry: CheckpointEntry): void {
    const name = streamName(entry);
    const others = (this.#checkpoints.get(name) ?? []).filter(
      ({ fromSeq, toSeq }) => fromSeq < entry.fromSeq || toSeq > entry.toSeq,
    );
    this.#checkpoints.set(name, [...others, entry]);
  }
}

/** Names a segment of a volume. */
export function segmentKey(stream: StreamKey, seq: number): string {
  return `${streamName(stream)}/${seq}`;
}
