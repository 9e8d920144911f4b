import { explainMissing } from '@matlang/archive/reading';
import { expect, test } from 'vitest';
import { causeText, explainGaps, type GapKnowledge } from './explain-gaps.ts';

const NOW = 1_000_000;
const LEDGER = [
  { startUnixMs: 200_000, endUnixMs: 300_000, cause: 'offline' },
  { startUnixMs: 400_000, endUnixMs: 500_000, cause: 'power' },
] as const;
const known: GapKnowledge = {
  nowUnixMs: NOW,
  firstUnixMs: 150_000,
  lastUnixMs: 900_000,
  volumesMissing: false,
};
const explained = (startUnixMs: number, endUnixMs: number, more: Partial<GapKnowledge> = {}) =>
  explainGaps(explainMissing({ startUnixMs, endUnixMs }, LEDGER), { ...known, ...more }).map(
    (piece) => `${piece.startUnixMs / 1000}-${piece.endUnixMs / 1000} ${piece.cause}`,
  );

test('a gap is cut where its cause changes, in order, and clipped to what was asked for', () => {
  expect(explained(250_000, 450_000)).toEqual(['250-300 offline', '300-400 unknown', '400-450 power']);
});

test('what the ledger leaves open is explained by what is known of the stream', () => {
  expect(explained(100_000, 150_000)).toEqual(['100-150 before-first']);
  // A camera that was added and never seen: its first failure is in the ledger.
  expect(explained(100_000, 250_000, { lastUnixMs: null })).toEqual([
    '100-150 before-first',
    '150-200 unknown',
    '200-250 offline',
  ]);
  expect(explained(900_000, NOW)).toEqual(['900-1000 after-last']);
  expect(explained(990_000, NOW, { lastUnixMs: 990_000 })).toEqual(['990-1000 not-yet-written']);
  expect(explained(600_000, 700_000)).toEqual(['600-700 unknown']);
  expect(explained(600_000, 700_000, { volumesMissing: true })).toEqual(['600-700 volume-missing']);
  expect(explained(600_000, 700_000, { firstUnixMs: null, lastUnixMs: null })).toEqual(['600-700 unknown']);
});

test('a cause that the archive tells stays, and seams are no gaps', () => {
  const lasting = { startUnixMs: 800_000, endUnixMs: NOW, cause: 'network' } as const;
  expect(explainGaps([lasting], known)).toEqual([lasting]);
  expect(explained(800_000, 800_040)).toEqual([]);
});

test('each cause has words', () => {
  expect(causeText('power').vi).toBe('mất điện');
  expect(causeText('after-last').vi).toBe('từ đó đến nay chưa ghi lại');
});
