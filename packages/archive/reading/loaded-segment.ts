/** A segment with its fragments, whether they come from the index or, while it is open, from the file. */
import { join } from 'node:path';
import type { RunRow, SegmentRow } from '../index/index-rows.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { type FragmentEntry, FragmentTable } from '../segment/fragment-table.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { ArchiveReadError } from './archive-read-error.ts';
import type { SegmentReference } from './segment-reference.ts';
import type { OpenVolume } from './volume-set.ts';

/** A row and where it comes from. */
export interface FoundSegment {
  readonly volume: OpenVolume;
  readonly stream: StreamKey;
  readonly row: SegmentRow;
}

/** A segment as it was when loaded: of an open one what was complete then. No file stays open for it. */
export interface LoadedSegment extends FoundSegment {
  readonly run: RunRow;
  /** At least one. Of a packed table they are made when first asked for. */
  readonly fragments: readonly FragmentEntry[];
  /** The same, packed; null of an open segment. */
  readonly table: FragmentTable | null;
  /** End of the last complete fragment. */
  readonly endTicks: number;
  readonly endUnixMs: number;
  readonly sizeBytes: number;
}

/** What names a segment outside of the reader. */
export function referenceOf(segment: FoundSegment): SegmentReference {
  return { volumeId: segment.volume.id, stream: segment.stream, seq: segment.row.seq };
}

/** Its file, below the volume's folder. */
export function filePathOf({ volume, stream, row }: FoundSegment): string {
  return join(volume.path, segmentPath({ stream, startUnixMs: row.startUnixMs, seq: row.seq }));
}

/** Null where it was deleted meanwhile, or is so new that no fragment is complete. */
export async function loadSegment(found: FoundSegment): Promise<LoadedSegment | null> {
  const { volume, row } = found;
  const packed = volume.spans.fragmentTable(row.id);
  if (packed !== null) {
    const table = new FragmentTable(packed, row);
    return table.length === 0 ? null : new PackedSegment(found, volume.run(row.runId), table);
  }
  if (row.state !== 'open') return null;
  const run = volume.run(row.runId);
  const fragments = await openFragmentsOf(found, run);
  const last = fragments?.at(-1);
  if (fragments === null || last === undefined) return null;
  return {
    ...found,
    run,
    fragments,
    table: null,
    endTicks: last.startTicks + last.durationTicks,
    endUnixMs: wallEndOf(last, run.timescale),
    sizeBytes: last.offsetBytes + last.sizeBytes,
  };
}

class PackedSegment implements LoadedSegment {
  readonly volume: OpenVolume;
  readonly stream: StreamKey;
  readonly row: SegmentRow;
  readonly run: RunRow;
  readonly table: FragmentTable;
  readonly endTicks: number;
  readonly endUnixMs: number;
  readonly sizeBytes: number;
  #fragments: readonly FragmentEntry[] | null = null;

  constructor({ volume, stream, row }: FoundSegment, run: RunRow, table: FragmentTable) {
    const last = table.at(table.length - 1);
    this.volume = volume;
    this.stream = stream;
    this.row = row;
    this.run = run;
    this.table = table;
    this.endTicks = last.startTicks + last.durationTicks;
    this.endUnixMs = row.state === 'open' ? wallEndOf(last, run.timescale) : row.endUnixMs;
    this.sizeBytes = last.offsetBytes + last.sizeBytes;
  }

  get fragments(): readonly FragmentEntry[] {
    const { table } = this;
    this.#fragments ??= Array.from({ length: table.length }, (_, index) => table.at(index));
    return this.#fragments;
  }
}

async function openFragmentsOf(found: FoundSegment, run: RunRow): Promise<readonly FragmentEntry[] | null> {
  const { volume, row } = found;
  const path = filePathOf(found);
  try {
    return await volume.openSegments.fragments(path, row, run.init.length, run.timescale);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new ArchiveReadError('unreadable', `segment ${row.seq} can't be read`, { seq: row.seq }, error);
  }
}

/** True of the file system's ENOENT: what was asked for is gone, which retention may do at any time. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Site time at which a fragment's last sample ends. */
export function wallEndOf(fragment: FragmentEntry, timescale: number): number {
  return fragment.wallStartUnixMs + Math.round((fragment.durationTicks * 1000) / timescale);
}

/** True when `next` goes on where `previous` ends: same run, no tick missing. */
export function continues(previous: LoadedSegment, next: FoundSegment): boolean {
  return (
    previous.volume === next.volume &&
    previous.row.runId === next.row.runId &&
    previous.endTicks === next.row.startTicks
  );
}
