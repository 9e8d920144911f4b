/** A segment file that the index doesn't have: its row and everything in it are made from the file and its journal line. */

import type { SegmentRow } from '../index/index-rows.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { RunEntry, SegmentEntry } from '../journal/journal-entry.ts';
import { equalBytes, fromHex } from '../proof/digest.ts';
import { decodeFragmentTable, FRAGMENT_ENTRY_BYTES } from '../segment/fragment-table.ts';
import { type SegmentScan, scanSegment } from '../segment/scan-segment.ts';
import { MAX_SEGMENT_SPAN_MS } from '../segment/segment-limits.ts';
import type { SegmentName } from '../segment/segment-path.ts';
import { VolumeRun } from '../volume/volume-run.ts';

/** A file by its name and bytes, beside what the journal says of that number. Nulls: the journal knows neither. */
export interface SegmentImport {
  readonly name: SegmentName;
  /** The whole file; only read. */
  readonly bytes: Uint8Array;
  /** What the journal says of it, and of its run. */
  readonly entry: SegmentEntry | null;
  readonly run: RunEntry | null;
  /** By the start that the name says, where the caller has it already. */
  readonly scan?: SegmentScan;
}

/** `proven`: as journalled; `unproven`: not what the journal says, which the check names ever after, or unknown to it; `empty`: nothing of it is whole. */
export type ImportResult = 'proven' | 'unproven' | 'empty';

/** Inside a transaction. The stream's chain is not touched: it is the journal's. */
export function importSegment(index: IndexWriter, what: SegmentImport): ImportResult {
  const { name, bytes, entry } = what;
  const { init, content, wholeBytes, fault } = what.scan ?? scanSegment(bytes, name.startUnixMs);
  if (init === null || content === null) return 'empty';
  const stream = index.ensureStream(name.stream);
  const initBytes = bytes.slice(0, init.sizeBytes);
  const run = new VolumeRun({
    stream: name.stream,
    format: init.format,
    init: initBytes,
    reason: 'imported',
    startUnixMs: name.startUnixMs,
  });
  const before = index.segmentBefore(stream.id, name.seq);
  // A run must not be given the init segment of an altered file.
  const isInitProven = what.run === null || run.initHash === what.run.initHash;
  const runId = (isInitProven ? entry?.run : null) ?? neighbourRun() ?? index.nextRunId;
  if (index.run(runId) === null) {
    index.insertRun({
      id: runId,
      streamId: stream.id,
      startUnixMs: (isInitProven ? what.run?.startUnixMs : null) ?? name.startUnixMs,
      reason: (isInitProven ? what.run?.reason : null) ?? 'imported',
      init: initBytes,
      ...run.formatColumns,
    });
  }
  const summary = content.summary();
  const proven =
    entry !== null &&
    isInitProven &&
    fault === null &&
    content.isHashedAs(fromHex(entry.hash)) &&
    wholeBytes === bytes.length;
  const rowId = index.insertOpenSegment({
    streamId: stream.id,
    seq: name.seq,
    runId,
    startUnixMs: name.startUnixMs,
    startTicks: content.startTicks,
    syncSeq: entry?.syncSeq ?? (content.startsOnSync ? name.seq : syncSeqBefore()),
  });
  const latestUnixMs = name.startUnixMs + MAX_SEGMENT_SPAN_MS;
  const endUnixMs = proven ? entry.endUnixMs : Math.min(content.endUnixMs, latestUnixMs);
  // What was recorded stays known where the file holds something else.
  const hash = entry === null ? summary.hash : fromHex(entry.hash);
  index.completeSegment(rowId, proven ? 'complete' : 'unproven', endUnixMs, { ...summary, hash });
  if (name.stream.kind !== 'audio') index.addActivity(stream.id, content.activity(entry?.level ?? 0));
  return proven ? 'proven' : 'unproven';

  /** Segments of the same run lie side by side and begin with the same bytes. */
  function neighbourRun(): number | null {
    for (const neighbour of [before, index.segmentAfter(stream.id, name.seq)]) {
      const row = neighbour === null ? null : index.run(neighbour.runId);
      if (row !== null && equalBytes(row.init, initBytes)) return row.id;
    }
    return null;
  }

  function syncSeqBefore(): number {
    if (before === null || before.runId !== runId) return name.seq;
    const kept = index.segmentFragments(before.id);
    return kept !== null && hasSync(kept.fragments, before) ? before.seq : before.syncSeq;
  }
}

/** Whether a file (scanned by the start that its name says) holds what the line of its number says. */
export function isAtHome({ content, fault }: SegmentScan, entry: SegmentEntry | null): boolean {
  return entry !== null && content !== null && fault === null && content.isHashedAs(fromHex(entry.hash));
}

/** A damaged table of a neighbour says nothing; the check names it. */
function hasSync(fragments: Uint8Array, row: SegmentRow): boolean {
  if (fragments.length % FRAGMENT_ENTRY_BYTES !== 0) return false;
  return decodeFragmentTable(fragments, row).some((one) => one.hasSync);
}
