/**
 * Reads bits from the front, most significant first. With emulation prevention (H.264 clause 7.4.1, H.265 clause 7.4.2)
 * the 03 of each 00 00 03 is skipped on the way, so that the head of a large NAL unit is read without copying it.
 */

/** `truncated`: the bits end before the field does; `out-of-range`: the field has a value that the syntax forbids. */
export type BitstreamErrorCode = 'truncated' | 'out-of-range';

/** The bits end, or a value is outside of what its syntax element allows. Parsers turn it into their own answer. */
export class BitstreamError extends Error {
  override readonly name = 'BitstreamError';
  readonly code: BitstreamErrorCode;

  constructor(code: BitstreamErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reading behind the end throws BitstreamError `truncated`; it is never padded with zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #emulationPrevention: boolean;
  #nextByte: number;
  #current = 0;
  #bitsLeft = 0;
  #zeros = 0;

  /** Reads the view from `startByte`; nothing is copied. */
  constructor(bytes: Uint8Array, options: { startByte?: number; emulationPrevention?: boolean } = {}) {
    this.#bytes = bytes;
    this.#nextByte = options.startByte ?? 0;
    this.#emulationPrevention = options.emulationPrevention ?? false;
  }

  readBit(): 0 | 1 {
    if (this.#bitsLeft === 0) this.#load();
    this.#bitsLeft -= 1;
    return ((this.#current >> this.#bitsLeft) & 1) === 1 ? 1 : 0;
  }

  readFlag(): boolean {
    return this.readBit() === 1;
  }

  /** Unsigned, 0 to 32 bits. */
  readBits(count: number): number {
    if (!(count >= 0 && count <= 32)) throw new TypeError(`count must be 0 to 32, got ${count}`);
    let value = 0;
    let missing = count;
    while (missing > 0) {
      if (this.#bitsLeft === 0) this.#load();
      const take = missing < this.#bitsLeft ? missing : this.#bitsLeft;
      this.#bitsLeft -= take;
      value = value * (1 << take) + ((this.#current >> this.#bitsLeft) & ((1 << take) - 1));
      missing -= take;
    }
    return value;
  }

  skipBits(count: number): void {
    for (let missing = count; missing > 0; missing -= 32) this.readBits(Math.min(missing, 32));
  }

  /** ue(v): unsigned Exp-Golomb, refused above `maximum`. */
  readUe(maximum = 0xfffffffe): number {
    let zeros = 0;
    while (this.readBit() === 0) {
      zeros += 1;
      if (zeros > 31) throw new BitstreamError('out-of-range', 'Exp-Golomb code longer than 63 bits');
    }
    const value = 2 ** zeros - 1 + this.readBits(zeros);
    if (value > maximum) throw new BitstreamError('out-of-range', `value ${value} above ${maximum}`);
    return value;
  }

  /** se(v): signed Exp-Golomb. */
  readSe(): number {
    const code = this.readUe();
    return code % 2 === 1 ? (code + 1) / 2 : -(code / 2);
  }

  #load(): void {
    let byte = this.#bytes[this.#nextByte];
    if (this.#emulationPrevention && this.#zeros >= 2 && byte === 3) {
      this.#zeros = 0;
      this.#nextByte += 1;
      byte = this.#bytes[this.#nextByte];
    }
    if (byte === undefined) throw new BitstreamError('truncated', 'the bits end before the syntax does');
    this.#nextByte += 1;
    this.#zeros = byte === 0 ? this.#zeros + 1 : 0;
    this.#current = byte;
    this.#bitsLeft = 8;
  }
}
