/**
 * Counts what a stream of RTP packets lost (RFC 3550, appendix A.1 and A.3), for packets that are handed over in order:
 * TCP delivers them so, a ReorderBuffer makes it so for UDP.
 */
import { MAX_SEQUENCE_STEP, RESTART_RUN } from './sequence-limits.ts';

/** What a packet's number says about the packets before it. */
export type SequenceVerdict =
  /** The packet that was expected, or the first. `lost` packets are missing right before it. */
  | { readonly kind: 'next'; readonly lost: number }
  /** Seen before, or older than what was already handed on: to be dropped. */
  | { readonly kind: 'stale' }
  /** The numbering began anew: nothing can be said about what is missing. */
  | { readonly kind: 'restart' };

const NEXT: SequenceVerdict = { kind: 'next', lost: 0 };
const STALE: SequenceVerdict = { kind: 'stale' };
const RESTART: SequenceVerdict = { kind: 'restart' };

/** One per SSRC and stream. */
export class SequenceTracker {
  /** Highest sequence number with the cycles counted in: never wraps. -1 before the first packet. */
  #highest = -1;
  #received = 0;
  #lost = 0;
  #stale = 0;
  #restarts = 0;
  /** The last stale number, and how many came in unbroken order up to it. */
  #lastStale = -1;
  #staleRun = 0;

  /** Packets known to be missing, exactly, restarts apart. */
  get lost(): number {
    return this.#lost;
  }

  get received(): number {
    return this.#received;
  }

  /** Duplicates and packets that came too late. */
  get stale(): number {
    return this.#stale;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Extended highest sequence number for receiver reports; 0 before the first packet. */
  get extendedHighest(): number {
    return Math.max(0, this.#highest);
  }

  /** Packets that should have come: received and lost. Never goes back, not even when the numbering begins anew. */
  get expected(): number {
    return this.#received + this.#lost;
  }

  /** @param sequenceNumber 16 bits, of the next packet handed over. */
  accept(sequenceNumber: number): SequenceVerdict {
    if (this.#highest < 0) return this.#begin(sequenceNumber, NEXT);
    const step = (sequenceNumber - this.#highest) & 0xffff;
    if (step === 1) {
      this.#highest += 1;
      this.#received += 1;
      return NEXT;
    }
    if (step > 0 && step <= MAX_SEQUENCE_STEP) {
      this.#highest += step;
      this.#received += 1;
      this.#lost += step - 1;
      return { kind: 'next', lost: step - 1 };
    }
    if (step === 0 || step > 0x10000 - MAX_SEQUENCE_STEP) {
      return this.#onStale(sequenceNumber);
    }
    this.#restarts += 1;
    return this.#begin(sequenceNumber, RESTART);
  }

  #onStale(sequenceNumber: number): SequenceVerdict {
    this.#staleRun = sequenceNumber === ((this.#lastStale + 1) & 0xffff) ? this.#staleRun + 1 : 1;
    this.#lastStale = sequenceNumber;
    if (this.#staleRun >= RESTART_RUN) {
      this.#restarts += 1;
      return this.#begin(sequenceNumber, RESTART);
    }
    this.#stale += 1;
    return STALE;
  }

  #begin(sequenceNumber: number, verdict: SequenceVerdict): SequenceVerdict {
    // A source that began anew goes on in the next cycle, so that the number in receiver reports never goes back.
    const cycles = this.#highest < 0 ? 0 : Math.floor(this.#highest / 0x10000) + 1;
    this.#highest = cycles * 0x10000 + sequenceNumber;
    this.#received += 1;
    this.#staleRun = 0;
    this.#lastStale = -1;
    return verdict;
  }
}
