/**
 * Holds that the site keeps against those of a volume. On the disk a hold is a line and a row: whoever takes both away, or adds that
 * it was lifted, makes the recorder delete what somebody wanted kept.
 */
import type { IndexReader } from '../index/index-reader.ts';
import type { FindingList } from './finding.ts';

/** What must be on every volume, not lifted. */
export interface HeldSpan {
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/**
 * `heldHolds` is asked twice: a hold that is placed or lifted meanwhile, beside a running site, is in one of the answers only and says
 * nothing.
 */
export function checkHolds(
  index: IndexReader,
  heldHolds: () => readonly HeldSpan[],
  findings: FindingList,
): void {
  const before = heldHolds();
  if (before.length === 0) return;
  const rows = new Map(index.holds().map((row) => [row.id, row]));
  const wrong = before.flatMap((hold) => {
    const row = rows.get(hold.id);
    if (row === undefined) return [{ hold, what: 'is not there' }];
    if (row.liftedUnixMs !== null) return [{ hold, what: `was lifted by ${row.liftedBy}` }];
    const isSame =
      row.cameraId === hold.cameraId &&
      row.startUnixMs === hold.startUnixMs &&
      row.endUnixMs === hold.endUnixMs;
    return isSame ? [] : [{ hold, what: 'is another one' }];
  });
  if (wrong.length === 0) return;
  const after = new Set(heldHolds().map(({ id }) => id));
  for (const { hold, what } of wrong)
    if (after.has(hold.id))
      findings.add('hold-missing', `hold ${hold.id}, which the site says is in force, ${what}`);
}
