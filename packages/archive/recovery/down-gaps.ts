/** The gap between what was recorded last and the next fragment, when a volume is opened: why nobody wrote. */
import type { IndexQueries } from '../index/index-queries.ts';
import type { GapEntry } from '../journal/journal-entry.ts';
import type { GapCause } from '../port/gap-cause.ts';

/**
 * One open gap for each stream that was being recorded. After a clean stop they are open already. `failure`: the same
 * process opens the volume again after its disk failed; a camera that was away anyway keeps its own cause then.
 */
export function downGaps(
  index: IndexQueries,
  bootId: string,
  failure: { readonly cause: GapCause; readonly detail: string } | null,
): GapEntry[] {
  if (failure === null && index.meta('running') !== '1') return [];
  const rebooted = index.meta('bootId') !== bootId;
  const cause = failure?.cause ?? (rebooted ? 'power' : 'recorder-down');
  const detail = failure?.detail ?? null;
  const streams = index.streams().map((row) => ({ row, lastEndUnixMs: index.lastEndUnixMs(row.id) }));
  // Nothing tells when the recorder died but what it wrote last.
  const aliveUnixMs = Math.max(...streams.map(({ lastEndUnixMs }) => lastEndUnixMs ?? 0));
  const entries: GapEntry[] = [];
  for (const { row, lastEndUnixMs } of streams) {
    const gap = index.openGap(row.id);
    if (gap === null) {
      if (lastEndUnixMs === null) continue;
      entries.push({
        type: 'gap',
        ...row.stream,
        startUnixMs: lastEndUnixMs,
        endUnixMs: null,
        cause,
        detail,
      });
      continue;
    }
    if (failure !== null || gap.cause === 'stopped' || gap.cause === cause) continue;
    const startUnixMs = Math.max(gap.startUnixMs, aliveUnixMs);
    entries.push(
      {
        type: 'gap',
        ...row.stream,
        startUnixMs: gap.startUnixMs,
        endUnixMs: startUnixMs,
        cause: gap.cause,
        detail: gap.detail,
      },
      { type: 'gap', ...row.stream, startUnixMs, endUnixMs: null, cause, detail },
    );
  }
  return entries;
}
