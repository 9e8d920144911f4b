/** Rows of segments against their files: there, as large, whole; with `deep`, byte for byte what was hashed. */
import type { IndexReader } from '../index/index-reader.ts';
import type { SegmentFragmentsRow, SegmentRow, StreamRow, TombstoneRow } from '../index/index-rows.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { DIGEST_BYTES, equalBytes, sha256, toHex } from '../proof/digest.ts';
import { decodeFragmentTable, type FragmentEntry } from '../segment/fragment-table.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import type { SegmentContent } from '../segment/segment-content.ts';
import { MAX_BACKWARD_MS, MAX_SEGMENT_SPAN_MS, SEAM_TOLERANCE_MS } from '../segment/segment-limits.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { FileBuffer } from '../storage/read-whole-file.ts';
import { type Storage, systemErrorCode } from '../storage/storage.ts';
import type { JournalFacts } from './check-journal.ts';
import type { FindingList } from './finding.ts';
import { OrderedRows } from './ordered-rows.ts';
import { linkAbove } from './walk-files.ts';

/**
 * One volume whose rows are held against their files; only `deep` reads whole files. `facts` must stay open meanwhile.
 */
export interface SegmentCheck {
  readonly storage: Storage;
  readonly root: string;
  readonly index: IndexReader;
  readonly findings: FindingList;
  readonly facts: JournalFacts;
  readonly deep: boolean;
  /** Open rows are its business then. */
  readonly recorderRuns: boolean;
  readonly onSegment: (sizeBytes: number) => void;
}

const ROWS_AT_ONCE = 500;
/** An end is that of the last picture as the recorder's clock said it, or where the next segment begins: so far from what the file says. */
const END_TOLERANCE_MS = MAX_BACKWARD_MS + 2 * SEAM_TOLERANCE_MS;

