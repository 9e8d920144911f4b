/**
 * The journal against the index: what each line says must be in the index and the other way round, and the chains must hold.
 * Lines of segments stand beside the rows in order; everything else is applied to an index of its own and compared
 * (`compare-index.ts`). Memory is a bit a segment and a few hundred rows a stream.
 */
import type { IndexReader } from '../index/index-reader.ts';
import type { CheckpointRow, HashedSegmentRow, StreamRow, TombstoneRow } from '../index/index-rows.ts';
import type { HeadEntry, JournalEntry, SegmentEntry } from '../journal/journal-entry.ts';
import { type JournalLine, type JournalPosition, readJournal } from '../journal/read-journal.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import { toHex } from '../proof/digest.ts';
import type { VerifyHead } from '../proof/head.ts';
import { SegmentNumbers } from '../segment/segment-numbers.ts';
import { JOURNAL_DIRECTORY } from '../segment/segment-path.ts';
import type { Storage } from '../storage/storage.ts';
import { compareIndex } from './compare-index.ts';
import type { FindingList, FindingPlace } from './finding.ts';
import { FollowedChains } from './follow-chains.ts';
import type { KeptChains, KeptHeads, KeptStream } from './kept-heads.ts';
import { OrderedRows } from './ordered-rows.ts';
import { ReplayedIndex } from './replayed-index.ts';
import { SignedDeletions } from './signed-deletions.ts';
import type { ChainFault } from './verify-journal-chain.ts';

/**
 * One volume whose journal is read from its first line: `root` without a slash at the end, `index` open and the
 * caller's to close. What is found goes to `findings`.
 */
export interface JournalCheck {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  readonly index: IndexReader;
  readonly findings: FindingList;
  readonly verifyHead: VerifyHead | null;
  /** Null: none were kept outside, or nobody asks. */
  readonly keptHeads: KeptHeads | null;
  /** Since when deletions are signed, as somebody outside of the volume remembers. */
  readonly deletionsSignedUnixMs: number | null;
  /** Lines behind the index's position are its business then. */
  readonly recorderRuns: boolean;
  readonly nowUnixMs: number;
}

/** What the walk over the segments has to know of the journal. */
export interface JournalFacts {
  /** Segments that have a line and no checkpoint. */
  readonly journalled: SegmentNumbers;
  /** SHA-256 of a run's init segment, hex; null for a run without a line. */
  initHashOf(run: number): string | null;
  close(): void;
}

/** More than one commit writes: so much a crash can leave behind the index, beyond that the index was tampered with. */
const MOST_NOT_FOLLOWED = 1024;

/** `close` what it answers: it holds a temporary index. */
export function checkJournal(check: JournalCheck): JournalFacts {
  const walk = new JournalWalk(check);
  try {
    walk.run();
    return walk;
  } catch (error) {
    walk.close();
    throw error;
  }
}

interface RowsOfStream {
  readonly row: StreamRow;
  readonly segments: OrderedRows<HashedSegmentRow>;
  readonly stones: OrderedRows<TombstoneRow>;
  /** Of the newest checkpoint: lines behind it need no question. */
  checkpointToSeq: number;
  /** Of the newest line of a segment. */
  lineSeq: number;
}

class JournalWalk implements JournalFacts {
  readonly journalled = new SegmentNumbers();
  readonly #check: JournalCheck;
  readonly #chains: FollowedChains;
  readonly #replayed: ReplayedIndex;
  readonly #signed: SignedDeletions;
  readonly #streams = new Map<string, RowsOfStream | null>();
  readonly #kept = new Map<string, OrderedRows<KeptChains>>();

