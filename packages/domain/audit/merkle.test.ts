/** The tree against the definitions of RFC 6962, word by word, and against the vectors that logs of certificates are tested with. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  auditLeafHash,
  bytesOfHex,
  consistencyRanges,
  foldSubtrees,
  hexOf,
  inclusionRanges,
  type LeafRange,
  MerkleFrontier,
  merkleNodeHash,
  neighboursJoinedAt,
  subtreesOf,
} from '../index.ts';
import { runDigestSteps } from './digest-steps.ts';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  provingConsistency,
  provingInclusion,
} from './merkle-proof.ts';
import { merkleLeafBytes, type Sha256 } from './merkle-tree.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const merkleLeafHash = (data: Uint8Array, digest: Sha256) => digest(merkleLeafBytes(data));
const provesInclusion = (claim: InclusionClaim, path: readonly Uint8Array[], digest: Sha256) =>
  runDigestSteps(provingInclusion(claim, path), digest);
const provesConsistency = (claim: ConsistencyClaim, path: readonly Uint8Array[], digest: Sha256) =>
  runDigestSteps(provingConsistency(claim, path), digest);
const bytes = (...numbers: number[]) => Uint8Array.from(numbers);
const leafOf = (number: number) => merkleLeafHash(bytes(number >> 8, number & 255), sha256);
const MOST = 300;
const LEAVES = Array.from({ length: MOST }, (_, number) => leafOf(number));

/** MTH of RFC 6962, section 2.1, over leaf hashes. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(bytes());
  if (leaves.length === 1) return only;
  const k = splitOf(leaves.length);
  return sha256(Buffer.concat([bytes(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k))]));
}

function splitOf(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}

/** PATH of section 2.1.1. */
function pathOf(index: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = splitOf(leaves.length);
  return index < k
    ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

/** SUBPROOF of section 2.1.2. */
function subproofOf(old: number, leaves: readonly Uint8Array[], isKnown: boolean): readonly Uint8Array[] {
  if (old === leaves.length) return isKnown ? [] : [rootOf(leaves)];
  const k = splitOf(leaves.length);
  return old <= k
    ? [...subproofOf(old, leaves.slice(0, k), isKnown), rootOf(leaves.slice(k))]
    : [...subproofOf(old - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))];
}

/** As a store does it: of the hashes of complete subtrees. */
const hashOf = ({ start, end }: LeafRange, leaves: readonly Uint8Array[]): Uint8Array =>
  foldSubtrees(
    subtreesOf({ start, end }).map(({ level, index }) =>
      rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    ),
    sha256,
  );

const hexes = (hashes: readonly Uint8Array[]): readonly string[] => hashes.map(hexOf);