/** Walks all rows of a stream in the order of `seq`; yields now and then so that progress can be shown. */
export async function checkStreamSegments(check: SegmentCheck, stream: StreamRow): Promise<void> {
  const walk = new SegmentWalk(check, stream);
  for (let fromSeq = 0; ; ) {
    const rows = check.index.segmentsFrom(stream.id, fromSeq, ROWS_AT_ONCE);
    for (const row of rows) walk.check(row);
    const last = rows.at(-1);
    if (last === undefined) break;
    fromSeq = last.seq + 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  walk.end();
}

class SegmentWalk {
  readonly #check: SegmentCheck;
  readonly #stream: StreamRow;
  readonly #buffer = new FileBuffer();
  readonly #stones: OrderedRows<TombstoneRow>;
  #before: SegmentRow | null = null;
  /** The newest that was looked at. */
  #directory: { readonly path: string; readonly isLinked: boolean } | null = null;
  #expectedSeq = 0;
  /** SHA-256 of the init segment of the run in work; hex. */
  #initHash: { readonly run: number; readonly hash: string } | null = null;

  constructor(check: SegmentCheck, stream: StreamRow) {
    this.#check = check;
    this.#stream = stream;
    this.#stones = new OrderedRows((from, limit) => check.index.tombstonesFrom(stream.id, from, limit));
  }

  /** Numbers that were given and that nothing tells of any more. */
  end(): void {
    const { index, recorderRuns } = this.#check;
    const nextSeq = index.stream(this.#stream.stream)?.nextSeq ?? 0;
    // What it opened since is its business.
    this.#checkHole(recorderRuns ? Math.min(nextSeq, this.#stream.nextSeq) : nextSeq);
  }

  check(row: SegmentRow): void {
    const { findings, recorderRuns } = this.#check;
    const { stream } = this.#stream;
    const path = segmentPath({ ...row, stream });
    const place = { stream, seq: row.seq, path };
    this.#checkOrder(row);
    this.#check.onSegment(row.sizeBytes);
    if (row.state === 'open') {
      if (!recorderRuns) findings.add('open-row', `segment ${row.seq} was being written`, place);
      return;
    }
    const sizeBytes = this.#sizeOf(path, row);
    if (sizeBytes === 'gone') return;
    if (sizeBytes === 'not-a-file') {
      findings.add('not-a-file', `${path} is a link, or behind one, or something else`, place);
      this.#checkJournalled(row, path);
      return;
    }
    if (sizeBytes === null) findings.add('row-without-file', `${path} is not there`, place);
    else if (sizeBytes !== row.sizeBytes) {
      findings.add('size-differs', `${path} has ${sizeBytes} bytes instead of ${row.sizeBytes}`, place);
    }
    this.#checkJournalled(row, path);
    const kept = this.#keptOf(row, path);
    if (kept !== null && this.#check.deep && sizeBytes !== null)
      this.#checkContent(row, kept, path, sizeBytes);
  }

  #checkJournalled(row: SegmentRow, path: string): void {
    const { findings, facts, recorderRuns } = this.#check;
    const { stream, nextSeq } = this.#stream;
    const { seq } = row;
    const place = { stream, seq, path };
    const isJournalled = facts.journalled.has(stream, seq);
    if (row.state === 'unproven') {
      if (isJournalled)
        findings.add(
          'content-differs',
          `${path} is not what was recorded: its hash is not the journal's`,
          place,
        );
      else findings.add('unproven', `segment ${seq} was found on disk, unknown to the journal`, place);
    } else if (!isJournalled && !(recorderRuns && seq >= nextSeq - 1)) {
      findings.add('not-journalled', `segment ${seq} is not in the journal`, place);
    }
  }

  /** Null where the index's entry is damaged: that is a finding. */
  #keptOf(row: SegmentRow, path: string): SegmentFragmentsRow | null {
    const { index, findings } = this.#check;
    const place = { stream: this.#stream.stream, seq: row.seq, path };
    let fault: string | null;
    let kept: SegmentFragmentsRow | null = null;
    try {
      kept = index.segmentFragments(row.id);
      fault = kept === null ? 'has no fragment table' : this.#tableFault(row, kept);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      fault = error.message;
    }
    if (fault === null) return kept;
    // Deleted since its row was read.
    if (kept === null && index.segment(row.streamId, row.seq) === null) return null;
    findings.add('table-damaged', `segment ${row.seq}: ${fault}`, place);
    return null;
  }

  /** `gone`: deleted while the check runs. */
  #sizeOf(path: string, row: SegmentRow): number | null | 'gone' | 'not-a-file' {
    const { storage, root, index } = this.#check;
    const status = storage.status(`${root}/${path}`);
    if (status !== null && (status.kind !== 'file' || this.#isBehindLink(path))) return 'not-a-file';
    if (status !== null) return status.sizeBytes;
    return index.segment(this.#stream.id, row.seq) === null ? 'gone' : null;
  }

  #isBehindLink(path: string): boolean {
    const directory = path.slice(0, path.lastIndexOf('/'));
    if (this.#directory?.path !== directory) {
      const { storage, root } = this.#check;
      this.#directory = { path: directory, isLinked: linkAbove(storage, root, path) !== null };
    }
    return this.#directory.isLinked;
  }

  #checkOrder(row: SegmentRow): void {
    const { index, findings, facts } = this.#check;
    const { stream } = this.#stream;
    const before = this.#before;
    const place = { stream, seq: row.seq, path: segmentPath({ ...row, stream }) };
    if (before?.runId !== row.runId) {
      const run = index.run(row.runId);
      this.#initHash = run === null ? null : { run: run.id, hash: toHex(sha256(run.init)) };
      if (run === null)
        findings.add('run-missing', `run ${row.runId} of segment ${row.seq} is not in the index`, place);
      else if (row.state === 'complete' && run.reason === 'imported' && facts.initHashOf(run.id) === null)
        findings.add('not-journalled', `run ${row.runId} of segment ${row.seq} is not in the journal`, place);
    }
    if (before?.runId === row.runId && row.startUnixMs < before.endUnixMs - SEAM_TOLERANCE_MS) {
      findings.add('overlap', `segment ${row.seq} begins before ${before.seq} of the same run ends`, place);
    }
    this.#checkHole(row.seq);
    this.#expectedSeq = row.seq + 1;
    this.#before = row;
  }

  /** A number may be missing only where a tombstone or a checkpoint says why. One finding a hole, however large. */
  #checkHole(toSeq: number): void {
    const { index } = this.#check;
    const { id } = this.#stream;
    let holeSeq: number | null = null;
    for (let seq = this.#expectedSeq; seq < toSeq; seq += 1) {
      const known =
        this.#stones.find(seq) !== null ? seq : (index.checkpointOf(id, seq)?.toSeq ?? this.#meanwhile(seq));
      if (known === null) {
        holeSeq ??= seq;
        // Nothing to look for one by one up to the next row that tells of anything.
        seq = Math.min(toSeq, this.#nextKnownSeq(seq)) - 1;
        continue;
      }
      if (holeSeq !== null) this.#addHole(holeSeq, seq - 1);
      holeSeq = null;
      seq = known;
    }
    if (holeSeq !== null) this.#addHole(holeSeq, toSeq - 1);
  }

  #nextKnownSeq(seq: number): number {
    const { index } = this.#check;
    const { id } = this.#stream;
    const stone = index.tombstonesFrom(id, seq + 1, 1).at(0)?.seq ?? Number.MAX_SAFE_INTEGER;
    const checkpoint = index.checkpoints(id).find(({ fromSeq }) => fromSeq > seq);
    return Math.min(stone, checkpoint?.fromSeq ?? Number.MAX_SAFE_INTEGER);
  }

  /** Of a running recorder: it was deleted since the rows in hand were read, or they are from before it. */
  #meanwhile(seq: number): number | null {
    const { index, recorderRuns } = this.#check;
    const { id } = this.#stream;
    if (!recorderRuns) return null;
    return index.tombstone(id, seq) !== null || index.segment(id, seq) !== null ? seq : null;
  }

  #addHole(fromSeq: number, toSeq: number): void {
    const { stream } = this.#stream;
    const what =
      fromSeq === toSeq
        ? `segment ${fromSeq} is neither recorded nor deleted`
        : `segments ${fromSeq} to ${toSeq} are neither recorded nor deleted`;
    this.#check.findings.add('sequence-hole', what, { stream, seq: fromSeq });
  }

  #tableFault(row: SegmentRow, kept: SegmentFragmentsRow): string | null {
    let entries: FragmentEntry[];
    try {
      entries = decodeFragmentTable(kept.fragments, row);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (kept.leaves.length !== entries.length * DIGEST_BYTES) return `${kept.leaves.length} bytes of leaves`;
    const last = entries.at(-1);
    if (last === undefined) return 'no fragments';
    return last.offsetBytes + last.sizeBytes === row.sizeBytes
      ? null
      : 'the table ends elsewhere than the file';
  }

  #checkContent(row: SegmentRow, kept: SegmentFragmentsRow, path: string, sizeBytes: number): void {
    const { storage, root, index, findings } = this.#check;
    const { stream } = this.#stream;
    const place = { stream, seq: row.seq, path };
    let bytes: Uint8Array;
    try {
      bytes = this.#buffer.read(storage, `${root}/${path}`, sizeBytes);
    } catch (error) {
      // Deleted since it was looked at, or a disk that can't read any more.
      if (index.segment(this.#stream.id, row.seq) === null) return;
      const code = systemErrorCode(error);
      if (code === null) throw error;
      findings.add('file-damaged', `${path} can't be read: ${code}`, place);
      return;
    }
    const scan = scanSegment(bytes, row.startUnixMs);
    if (scan.content === null || scan.fault !== null) {
      findings.add('file-damaged', `${path}: ${scan.fault ?? 'holds no whole fragment'}`, place);
      return;
    }
    const found = scan.content.summary();
    // Of an unproven one that the journal knows, that was said already.
    const isKnownToDiffer = this.#isKnownToDiffer(row);
    const isOtherInit = this.#isOtherInit(row, bytes.subarray(0, scan.init?.sizeBytes ?? 0));
    if (scan.content.isHashedAs(kept.hash) || isKnownToDiffer) {
      if (!equalBytes(found.fragments, kept.fragments) || !equalBytes(found.leaves, kept.leaves))
        findings.add('table-damaged', `segment ${row.seq}: the table is not that of the file`, place);
      else if (isOtherInit)
        findings.add('content-differs', `${path} is not what was recorded: in the init segment`, place);
      else if (!isKnownToDiffer) this.#checkTimes(row, scan.content, found.durationTicks, path);
      return;
    }
    const entry = scan.content.entries.find(
      (_, at) => !equalBytes(part(found.leaves, at), part(kept.leaves, at)),
    );
    const where =
      entry === undefined
        ? `in the ${isOtherInit ? 'init segment' : 'init segment or the wall times'}`
        : `in the fragment at byte ${entry.offsetBytes}, ${new Date(entry.wallStartUnixMs).toISOString()}`;
    findings.add('content-differs', `${path} is not what was recorded: ${where}`, place);
  }

  /** What row and line say of times besides the wall starts, which the hash covers. */
  #checkTimes(row: SegmentRow, content: SegmentContent, durationTicks: number, path: string): void {
    const { startTicks, startsOnSync } = content;
    const endUnixMs = Math.min(content.endUnixMs, row.startUnixMs + MAX_SEGMENT_SPAN_MS);
    const isSame =
      row.startTicks === startTicks &&
      row.durationTicks === durationTicks &&
      Math.abs(row.endUnixMs - endUnixMs) <= END_TOLERANCE_MS &&
      (startsOnSync ? row.syncSeq === row.seq : row.syncSeq <= row.seq);
    if (isSame) return;
    const place = { stream: this.#stream.stream, seq: row.seq, path };
    this.#check.findings.add('content-differs', `${path} has other times than its row and line say`, place);
  }

  #isKnownToDiffer({ state, seq }: SegmentRow): boolean {
    return state === 'unproven' && this.#check.facts.journalled.has(this.#stream.stream, seq);
  }

  /** The hash of a segment from before covers only the sample entry of it: everything else there tells a player how to show it. */
  #isOtherInit({ runId }: SegmentRow, init: Uint8Array): boolean {
    const hash = toHex(sha256(init));
    const expected = this.#check.facts.initHashOf(runId) ?? this.#initHash?.hash;
    return hash !== expected || hash !== this.#initHash?.hash;
  }
}

function part(leaves: Uint8Array, at: number): Uint8Array {
  return leaves.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
}
