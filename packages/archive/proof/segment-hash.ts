/**
 * What of a segment is hashed, and how segments are chained. Frozen: a change breaks every proof ever given; the definition
 * in words is in docs/design/archive.md.
 */
import { Buffer } from 'node:buffer';
import { encodeCanonicalSampleTable } from '@matlang/media/mp4';
import type { Sample } from '@matlang/media/stream';
import { DIGEST_BYTES, sha256, sha256OfParts } from './digest.ts';
import { merkleRoot } from './merkle.ts';

/** Before the first segment of a stream. */
export const EMPTY_CHAIN: Uint8Array = new Uint8Array(DIGEST_BYTES);

/**
 * SHA-256(canonical sample table || sample bytes) of a fragment; `sampleBytes` is the payload of its `mdat`, in pieces one
 * behind the other.
 */
export function fragmentLeaf(samples: readonly Sample[], sampleBytes: readonly Uint8Array[]): Uint8Array {
  return sha256OfParts(encodeCanonicalSampleTable(samples), ...sampleBytes);
}

/**
 * Merkle root over SHA-256(sample entry), SHA-256(wall starts) and the leaves. Wall starts are the fragments' `prft` times as
 * u64 big-endian ms: moving a recording in time changes the hash.
 */
export function segmentHash(
  sampleEntryHash: Uint8Array,
  wallStartsUnixMs: readonly number[],
  leaves: readonly Uint8Array[],
): Uint8Array {
  const walls = new Uint8Array(wallStartsUnixMs.length * 8);
  const view = new DataView(walls.buffer);
  for (const [index, wallUnixMs] of wallStartsUnixMs.entries()) {
    view.setUint32(index * 8, Math.floor(wallUnixMs / 0x1_0000_0000));
    view.setUint32(index * 8 + 4, wallUnixMs % 0x1_0000_0000);
  }
  return merkleRoot([sampleEntryHash, sha256(walls), ...leaves]);
}

const INIT_AND_ROOT = Buffer.from('matlang-archive-segment-2\n', 'ascii');

/**
 * SHA-256(`matlang-archive-segment-2`, line feed || SHA-256(init segment) || `segmentHash`): what is recorded now. The sample entry alone
 * left out how a player turns the picture and how fast it plays it. Segments from before have `segmentHash` itself; which of both
 * it is the value says, for nobody finds an init segment that leads to another one's.
 */
export function segmentHashWithInit(initHash: Uint8Array, hash: Uint8Array): Uint8Array {
  return sha256OfParts(INIT_AND_ROOT, initHash, hash);
}

/** SHA-256(chain value before || segment hash). */
export function nextChain(chain: Uint8Array, hash: Uint8Array): Uint8Array {
  return sha256OfParts(chain, hash);
}
