/**
 * Counts what a stream of RTP packets lost (RFC 3550, appendix A.1 and A.3), for packets that are handed over in order:
 * TCP delivers them so, a ReorderBuffer makes it so for UDP.
 */

/** More missing than this is no loss but a source that started anew: at 25 Mbit/s it would be over a second of packets. */
const MAX_LOSS = 3_000;

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
  #first = -1;
  #received = 0;
  #lost = 0;
  #stale = 0;
  #restarts = 0;

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

  get expected(): number {
    return this.#first < 0 ? 0 : this.#highest - this.#first + 1;
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
    if (step > 0 && step <= MAX_LOSS) {
      this.#highest += step;
      this.#received += 1;
      this.#lost += step - 1;
      return { kind: 'next', lost: step - 1 };
    }
    if (step === 0 || step > 0x10000 - MAX_LOSS) {
      this.#stale += 1;
      return STALE;
    }
    this.#restarts += 1;
    return this.#begin(sequenceNumber, RESTART);
  }

  #begin(sequenceNumber: number, verdict: SequenceVerdict): SequenceVerdict {
    // The count of a source that began anew goes on where it was, so that the report's numbers never go back.
    this.#highest = sequenceNumber;
    this.#first = sequenceNumber;
    this.#received += 1;
    return verdict;
  }
}
