/**
 * Reads the head of an SPS bit by bit: only what a configuration record repeats from it. Parsing parameter
 * sets as such belongs to the codec, not here.
 */

/** A Golomb code of more leading zeros than this says a number that no parameter set holds. */
const MAX_GOLOMB_ZEROS = 31;

export class BitReader {
  readonly #bytes: Uint8Array;
  #bit = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** True when more was read than there is; everything beyond reads as 0. */
  get exhausted(): boolean {
    return this.#bit > this.#bytes.length * 8;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      const byte = this.#bytes[this.#bit >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1);
      this.#bit += 1;
    }
    return value;
  }

  skip(countBits: number): void {
    this.#bit += countBits;
  }

  /** ue(v): an unsigned Exp-Golomb code. */
  golomb(): number {
    let zeros = 0;
    while (zeros < MAX_GOLOMB_ZEROS && !this.exhausted && this.bits(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.bits(zeros);
  }
}

/** The payload of a NAL unit behind its header, without emulation prevention bytes; a copy. */
export function rawPayloadOf(nalUnit: Uint8Array, headerBytes: number): Uint8Array {
  const raw = new Uint8Array(Math.max(0, nalUnit.length - headerBytes));
  let length = 0;
  let zeros = 0;
  for (let i = headerBytes; i < nalUnit.length; i += 1) {
    const byte = nalUnit[i] ?? 0;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw[length++] = byte;
  }
  return raw.subarray(0, length);
}
