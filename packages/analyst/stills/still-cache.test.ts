import { expect, test } from 'vitest';
import { type Still, StillCache } from './still-cache.ts';

const MOST_BYTES = 100_000;
const JPEG_BYTES = 9_000;

const stillOf = (takenUnixMs: number, bytes = JPEG_BYTES): Still => ({
  jpeg: new Uint8Array(bytes),
  takenUnixMs,
  final: true,
});

test('never keeps more than it may, however many are made, and keeps the last ones', () => {
  const cache = new StillCache(MOST_BYTES);
  for (let number = 0; number < 1000; number += 1) {
    cache.set(String(number), stillOf(number));
    expect(cache.sizeBytes).toBeLessThanOrEqual(MOST_BYTES);
  }
  const kept = Array.from({ length: 1000 }, (_, number) => cache.get(String(number))?.takenUnixMs ?? -1);
  // Ten fit, with what an entry weighs beside its picture.
  expect(kept.filter((number) => number >= 0)).toEqual(Array.from({ length: 10 }, (_, by) => 990 + by));
});

test('the one that nobody asked for longest goes first', () => {
  const cache = new StillCache(3 * 10_000);
  for (const key of ['a', 'b', 'c']) cache.set(key, stillOf(0));
  expect(cache.get('a')).not.toBeNull();
  cache.set('d', stillOf(0));
  expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key) !== null)).toEqual(['a', 'c', 'd']);
});

test('a picture in another’s place weighs once, and one larger than all that may be kept is not', () => {
  const cache = new StillCache(MOST_BYTES);
  cache.set('a', stillOf(1, 50_000));
  cache.set('a', stillOf(2, 1000));
  expect(cache.get('a')?.takenUnixMs).toBe(2);
  expect(cache.sizeBytes).toBeLessThan(2000);
  cache.set('b', stillOf(3, 2 * MOST_BYTES));
  expect(cache.get('b')).toBeNull();
  expect(cache.sizeBytes).toBe(0);
});
