/**
 * Puts UDP packets back in order: holds what came early until what is missing comes, or until waiting longer is of no
 * use. Bounded by count and by age; TCP needs none of this.
 */
import { MAX_SEQUENCE_STEP, RESTART_RUN } from './sequence-limits.ts';

/** Packets held at most: at 20 Mbit/s and 1400 bytes some 70 ms. */
const MAX_HELD = 128;
/** Wifi retries reorder within some 20 ms; a camera's next picture is 40 ms away. */
const MAX_WAIT_MS = 60;

interface Held {
  readonly bytes: Uint8Array;
  readonly arrivalMonotonicMs: number;
}

/** One per stream. Bytes handed in are kept until they come out: each packet needs memory of its own. */
export class ReorderBuffer {
  readonly #held = new Map<number, Held>();
  readonly #release: (bytes: Uint8Array, arrivalMonotonicMs: number) => void;
  #next: number | null = null;
  /** The last packet that came behind, and how many did in unbroken order up to it. */
  #lastLate = -1;
  #lateRun = 0;

  /** @param release gets each packet once, in order of its sequence number; holes are what the SequenceTracker counts. */
  constructor(release: (bytes: Uint8Array, arrivalMonotonicMs: number) => void) {
    this.#release = release;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  /** @param sequenceNumber of the packet in `bytes`. Late and double packets go straight on: the tracker drops and counts them. */
  push(sequenceNumber: number, bytes: Uint8Array, arrivalMonotonicMs: number): void {
    if (this.#next === null) this.#next = sequenceNumber;
    const ahead = (sequenceNumber - this.#next) & 0xffff;
    if (ahead === 0) {
      this.#release(bytes, arrivalMonotonicMs);
      this.#next = (sequenceNumber + 1) & 0xffff;
      this.#drain();
    } else if (ahead < MAX_HELD * 4) {
      if (!this.#held.has(sequenceNumber)) this.#held.set(sequenceNumber, { bytes, arrivalMonotonicMs });
      while (this.#held.size > MAX_HELD) this.#skipHole();
    } else if (ahead > 0x10000 - MAX_SEQUENCE_STEP && !this.#beganAnewBehind(sequenceNumber)) {
      this.#release(bytes, arrivalMonotonicMs);
    } else {
      // The numbering began anew or very much was lost. What is held belongs to before.
      this.flush();
      this.#next = (sequenceNumber + 1) & 0xffff;
      this.#release(bytes, arrivalMonotonicMs);
    }
    this.expire(arrivalMonotonicMs);
  }

  /** Gives up on holes before packets that have waited too long. Call it with each packet and from a timer. */
  expire(nowMonotonicMs: number): void {
    while (this.#held.size > 0 && nowMonotonicMs - this.#oldestArrival() > MAX_WAIT_MS) this.#skipHole();
  }

  /** Hands everything on, in order. */
  flush(): void {
    while (this.#held.size > 0) this.#skipHole();
  }

  #beganAnewBehind(sequenceNumber: number): boolean {
    this.#lateRun = sequenceNumber === ((this.#lastLate + 1) & 0xffff) ? this.#lateRun + 1 : 1;
    this.#lastLate = sequenceNumber;
    if (this.#lateRun < RESTART_RUN) return false;
    this.#lateRun = 0;
    return true;
  }

  #oldestArrival(): number {
    // A Map keeps the order of insertion, and packets are inserted as they arrive.
    for (const { arrivalMonotonicMs } of this.#held.values()) return arrivalMonotonicMs;
    return Number.POSITIVE_INFINITY;
  }

  /** Moves on to the held packet that is nearest. */
  #skipHole(): void {
    const next = this.#next ?? 0;
    let nearest = 0x10000;
    for (const sequenceNumber of this.#held.keys())
      nearest = Math.min(nearest, (sequenceNumber - next) & 0xffff);
    this.#next = (next + nearest) & 0xffff;
    this.#drain();
  }

  #drain(): void {
    for (;;) {
      const next = this.#next ?? 0;
      const held = this.#held.get(next);
      if (held === undefined) return;
      this.#held.delete(next);
      this.#next = (next + 1) & 0xffff;
      this.#release(held.bytes, held.arrivalMonotonicMs);
    }
  }
}
