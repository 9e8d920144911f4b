/** Rows of segments against their files: there, as large, whole; with `deep`, byte for byte what was hashed. */
import type { IndexReader } from '../index/index-reader.ts';
import type { SegmentFragmentsRow, SegmentRow, StreamRow } from '../index/index-rows.ts';
import { DIGEST_BYTES, equalBytes } from '../proof/digest.ts';
import { decodeFragmentTable, type FragmentEntry } from '../segment/fragment-table.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import { SEAM_TOLERANCE_MS } from '../segment/segment-limits.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { FileBuffer } from '../storage/read-whole-file.ts';
import { type Storage, systemErrorCode } from '../storage/storage.ts';
import type { JournalledSegments } from './check-journal.ts';
import type { FindingList } from './finding.ts';

export interface SegmentCheck {
  readonly storage: Storage;
  readonly root: string;
  readonly index: IndexReader;
  readonly findings: FindingList;
  readonly journalled: JournalledSegments;
  readonly deep: boolean;
  /** Open rows are its business then. */
  readonly recorderRuns: boolean;
  readonly onSegment: (sizeBytes: number) => void;
}

const ROWS_AT_ONCE = 500;

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
}

class SegmentWalk {
  readonly #check: SegmentCheck;
  readonly #stream: StreamRow;
  readonly #buffer = new FileBuffer();
  #before: SegmentRow | null = null;
  #expectedSeq: number | null = null;

  constructor(check: SegmentCheck, stream: StreamRow) {
    this.#check = check;
    this.#stream = stream;
  }

  check(row: SegmentRow): void {
    const { index, findings, recorderRuns, journalled } = this.#check;
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
    if (sizeBytes === null) findings.add('row-without-file', `${path} is not there`, place);
    else if (sizeBytes !== row.sizeBytes) {
      findings.add('size-differs', `${path} has ${sizeBytes} bytes instead of ${row.sizeBytes}`, place);
    }
    if (row.state === 'unproven')
      findings.add('unproven', `segment ${row.seq} was found on disk, unknown to the journal`, place);
    else if (!journalled.has(stream, row.seq) && !(recorderRuns && row.seq >= this.#stream.nextSeq - 1)) {
      findings.add('not-journalled', `segment ${row.seq} is not in the journal`, place);
    }
    const kept = index.segmentFragments(row.id);
    if (kept === null) findings.add('table-damaged', `segment ${row.seq} has no fragment table`, place);
    else {
      const fault = this.#tableFault(row, kept);
      if (fault !== null) findings.add('table-damaged', `segment ${row.seq}: ${fault}`, place);
      else if (this.#check.deep && sizeBytes !== null) this.#checkContent(row, kept, path, sizeBytes);
    }
  }

  /** `gone`: deleted while the check runs. */
  #sizeOf(path: string, row: SegmentRow): number | null | 'gone' {
    const { storage, root, index } = this.#check;
    const status = storage.status(`${root}/${path}`);
    if (status !== null) return status.sizeBytes;
    return index.segment(this.#stream.id, row.seq) === null ? 'gone' : null;
  }

  #checkOrder(row: SegmentRow): void {
    const { index, findings } = this.#check;
    const { stream, id } = this.#stream;
    const before = this.#before;
    const place = { stream, seq: row.seq, path: segmentPath({ ...row, stream }) };
    if (before?.runId !== row.runId && index.run(row.runId) === null) {
      findings.add('run-missing', `run ${row.runId} of segment ${row.seq} is not in the index`, place);
    }
    if (before?.runId === row.runId && row.startUnixMs < before.endUnixMs - SEAM_TOLERANCE_MS) {
      findings.add('overlap', `segment ${row.seq} begins before ${before.seq} of the same run ends`, place);
    }
    // A number may be missing only where a tombstone or a checkpoint says why.
    for (let seq = this.#expectedSeq ?? row.seq; seq < row.seq; seq += 1) {
      if (index.tombstone(id, seq) !== null || index.segment(id, seq) !== null) continue;
      const checkpoint = index.checkpointOf(id, seq);
      if (checkpoint !== null) {
        // A year of them in one step.
        seq = Math.min(checkpoint.toSeq, row.seq - 1);
        continue;
      }
      findings.add('sequence-hole', `segment ${seq} is neither recorded nor deleted`, { stream, seq });
    }
    this.#expectedSeq = row.seq + 1;
    this.#before = row;
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
    if (equalBytes(found.hash, kept.hash)) return;
    const entry = scan.content.entries.find(
      (_, at) => !equalBytes(part(found.leaves, at), part(kept.leaves, at)),
    );
    const where =
      entry === undefined
        ? 'in the sample entry or the wall times'
        : `in the fragment at byte ${entry.offsetBytes}, ${new Date(entry.wallStartUnixMs).toISOString()}`;
    findings.add('content-differs', `${path} is not what was recorded: ${where}`, place);
  }
}

function part(leaves: Uint8Array, at: number): Uint8Array {
  return leaves.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
}
