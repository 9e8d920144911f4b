import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256, toHex } from './digest.ts';
import { merkleRoot } from './merkle.ts';
import { EMPTY_CHAIN, nextChain, segmentHash, segmentHashWithInit } from './segment-hash.ts';

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962 section 2.1, word by word: split at the largest power of two smaller than n. */
function byDefinition(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 1) return hash(Buffer.from([0]), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return hash(Buffer.from([1]), byDefinition(entries.slice(0, k)), byDefinition(entries.slice(k)));
}

test('the root is that of RFC 6962 for every number of leaves', () => {
  const entries = Array.from({ length: 130 }, (_, at) => sha256(Buffer.from(String(at))));
  for (let count = 1; count <= entries.length; count += 1) {
    const some = entries.slice(0, count);
    expect(toHex(merkleRoot(some))).toBe(byDefinition(some).toString('hex'));
  }
  expect(() => merkleRoot([])).toThrow(TypeError);
});

test('hash and chain of a segment: a changed byte breaks every proof ever given', () => {
  const leaves = [sha256(Buffer.from('a')), sha256(Buffer.from('b'))];
  const found = segmentHash(sha256(Buffer.from('entry')), [1_795_478_400_000, 1_795_478_401_000], leaves);
  const walls = Buffer.alloc(16);
  walls.writeBigUInt64BE(1_795_478_400_000n, 0);
  walls.writeBigUInt64BE(1_795_478_401_000n, 8);
  expect(toHex(found)).toBe(
    byDefinition([sha256(Buffer.from('entry')), hash(walls), ...leaves]).toString('hex'),
  );
  const init = sha256(Buffer.from('init'));
  expect(toHex(segmentHashWithInit(init, found))).toBe(
    hash(Buffer.from('matlang-archive-segment-2\n'), init, found).toString('hex'),
  );
  expect(toHex(nextChain(EMPTY_CHAIN, found))).toBe(hash(Buffer.alloc(32), found).toString('hex'));
});
