/** The bound of a volume's queue follows what arrives. */
import { expect, test } from 'vitest';
import { MAX_QUEUED_BYTES, MIN_QUEUED_BYTES, QueueLimit } from './queue-limit.ts';

function feed(limit: QueueLimit, fromMs: number, toMs: number, bytesPerSecond: number): void {
  for (let now = fromMs; now < toMs; now += 50) limit.arrived(bytesPerSecond / 20, now);
}

test('few streams: the least; many: what arrives in 4 s; never more than the budget', () => {
  for (const [megabytes, limitBytes] of [
    [0, MIN_QUEUED_BYTES],
    [4, MIN_QUEUED_BYTES],
    [48, 192_000_000],
    [500, MAX_QUEUED_BYTES],
  ] as const) {
    const limit = new QueueLimit();
    feed(limit, 5_000_000, 5_030_000, megabytes * 1e6);
    expect(limit.bytes(5_030_000) / limitBytes, `${megabytes} MB/s`).toBeCloseTo(1, 1);
    expect(limit.bytes(5_030_000)).toBeLessThanOrEqual(MAX_QUEUED_BYTES);
  }
});

test('it is right within seconds of the start, falls when cameras go, and a burst is no rate', () => {
  const limit = new QueueLimit();
  expect(limit.bytes(700)).toBe(MIN_QUEUED_BYTES);
  feed(limit, 700, 2700, 48e6);
  expect(limit.bytes(2700)).toBeGreaterThan(140e6);
  feed(limit, 2700, 30_000, 48e6);
  expect(limit.bytes(42_000)).toBe(MIN_QUEUED_BYTES);
  limit.arrived(16e6, 100_000);
  expect(limit.bytes(100_000)).toBe(MIN_QUEUED_BYTES);
  // A clock that goes back is no monotonic one; it must do no harm.
  limit.arrived(1, 50_000);
  expect(limit.bytes(50_000)).toBe(MIN_QUEUED_BYTES);
});
