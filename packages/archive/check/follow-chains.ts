/**
 * The chains through the journal, also where a checkpoint stands for a part of them: it is believed from the signed head it
 * begins behind to the signed head it ends with, and nowhere else.
 */
import type { IndexReader } from '../index/index-reader.ts';
import type { CheckpointRow, StreamRow } from '../index/index-rows.ts';
import type { HeadEntry, SegmentEntry } from '../journal/journal-entry.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { toHex } from '../proof/digest.ts';
import type { VerifyHead } from '../proof/head.ts';
import { EMPTY_CHAIN } from '../proof/segment-hash.ts';
import { type ChainFault, JournalChains } from './verify-journal-chain.ts';

interface Followed {
  /** Of the newest segment, or checkpoint. */
  readonly seq: number;
  /** A head lies exactly there. */
  readonly signed: boolean;
}

/** Fed with the entries of a volume's journal in their order. */
export class FollowedChains {
  readonly #index: IndexReader;
  readonly #chains: JournalChains;
  readonly #followed = new Map<number, Followed>();

  constructor(index: IndexReader, volumeId: string, verifyHead: VerifyHead | null) {
    this.#index = index;
    this.#chains = new JournalChains(volumeId, verifyHead);
  }

  segment(entry: SegmentEntry, stream: StreamRow | null): ChainFault | null {
    if (stream === null) return this.#chains.segment(entry);
    const before = this.#followed.get(stream.id)?.seq ?? -1;
    const missed = entry.seq > before + 1 ? this.#index.checkpointUpTo(stream.id, entry.seq) : null;
    if (missed !== null && missed.toSeq > before) this.#pass(missed, stream);
    this.#followed.set(stream.id, { seq: entry.seq, signed: false });
    const fault = this.#chains.segment(entry);
    return missed !== null && missed.toSeq > before ? unsigned(missed) : fault;
  }

  head(entry: HeadEntry, stream: StreamRow | null): ChainFault | null {
    if (stream === null) return this.#chains.head(entry);
    const checkpoint = this.#index.checkpointOf(stream.id, entry.seq);
    let fault: ChainFault | null = null;
    if (checkpoint !== null) {
      if (checkpoint.toSeq !== entry.seq) return null;
      fault = this.#beginFault(checkpoint, stream);
      this.#pass(checkpoint, stream);
    }
    fault ??= this.#chains.head(entry);
    const at = this.#followed.get(stream.id);
    if (fault === null && at?.seq === entry.seq)
      this.#followed.set(stream.id, { seq: entry.seq, signed: true });
    return fault;
  }

  /** A checkpoint that no line came behind, and no head. */
  atEnd(stream: StreamRow): ChainFault | null {
    const last = this.#index.checkpointUpTo(stream.id, Number.MAX_SAFE_INTEGER);
    return last === null || last.toSeq <= (this.#followed.get(stream.id)?.seq ?? -1) ? null : unsigned(last);
  }

  /** Hex; null for a stream without segments. */
  chainOf(stream: StreamKey): string | null {
    return this.#chains.chainOf(stream);
  }

  #beginFault(checkpoint: CheckpointRow, stream: StreamRow): ChainFault | null {
    const { fromSeq, chainBefore } = checkpoint;
    const before = this.#followed.get(stream.id);
    // It grew while the check runs: its beginning was passed already.
    if (before !== undefined && before.seq >= fromSeq) return null;
    const isFirst = fromSeq === 0 && toHex(chainBefore) === toHex(EMPTY_CHAIN);
    const isSigned =
      before?.signed === true &&
      before.seq === fromSeq - 1 &&
      toHex(chainBefore) === this.#chains.chainOf(stream.stream);
    if (isFirst || isSigned) return null;
    return {
      kind: 'chain-broken',
      seq: fromSeq,
      what: `the checkpoint at segment ${fromSeq} does not begin behind a signed head`,
    };
  }

  /** As one segment would that ends there: the chain is followed on from its value. */
  #pass({ toSeq, chainAfter, startUnixMs, endUnixMs, sizeBytes }: CheckpointRow, stream: StreamRow): void {
    this.#chains.segment({
      type: 'segment',
      ...stream.stream,
      seq: toSeq,
      run: 0,
      startUnixMs,
      endUnixMs,
      startTicks: 0,
      durationTicks: 0,
      sizeBytes,
      syncSeq: toSeq,
      hash: toHex(EMPTY_CHAIN),
      chain: toHex(chainAfter),
      level: 0,
    });
    this.#followed.set(stream.id, { seq: toSeq, signed: false });
  }
}

function unsigned({ toSeq }: CheckpointRow): ChainFault {
  return {
    kind: 'chain-broken',
    seq: toSeq,
    what: `the checkpoint at segment ${toSeq} does not end at a signed head`,
  };
}
