/** Repeatable chance for everything in the simulator and in tests that is a matter of luck: the same seed, the same run. */

/** A row of numbers that the seed decides; each call takes the next one. */
export interface SeededRandom {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`; `count` at most 2^32. */
  below(count: number): number;
  /** An unsigned integer of 32 bits. */
  uint32(): number;
  /** `count` hexadecimal digits. */
  hex(count: number): string;
}

/** Mulberry32 (Tommy Ettinger, public domain): one 32-bit state, good enough for faults and tests, not for secrets. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    uint32,
    next: () => uint32() / 0x1_0000_0000,
    below: (count) => Math.floor((uint32() / 0x1_0000_0000) * count),
    hex(count) {
      let digits = '';
      while (digits.length < count) digits += uint32().toString(16).padStart(8, '0');
      return digits.slice(0, count);
    },
  };
}
