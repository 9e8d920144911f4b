import type { HoldAnswer } from '@matlang/contract';
import { expect, test } from 'vitest';
import { sortHolds } from './sort-holds.ts';

const hold = (id: string, state: HoldAnswer['state'], reviewAt: number, liftedAt: number | null = null) => ({
  id,
  cameraId: 'c',
  from: 0,
  to: 1,
  reason: '',
  owner: '',
  reviewAt,
  state,
  createdAt: 0,
  liftedAt,
});

test('overdue ones first, then by the day of review, lifted ones last', () => {
  const sorted = sortHolds(
    [
      hold('lifted early', 'lifted', 10, 1),
      hold('next year', 'held', 900),
      hold('overdue', 'held', 90),
      hold('lifted late', 'lifted', 10, 2),
      hold('next week', 'placing', 200),
      hold('long overdue', 'lifting', 20),
    ],
    100,
  );
  expect(sorted.map(({ id }) => id)).toEqual([
    'long overdue',
    'overdue',
    'next week',
    'next year',
    'lifted late',
    'lifted early',
  ]);
});
