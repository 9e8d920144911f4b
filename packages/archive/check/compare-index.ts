/**
 * Index against journal, both ways, for all that is not a segment: deletions, checkpoints, heads, gaps, runs, holds and their
 * lifting, events. Rows in order beside rows in order; what only one of both has is named.
 */
import { Mp4Error, readInitSegment } from '@matlang/media/mp4';
import { EVENTS_KEPT_MS } from '../compaction/needed-entry.ts';
import type { IndexQueries } from '../index/index-queries.ts';
import type { CheckpointRow, RunRow, StreamRow, TombstoneRow } from '../index/index-rows.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import { sha256, toHex } from '../proof/digest.ts';
import type { FindingList, FindingPlace } from './finding.ts';
import { everyRow } from './ordered-rows.ts';
import type { ReplayedIndex } from './replayed-index.ts';

/** `index` in a snapshot, `replayed` fed up to exactly its journal position. */
export interface IndexComparison {
  readonly index: IndexQueries;
  readonly replayed: ReplayedIndex;
  readonly findings: FindingList;
  readonly nowUnixMs: number;
}

/** See the head of the file. */
export function compareIndex(comparison: IndexComparison): void {
  const { index, replayed } = comparison;
  const rows = new Map(index.streams().map((row) => [streamName(row.stream), row]));
  for (const row of replayed.index.streams())
    if (!rows.has(streamName(row.stream))) compareStream(comparison, row.stream, null, row.id);
  for (const row of rows.values()) compareStream(comparison, row.stream, row, replayed.streamId(row.stream));
  compareHolds(comparison);
  compareEvents(comparison);
}

