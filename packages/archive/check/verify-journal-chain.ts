/** Follows the chains through the journal: every segment's chain value from the one before, every signed head on its chain. */
import type { HeadEntry, SegmentEntry } from '../journal/journal-entry.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import { fromHex, toHex } from '../proof/digest.ts';
import { type HeadDraft, headMessage, type VerifyHead } from '../proof/head.ts';
import { EMPTY_CHAIN, nextChain } from '../proof/segment-hash.ts';

/**
 * Where a chain of one stream breaks: `seq` is that of the segment or head whose line does not fit, `what` an English
 * sentence.
 */
export interface ChainFault {
  readonly kind: 'chain-broken' | 'head-differs' | 'head-signature';
  readonly seq: number;
  readonly what: string;
}

interface ChainState {
  seq: number;
  chain: string;
}

/** Fed with the entries of a volume's journal in their order. */
export class JournalChains {
  readonly #volumeId: string;
  readonly #verifyHead: VerifyHead | null;
  readonly #chains = new Map<string, ChainState>();

  constructor(volumeId: string, verifyHead: VerifyHead | null) {
    this.#volumeId = volumeId;
    this.#verifyHead = verifyHead;
  }

  /** After a break the chain is followed on from the value found, so that each break is located and not only the first. */
  segment(entry: SegmentEntry): ChainFault | null {
    const name = streamName(entry);
    const before = this.#chains.get(name);
    const expected = toHex(
      nextChain(before === undefined ? EMPTY_CHAIN : fromHex(before.chain), fromHex(entry.hash)),
    );
    this.#chains.set(name, { seq: entry.seq, chain: entry.chain });
    if (before !== undefined && entry.seq <= before.seq) {
      return { kind: 'chain-broken', seq: entry.seq, what: `segment ${entry.seq} comes after ${before.seq}` };
    }
    if (expected === entry.chain) return null;
    return { kind: 'chain-broken', seq: entry.seq, what: `the chain does not lead to segment ${entry.seq}` };
  }

  head(entry: HeadEntry): ChainFault | null {
    const state = this.#chains.get(streamName(entry));
    if (state === undefined || state.seq !== entry.seq || state.chain !== entry.chain) {
      return {
        kind: 'head-differs',
        seq: entry.seq,
        what: `the signed head at ${entry.seq} is not on the chain`,
      };
    }
    if (this.#verifyHead === null) return null;
    const draft: HeadDraft = {
      stream: { cameraId: entry.cameraId, kind: entry.kind },
      seq: entry.seq,
      chain: fromHex(entry.chain),
      signedUnixMs: entry.signedUnixMs,
      version: entry.version ?? 1,
    };
    const message = headMessage(this.#volumeId, draft);
    const valid = this.#verifyHead(entry.keyId, message, fromHex(entry.signature));
    if (valid === true) return null;
    const why = valid === null ? `key ${entry.keyId} is not known` : 'the signature is not of that key';
    return { kind: 'head-signature', seq: entry.seq, what: `the head at ${entry.seq}: ${why}` };
  }

  /** Hex; null for a stream without segments. */
  chainOf(stream: StreamKey): string | null {
    return this.#chains.get(streamName(stream))?.chain ?? null;
  }
}