  constructor(check: JournalCheck) {
    const { keptHeads, volumeId, deletionsSignedUnixMs } = check;
    this.#check = check;
    keptHeads?.forget(volumeId);
    this.#chains = new FollowedChains(check.index, check.volumeId, check.verifyHead);
    this.#replayed = new ReplayedIndex(check.volumeId);
    // A head that was kept outside says so as well as one in the journal, which can be taken away.
    const instants = [keptHeads?.firstUnixMs(volumeId) ?? null, deletionsSignedUnixMs];
    const known = instants.filter((instant) => instant !== null);
    this.#signed = new SignedDeletions({
      volumeId,
      verify: check.verifyHead,
      findings: check.findings,
      signedSinceUnixMs: known.length === 0 ? null : Math.min(...known),
    });
  }

  initHashOf(run: number): string | null {
    return this.#replayed.run(run)?.initHash ?? null;
  }

  close(): void {
    this.#replayed.close();
  }

  run(): void {
    const { index, findings, nowUnixMs } = this.#check;
    const followed = index.journalPosition;
    this.#replayed.fill(() => this.#readUpTo(followed));
    // One state of the index, and exactly the lines that it followed: a running recorder commits meanwhile.
    index.snapshot(() => {
      const now = index.journalPosition;
      if (followed !== null && now !== null) this.#replayed.fill(() => this.#readOn(followed, now));
      for (const row of index.streams()) this.#checkChainEnd(row);
      this.#sayAccepted();
      for (const kept of this.#check.keptHeads?.streams(this.#check.volumeId) ?? []) this.#checkKept(kept);
      for (const row of index.streams()) this.#signed.atEnd(row.stream, index.checkpoints(row.id));
      compareIndex({ index, replayed: this.#replayed, findings, nowUnixMs });
    });
  }

  #readUpTo(followed: JournalPosition | null): void {
    const { storage, root, findings, recorderRuns } = this.#check;
    // One that has followed nothing is no index that a recorder left.
    const most = followed === null ? 0 : MOST_NOT_FOLLOWED;
    const behind: { entry: JournalEntry; path: string }[] = [];
    let notFollowed = 0;
    readJournal(storage, root, null, (line) => {
      const path = pathOf(line);
      const at = `at byte ${line.start.offsetBytes}`;
      if (line.fault === 'damaged') findings.add('journal-damaged', `the line ${at} is damaged`, { path });
      if (line.fault === 'torn') findings.add('journal-torn', `the last line, ${at}, is not whole`, { path });
      if (line.entry === null) return;
      if (isBefore(line.start, followed)) {
        this.#take(line.entry, path);
      } else if (!recorderRuns) {
        notFollowed += 1;
        if (notFollowed <= most) this.#signed.take(line.entry, this.journalled);
        behind.push({ entry: line.entry, path });
        // An index that is told to have followed little must not keep its rows from being compared.
        if (notFollowed > most) for (const { entry, path: file } of behind.splice(0)) this.#take(entry, file);
      }
    });
    if (notFollowed > most)
      findings.add('not-indexed', `the index has not followed the last ${notFollowed} lines of the journal`);
    else if (notFollowed > 0)
      findings.add('not-followed', `the next start applies the last ${notFollowed} lines of the journal`);
  }

  #readOn(from: JournalPosition, to: JournalPosition): void {
    if (!isBefore(from, to)) return;
    readJournal(this.#check.storage, this.#check.root, from, (line) => {
      if (line.entry !== null && isBefore(line.start, to)) this.#take(line.entry, pathOf(line));
    });
  }

  #checkChainEnd(row: StreamRow): void {
    const fault = this.#chains.atEnd(row);
    if (fault !== null) this.#addFault(fault, { stream: row.stream });
    const chain = this.#chains.chainOf(row.stream);
    if (chain === null || chain === toHex(row.chain)) return;
    this.#check.findings.add('chain-broken', "the index's chain value is not the journal's", {
      stream: row.stream,
    });
  }

  #take(entry: JournalEntry, path: string): void {
    if (entry.type === 'segment') this.#takeSegment(entry, path);
    else if (entry.type === 'head') {
      const fault = this.#chains.head(entry, this.#rowsOf(entry)?.row ?? null);
      if (fault !== null) this.#addFault(fault, placeOf(entry, path));
      else if (entry.version === 2) this.#signed.mustBeSigned();
    }
    this.#signed.take(entry, this.journalled);
    this.#replayed.take(entry);
  }

  #addFault({ kind, what, seq }: ChainFault, place: FindingPlace): void {
    this.#check.findings.add(kind, what, { ...place, seq });
  }

  #sayAccepted(): void {
    const { keptHeads, volumeId, findings } = this.#check;
    const accepted = keptHeads?.accepted(volumeId) ?? null;
    if (accepted === null) return;
    const until = new Date(accepted.untilUnixMs).toISOString();
    const what = `${accepted.heads} heads that were kept elsewhere up to ${until} are not looked at`;
    findings.add('loss-accepted', `${what}: what they tell of was accepted as lost`);
  }

  /** Each head that was signed and kept elsewhere must still be told of here: by its line, or by a signed checkpoint over it. */
  #checkKept({ stream, wentBackUnixMs }: KeptStream): void {
    const { keptHeads, volumeId, findings } = this.#check;
    const twice = keptHeads?.signedTwice(volumeId, stream) ?? null;
    if (twice !== null)
      findings.add(
        'head-differs',
        `segment ${twice.seq} was signed with two chain values (${twice.count} such numbers): something else was recorded in its place`,
        { stream, seq: twice.seq },
      );
    let missing = 0;
    let lastSeq = 0;
    for (let fromSeq = 0; ; ) {
      const kept = keptHeads?.nextUnmet(volumeId, stream, fromSeq) ?? null;
      if (kept === null) break;
      const folded = this.#trustedCheckpoint(stream, kept.seq);
      fromSeq = folded === null ? kept.seq + 1 : Math.max(folded.toSeq, kept.seq + 1);
      if (folded === null) {
        missing += 1;
        lastSeq = kept.seq;
      } else if (folded.toSeq === kept.seq && !kept.chains.includes(toHex(folded.chainAfter))) {
        findings.add(
          'head-differs',
          `the chain value at segment ${kept.seq} is not the one that was signed and kept elsewhere`,
          { stream, seq: kept.seq },
        );
      }
    }
    if (missing === 0) return;
    const what = `segment ${lastSeq} was signed and kept elsewhere, and this volume does not tell of it (${missing} such numbers)`;
    if (wentBackUnixMs === null) findings.add('head-differs', what, { stream, seq: lastSeq });
    else
      findings.add(
        'chain-began-anew',
        `${what}; up to ${new Date(wentBackUnixMs).toISOString()} the stream began anew`,
        { stream, seq: lastSeq },
      );
  }

  #trustedCheckpoint(stream: StreamKey, seq: number): CheckpointRow | null {
    const rows = this.#rowsOf(stream);
    const found = rows === null ? null : this.#check.index.checkpointOf(rows.row.id, seq);
    return found !== null && this.#signed.isTrustedCheckpoint(stream, found) ? found : null;
  }

  /** Also of what was folded since: its line is there until compaction comes by. */
  #meetKept(entry: SegmentEntry, path: string): void {
    const { keptHeads, volumeId, findings } = this.#check;
    if (keptHeads === null) return;
    const name = streamName(entry);
    const rows =
      this.#kept.get(name) ??
      new OrderedRows((fromSeq, limit) => keptHeads.from(volumeId, entry, fromSeq, limit));
    this.#kept.set(name, rows);
    const kept = rows.find(entry.seq);
    if (kept === null) return;
    keptHeads.meet(volumeId, entry, entry.seq);
    if (!kept.chains.includes(entry.chain))
      findings.add(
        'head-differs',
        `the chain value of segment ${entry.seq} is not the one that was signed and kept elsewhere`,
        placeOf(entry, path),
      );
  }

  #takeSegment(entry: SegmentEntry, path: string): void {
    const rows = this.#rowsOf(entry);
    this.#meetKept(entry, path);
    // A checkpoint stands for it; its line is there until compaction comes by.
    if (rows !== null && this.#isFolded(rows, entry.seq)) return;
    this.journalled.add(entry, entry.seq);
    const fault = this.#chains.segment(entry, rows?.row ?? null);
    if (fault !== null) this.#addFault(fault, placeOf(entry, path));
    const row = rows?.segments.find(entry.seq) ?? null;
    if (row !== null) this.#checkRow(row, entry, path);
    else this.#checkDeleted(rows, entry, path);
  }

  #isFolded(rows: RowsOfStream, seq: number): boolean {
    const { index } = this.#check;
    // Lines that are missing may have been folded since: compaction goes on beside a check.
    if (seq !== rows.lineSeq + 1)
      rows.checkpointToSeq = index.checkpointUpTo(rows.row.id, Number.MAX_SAFE_INTEGER)?.toSeq ?? -1;
    rows.lineSeq = seq;
    return seq <= rows.checkpointToSeq && index.checkpointOf(rows.row.id, seq) !== null;
  }

  #checkRow(row: HashedSegmentRow, entry: SegmentEntry, path: string): void {
    const { findings } = this.#check;
    if (row.state === 'open') return;
    const place = placeOf(entry, path);
    const { seq } = entry;
    if (row.hash === null || toHex(row.hash) !== entry.hash)
      findings.add('journal-differs', `the index's hash of segment ${seq} is not the journal's`, place);
    // Of an unproven one the index tells what the file holds.
    if (row.state === 'unproven') return;
    if (
      row.startUnixMs !== entry.startUnixMs ||
      row.endUnixMs !== entry.endUnixMs ||
      row.sizeBytes !== entry.sizeBytes ||
      row.startTicks !== entry.startTicks ||
      row.durationTicks !== entry.durationTicks
    )
      findings.add('journal-differs', `span or size of segment ${seq} are not the journal's`, place);
    if (row.runId !== entry.run || row.syncSeq !== entry.syncSeq)
      findings.add('journal-differs', `run or sync segment of segment ${seq} are not the journal's`, place);
  }

  #checkDeleted(rows: RowsOfStream | null, entry: SegmentEntry, path: string): void {
    const { index, findings } = this.#check;
    const { seq } = entry;
    const place = placeOf(entry, path);
    let stone = rows?.stones.find(seq) ?? null;
    if (rows !== null && stone === null) {
      // Recorded, deleted or folded while the check runs: what is in hand is too old.
      const row = index.hashedSegmentsFrom(rows.row.id, seq, 1).at(0);
      if (row?.seq === seq) {
        this.#checkRow(row, entry, path);
        return;
      }
      stone = index.tombstone(rows.row.id, seq);
    }
    if (stone !== null) {
      if (stone.hash !== null && toHex(stone.hash) !== entry.hash)
        findings.add('journal-differs', `the hash of deleted segment ${seq} is not the journal's`, place);
      return;
    }
    if (rows !== null && index.checkpointOf(rows.row.id, seq) !== null) return;
    findings.add('not-indexed', `segment ${seq} is not in the index`, place);
  }

  #rowsOf(key: StreamKey): RowsOfStream | null {
    const { index } = this.#check;
    const name = streamName(key);
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const row = index.stream(key);
    const rows =
      row === null
        ? null
        : {
            row,
            segments: new OrderedRows((from, limit) => index.hashedSegmentsFrom(row.id, from, limit)),
            stones: new OrderedRows((from, limit) => index.tombstonesFrom(row.id, from, limit)),
            checkpointToSeq: index.checkpointUpTo(row.id, Number.MAX_SAFE_INTEGER)?.toSeq ?? -1,
            lineSeq: -1,
          };
    this.#streams.set(name, rows);
    return rows;
  }
}

function isBefore(line: JournalPosition, position: JournalPosition | null): boolean {
  if (position === null) return false;
  return line.day < position.day || (line.day === position.day && line.offsetBytes < position.offsetBytes);
}

function pathOf({ start }: JournalLine): string {
  return `${JOURNAL_DIRECTORY}/${start.day}`;
}

function placeOf(entry: SegmentEntry | HeadEntry, path: string) {
  return { stream: { cameraId: entry.cameraId, kind: entry.kind }, seq: entry.seq, path };
}