const flipped = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('the vectors of the first logs of certificates', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((data) => merkleLeafHash(Buffer.from(data, 'hex'), sha256));

  test('roots of none to eight leaves', () => {
    const frontier = new MerkleFrontier(sha256);
    const roots = [hexOf(frontier.root())];
    for (const leaf of leaves) {
      frontier.append(leaf);
      roots.push(hexOf(frontier.root()));
    }
    expect(roots).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('leaf %i is in a tree of %i', (index, size, path) => {
    const some = leaves.slice(0, size);
    expect(hexes(inclusionRanges(index, size).map((range) => hashOf(range, some)))).toEqual(path);
    const claim = { leafHash: leaves[index]!, index, size, root: rootOf(some) };
    expect(provesInclusion(claim, path.map(bytesOfHex), sha256)).toBe(true);
  });

  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('a tree of %i is the beginning of one of %i', (oldSize, newSize, path) => {
    expect(hexes(consistencyRanges(oldSize, newSize).map((range) => hashOf(range, leaves)))).toEqual(path);
    const claim = {
      oldSize,
      oldRoot: rootOf(leaves.slice(0, oldSize)),
      newSize,
      newRoot: rootOf(leaves.slice(0, newSize)),
    };
    expect(provesConsistency(claim, path.map(bytesOfHex), sha256)).toBe(true);
  });
});

test(`a root that grows leaf by leaf is the defined one at every size up to ${MOST}; subtrees are those that the range names`, () => {
  const frontier = new MerkleFrontier(sha256);
  const subtrees = new Map<string, Uint8Array>();
  for (const [at, leaf] of LEAVES.entries()) {
    const size = at + 1;
    const completed = frontier.append(leaf);
    expect(completed.map(({ level, index }) => [level - 1, index * 2])).toEqual(
      neighboursJoinedAt(size).map(({ level, index }) => [level, index]),
    );
    subtrees.set(`0/${at}`, leaf);
    for (const { level, index, hash } of completed) subtrees.set(`${level}/${index}`, hash);
    const some = LEAVES.slice(0, size);
    expect(hexOf(frontier.root())).toBe(hexOf(rootOf(some)));
    const parts = subtreesOf({ start: 0, end: size }).map(
      ({ level, index }) => subtrees.get(`${level}/${index}`)!,
    );
    expect(hexOf(foldSubtrees(parts, sha256))).toBe(hexOf(rootOf(some)));
  }
  // Two rows an entry, its own and one of these: as many nodes above the leaves as leaves, less one for each peak.
  expect(subtrees.size).toBeLessThan(2 * MOST);
});

describe('proofs', () => {
  const SMALL = 45;

  test('of every leaf at every size are the defined ones, and hold', () => {
    for (let size = 1; size <= SMALL; size += 1) {
      const some = LEAVES.slice(0, size);
      const root = rootOf(some);
      for (let index = 0; index < size; index += 1) {
        const path = inclusionRanges(index, size).map((range) => hashOf(range, some));
        expect(hexes(path)).toEqual(hexes(pathOf(index, some)));
        expect(provesInclusion({ leafHash: some[index]!, index, size, root }, path, sha256)).toBe(true);
      }
    }
  });

  test('of every size in every larger one are the defined ones, and hold', () => {
    for (let newSize = 1; newSize <= SMALL; newSize += 1) {
      const some = LEAVES.slice(0, newSize);
      const newRoot = rootOf(some);
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const path = consistencyRanges(oldSize, newSize).map((range) => hashOf(range, some));
        expect(hexes(path)).toEqual(hexes(subproofOf(oldSize, some, true)));
        const claim = { oldSize, oldRoot: rootOf(LEAVES.slice(0, oldSize)), newSize, newRoot };
        expect(provesConsistency(claim, path, sha256)).toBe(true);
      }
    }
  });

  const sizes = fc.tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 1, max: MOST }));
  const pairs = sizes.map(([one, two]) => ({ small: Math.min(one, two), large: Math.max(one, two) }));

  test('of a leaf: nothing that was altered is proved', () => {
    fc.assert(
      fc.property(pairs, fc.nat(255), fc.nat(), ({ small, large: size }, bit, nth) => {
        const index = small - 1;
        const some = LEAVES.slice(0, size);
        const path = pathOf(index, some);
        const claim = { leafHash: some[index]!, index, size, root: rootOf(some) };
        const proves = (change: Partial<typeof claim>, other: readonly Uint8Array[] = path) =>
          provesInclusion({ ...claim, ...change }, other, sha256);
        expect(proves({})).toBe(true);
        expect(proves({ leafHash: flipped(claim.leafHash, bit) })).toBe(false);
        expect(proves({ root: flipped(claim.root, bit) })).toBe(false);
        for (let at = 0; at < path.length; at += 1)
          expect(proves({}, path.with(at, flipped(path[at]!, bit)))).toBe(false);
        expect(proves({}, [...path, leafOf(nth % MOST)])).toBe(false);
        expect(proves({}, path.slice(1))).toBe(size === 1);
        for (const other of [index - 1, index + 1, nth % size, size, index + 0.5, Number.NaN])
          if (other !== index) expect(proves({ index: other })).toBe(false);
        // A size is told with its root, and signed with it: each has its own.
        for (const other of [size - 1, size + 1, (nth % MOST) + 1])
          if (other !== size && other > index && other <= MOST)
            expect(proves({ size: other, root: rootOf(LEAVES.slice(0, other)) })).toBe(false);
        for (const other of [0, index, -1, size + 0.5]) expect(proves({ size: other })).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('of a beginning: nothing that was altered is proved', () => {
    fc.assert(
      fc.property(pairs, fc.nat(255), ({ small: oldSize, large: newSize }, bit) => {
        const some = LEAVES.slice(0, newSize);
        const path = subproofOf(oldSize, some, true);
        const claim = {
          oldSize,
          oldRoot: rootOf(LEAVES.slice(0, oldSize)),
          newSize,
          newRoot: rootOf(some),
        };
        const proves = (change: Partial<typeof claim>, other: readonly Uint8Array[] = path) =>
          provesConsistency({ ...claim, ...change }, other, sha256);
        expect(proves({})).toBe(true);
        expect(proves({ oldRoot: flipped(claim.oldRoot, bit) })).toBe(false);
        expect(proves({ newRoot: flipped(claim.newRoot, bit) })).toBe(false);
        for (let at = 0; at < path.length; at += 1)
          expect(proves({}, path.with(at, flipped(path[at]!, bit)))).toBe(false);
        expect(proves({}, [...path, claim.newRoot])).toBe(false);
        expect(proves({}, path.slice(1))).toBe(oldSize === newSize);
        for (const other of [oldSize - 1, oldSize + 1])
          if (other >= 1 && other <= newSize)
            expect(proves({ oldSize: other, oldRoot: rootOf(LEAVES.slice(0, other)) })).toBe(false);
        for (const other of [0, -1, newSize + 1, oldSize + 0.5])
          expect(proves({ oldSize: other })).toBe(false);
        // An entry before the old size was changed, everything behind it made anew.
        const forged = LEAVES.with(oldSize - 1, leafOf(MOST)).slice(0, newSize);
        expect(proves({ newRoot: rootOf(forged) }, subproofOf(oldSize, forged, true))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('a node is not passed off as a leaf, nor hashes of other lengths as hashes', () => {
    const four = LEAVES.slice(0, 4);
    const root = rootOf(four);
    const left = Buffer.concat([four[0]!, four[1]!]);
    const claim = { leafHash: merkleLeafHash(left, sha256), index: 0, size: 2, root };
    expect(provesInclusion(claim, [rootOf(four.slice(2))], sha256)).toBe(false);
    const node = merkleNodeHash(four[0]!, four[1]!, sha256);
    const shifted = { leafHash: node.slice(0, 31), index: 0, size: 2, root };
    expect(provesInclusion(shifted, [Buffer.concat([node.slice(31), rootOf(four.slice(2))])], sha256)).toBe(
      false,
    );
  });

  test('misuse is refused', () => {
    expect(() => inclusionRanges(3, 3)).toThrow(TypeError);
    expect(() => inclusionRanges(0.5, 3)).toThrow(TypeError);
    expect(() => consistencyRanges(0, 3)).toThrow(TypeError);
    expect(() => consistencyRanges(4, 3)).toThrow(TypeError);
  });

  test('places beyond 32 bits are numbers too', () => {
    const size = 2 ** 40 + 5;
    expect(inclusionRanges(2 ** 40 + 4, size)).toEqual([
      { start: 2 ** 40, end: 2 ** 40 + 4 },
      { start: 0, end: 2 ** 40 },
    ]);
    expect(subtreesOf({ start: 0, end: size })).toEqual([
      { level: 40, index: 0 },
      { level: 2, index: 2 ** 38 },
      { level: 0, index: 2 ** 40 + 4 },
    ]);
    expect(neighboursJoinedAt(2 ** 40)).toHaveLength(40);
  });
});

test('the leaf of an entry is of the bytes of its hash; a text that is no hash proves nothing', () => {
  const hash = 'ab'.repeat(32);
  expect(hexOf(auditLeafHash(hash, sha256))).toBe(
    createHash('sha256')
      .update(Buffer.from(`00${hash}`, 'hex'))
      .digest('hex'),
  );
  expect(hexOf(bytesOfHex(hash))).toBe(hash);
  for (const other of ['', 'ab', 'AB'.repeat(32), `${hash}00`, `${hash.slice(1)}g`])
    expect(bytesOfHex(other)).toHaveLength(0);
});
