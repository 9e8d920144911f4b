/**
 * Turns 32-bit RTP timestamps into ticks that never wrap (13.25 hours at 90 kHz), once, at the door; nothing behind it
 * ever bends them. A camera whose clock jumps shows as a jump in ticks, which whoever cuts runs decides about.
 */
const WRAP = 2 ** 32;
const HALF = 2 ** 31;

/** One per stream and connection. */
export class TimestampUnwrapper {
  #last: number | null = null;

  /**
   * @param timestamp 32 bits.
   * @returns ticks: the value nearest to the one before, so that both a step over the wrap and a B-frame's step back come
   * out right. The first is the timestamp itself plus one wrap, and none is below half a wrap: decode times in front of the
   * first picture of a run need room above zero.
   */
  unwrap(timestamp: number): number {
    if (this.#last === null) {
      this.#last = WRAP + timestamp;
      return this.#last;
    }
    let step = (timestamp - this.#last) % WRAP;
    if (step > HALF) step -= WRAP;
    else if (step < -HALF) step += WRAP;
    const ticks = this.#last + step;
    // A camera that counts backwards would get there: it begins a wrap higher, which is a jump like any.
    this.#last = ticks < HALF ? ticks + WRAP : ticks;
    return this.#last;
  }
}
