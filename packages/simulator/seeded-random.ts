/** Repeatable chance for everything in the simulator that is a matter of luck: the same seed, the same run. */

export interface SeededRandom {
  /** From 0 to below 1. */
  next(): number;
  /** An unsigned integer of 32 bits. */
  uint32(): number;
  /** `count` hexadecimal digits. */
  hex(count: number): string;
}

/** Mulberry32 (Tommy Ettinger, public domain): one 32-bit state, good enough for faults, not for secrets. */
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
    hex(count) {
      let digits = '';
      while (digits.length < count) digits += uint32().toString(16).padStart(8, '0');
      return digits.slice(0, count);
    },
  };
}