function compareStream(
  comparison: IndexComparison,
  stream: StreamKey,
  row: StreamRow | null,
  replayedId: number | null,
): void {
  const { index, replayed, findings } = comparison;
  const both = <T>(read: (queries: IndexQueries, id: number) => T[]): [T[], T[]] => [
    row === null ? [] : read(index, row.id),
    replayedId === null ? [] : read(replayed.index, replayedId),
  ];
  compareTombstones(comparison, stream, row?.id ?? null, replayedId);
  compareCheckpoints(
    findings,
    stream,
    both((queries, id) => queries.checkpoints(id)),
  );
  const heads = both((queries, id) => queries.heads(id));
  compareTexts(
    findings,
    heads.map((list) =>
      list.map((head) => ({
        text: `${head.seq} ${toHex(head.chain)} ${head.signedUnixMs} ${head.keyId} ${toHex(head.signature)}`,
        what: `the head at ${head.seq}`,
        place: { stream, seq: head.seq },
      })),
    ),
  );
  const gaps = both((queries, id) =>
    queries.gapsOverlapping(id, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  );
  compareTexts(
    findings,
    gaps.map((list) =>
      list.map(({ startUnixMs, endUnixMs, cause, detail }) => ({
        text: JSON.stringify([startUnixMs, endUnixMs, cause, detail]),
        what: `the gap ${cause} from ${atOf(startUnixMs)} to ${endUnixMs === null ? 'now' : atOf(endUnixMs)}`,
        place: { stream },
      })),
    ),
  );
  if (row === null) return;
  const reserved = replayedId === null ? null : replayed.index.stream(stream);
  if (reserved !== null && reserved.nextSeq > row.nextSeq)
    findings.add('journal-differs', `the index gives number ${row.nextSeq} again`, {
      stream,
      seq: row.nextSeq,
    });
  compareRuns(comparison, row);
}

function compareTombstones(
  { index, replayed, findings }: IndexComparison,
  stream: StreamKey,
  rowId: number | null,
  replayedId: number | null,
): void {
  const rowsOf = (queries: IndexQueries, id: number | null): Iterator<TombstoneRow, unknown> =>
    (id === null ? [] : everyRow((fromSeq, limit) => queries.tombstonesFrom(id, fromSeq, limit)))[
      Symbol.iterator
    ]();
  const rows = rowsOf(index, rowId);
  const lines = rowsOf(replayed.index, replayedId);
  const next = (from: Iterator<TombstoneRow, unknown>): TombstoneRow | null => {
    const { done, value } = from.next();
    return done === true ? null : value;
  };
  let row = next(rows);
  let line = next(lines);
  while (row !== null || line !== null) {
    if (line === null || (row !== null && row.seq < line.seq)) {
      const seq = row?.seq ?? 0;
      findings.add('not-journalled', `the deletion of segment ${seq} is not in the journal`, { stream, seq });
      row = next(rows);
    } else if (row === null || line.seq < row.seq) {
      const { seq } = line;
      findings.add('not-indexed', `the deletion of segment ${seq} is not in the index`, { stream, seq });
      line = next(lines);
    } else {
      const { seq } = row;
      if (!sameTombstone(row, line))
        findings.add('journal-differs', `the deletion of segment ${seq} is not as the journal says`, {
          stream,
          seq,
        });
      row = next(rows);
      line = next(lines);
    }
  }
}

function compareCheckpoints(
  findings: FindingList,
  stream: StreamKey,
  [rows, lines]: [CheckpointRow[], CheckpointRow[]],
): void {
  for (const row of rows) {
    const { fromSeq, toSeq } = row;
    const line = lines.find((other) => other.fromSeq === fromSeq && other.toSeq === toSeq);
    const place = { stream, seq: toSeq };
    if (line === undefined)
      findings.add('not-journalled', `the checkpoint at segment ${toSeq} is not in the journal`, place);
    else if (!sameCheckpoint(row, line))
      findings.add(
        'journal-differs',
        `the index's checkpoint at segment ${toSeq} is not the journal's`,
        place,
      );
  }
  for (const { fromSeq, toSeq } of lines) {
    if (rows.some((other) => other.fromSeq <= fromSeq && other.toSeq >= toSeq)) continue;
    findings.add('not-indexed', `the checkpoint at segment ${toSeq} is not in the index`, {
      stream,
      seq: toSeq,
    });
  }
}

/** Runs without a row never got a segment, or have none left. */
function compareRuns({ index, replayed, findings }: IndexComparison, row: StreamRow): void {
  const { stream } = row;
  for (const run of index.runs(row.id)) {
    const line = replayed.run(run.id);
    if (line === null) {
      // Of a file that the journal doesn't know; a segment that it knows may not refer to it, see `check-segments.ts`.
      if (run.reason !== 'imported')
        findings.add('not-journalled', `run ${run.id} is not in the journal`, { stream });
      else if (!hasFormatOfItsInit(run))
        findings.add('journal-differs', `the format of run ${run.id} is not that of its init segment`, {
          stream,
        });
      continue;
    }
    if (
      line.stream !== streamName(stream) ||
      line.startUnixMs !== run.startUnixMs ||
      line.reason !== run.reason
    )
      findings.add('journal-differs', `run ${run.id} of the index is not the journal's`, { stream });
    if (toHex(sha256(run.init)) !== line.initHash)
      findings.add('journal-differs', `the init segment of run ${run.id} is not the journal's`, { stream });
    else if (!hasFormatOfItsInit(run))
      findings.add('journal-differs', `the format of run ${run.id} is not that of its init segment`, {
        stream,
      });
  }
}

/** Readers take codec, size and ticks from the row: other ones than those of the bytes show the footage wrong, or not at all. */
function hasFormatOfItsInit(run: RunRow): boolean {
  try {
    const { format } = readInitSegment(run.init);
    return (
      run.codec === format.codec &&
      run.codecString === format.codecString &&
      run.timescale === format.timescale &&
      run.widthPixels === (format.kind === 'video' ? format.widthPixels : null) &&
      run.heightPixels === (format.kind === 'video' ? format.heightPixels : null)
    );
  } catch (error) {
    if (!(error instanceof Mp4Error)) throw error;
    return false;
  }
}

function compareHolds({ index, replayed, findings }: IndexComparison): void {
  compareTexts(
    findings,
    [index, replayed.index].map((queries) =>
      queries.holds().map((hold) => ({
        text: JSON.stringify(Object.entries(hold).toSorted(([a], [b]) => (a < b ? -1 : 1))),
        what: `hold ${hold.id}${hold.liftedUnixMs === null ? '' : `, lifted by ${hold.liftedBy}`},`,
        place: {},
      })),
    ),
  );
}

/** Old events go from the index before their lines go from the journal. */
function compareEvents({ index, replayed, findings, nowUnixMs }: IndexComparison): void {
  const oldUnixMs = nowUnixMs - EVENTS_KEPT_MS;
  const [rows = [], lines = []] = [index, replayed.index].map((queries) =>
    queries.events(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).map(({ atUnixMs, kind, detail }) => ({
      text: JSON.stringify([atUnixMs, kind, detail]),
      what: `the event ${kind} at ${atOf(atUnixMs)}`,
      place: {},
      atUnixMs,
    })),
  );
  const known = new Set(rows.map(({ text }) => text));
  compareTexts(findings, [
    rows,
    lines.filter(({ text, atUnixMs }) => atUnixMs >= oldUnixMs || known.has(text)),
  ]);
}

interface Fact {
  /** All of it: two facts are the same when their texts are. */
  readonly text: string;
  /** How a finding begins. */
  readonly what: string;
  readonly place: FindingPlace;
}

function compareTexts(findings: FindingList, [rows = [], lines = []]: readonly (readonly Fact[])[]): void {
  const journalled = new Set(lines.map(({ text }) => text));
  const indexed = new Set(rows.map(({ text }) => text));
  for (const { text, what, place } of rows)
    if (!journalled.has(text)) findings.add('not-journalled', `${what} is not in the journal`, place);
  for (const { text, what, place } of lines)
    if (!indexed.has(text)) findings.add('not-indexed', `${what} is not in the index`, place);
}

function sameTombstone(row: TombstoneRow, line: TombstoneRow): boolean {
  return (
    row.startUnixMs === line.startUnixMs &&
    row.endUnixMs === line.endUnixMs &&
    row.sizeBytes === line.sizeBytes &&
    row.reason === line.reason &&
    row.deletedUnixMs === line.deletedUnixMs &&
    (row.hash === null ? line.hash === null : line.hash !== null && toHex(row.hash) === toHex(line.hash))
  );
}

function sameCheckpoint(row: CheckpointRow, line: CheckpointRow): boolean {
  return (
    toHex(row.chainBefore) === toHex(line.chainBefore) &&
    toHex(row.chainAfter) === toHex(line.chainAfter) &&
    row.startUnixMs === line.startUnixMs &&
    row.endUnixMs === line.endUnixMs &&
    row.segments === line.segments &&
    row.sizeBytes === line.sizeBytes &&
    row.madeUnixMs === line.madeUnixMs &&
    JSON.stringify(row.reasons) === JSON.stringify(line.reasons)
  );
}

function atOf(unixMs: number): string {
  const date = new Date(unixMs);
  return Number.isNaN(date.getTime()) ? String(unixMs) : date.toISOString();
}
