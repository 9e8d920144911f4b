/** The bound on all memory, by simulated time. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_RESIDENT_BYTES, watchMemory } from './memory-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is held is let be up to the bound; beyond it the process is told to end, once and within a second', () => {
  let heldBytes = MAX_RESIDENT_BYTES;
  const beyond: number[] = [];
  watchMemory({
    residentBytes: () => heldBytes,
    maxBytes: MAX_RESIDENT_BYTES,
    onBeyond: (bytes) => void beyond.push(bytes),
  });
  vi.advanceTimersByTime(60_000);
  expect(beyond).toEqual([]);
  heldBytes += 1;
  vi.advanceTimersByTime(1000);
  expect(beyond).toEqual([MAX_RESIDENT_BYTES + 1]);
  vi.advanceTimersByTime(60_000);
  expect(beyond).toHaveLength(1);
});
