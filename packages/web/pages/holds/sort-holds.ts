/** The order in which holds are looked at. Pure. */
import type { HoldAnswer } from '@matlang/contract';

/** Its day of review is over, and it still holds. */
export function isOverdue({ reviewAt, state }: HoldAnswer, nowUnixMs: number): boolean {
  return state !== 'lifted' && reviewAt < nowUnixMs;
}

/** The longest overdue first, then those that are reviewed next, lifted ones last with the newest first. */
export function sortHolds(holds: readonly HoldAnswer[], nowUnixMs: number): readonly HoldAnswer[] {
  const rank = (hold: HoldAnswer): number =>
    isOverdue(hold, nowUnixMs) ? 0 : hold.state === 'lifted' ? 2 : 1;
  return holds.toSorted((left, right) => {
    const byRank = rank(left) - rank(right);
    if (byRank !== 0) return byRank;
    return left.state === 'lifted'
      ? (right.liftedAt ?? 0) - (left.liftedAt ?? 0)
      : left.reviewAt - right.reviewAt;
  });
}
