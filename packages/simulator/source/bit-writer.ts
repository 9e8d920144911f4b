/** Bits of a NAL unit: what the synthetic source needs of H.264's syntax elements. */

/** Grows as needed; one NAL unit per writer. */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  #bitCount = 0;

  /** The low `count` bits of `value`, at most 32. */
  bits(value: number, count: number): void {
    this.#reserve((count >> 3) + 2);
    for (let i = count - 1; i >= 0; i -= 1) {
      const at = this.#bitCount >> 3;
      if (((value >>> i) & 1) === 1)
        this.#bytes[at] = (this.#bytes[at] ?? 0) | (0x80 >> (this.#bitCount & 7));
      this.#bitCount += 1;
    }
  }

  /** Exponential Golomb, unsigned (clause 9.1). */
  ue(value: number): void {
    const coded = value + 1;
    const length = 32 - Math.clz32(coded);
    this.bits(0, length - 1);
    this.bits(coded, length);
  }

  align(bit: 0 | 1): void {
    while ((this.#bitCount & 7) !== 0) this.bits(bit, 1);
  }

  /** Whole bytes at a byte's boundary. */
  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#bitCount >> 3);
    this.#bitCount += bytes.length * 8;
  }

  /** With stop bit and emulation prevention (clauses 7.3.2.11 and 7.4.1): a whole NAL unit. */
  finishNal(): Uint8Array {
    this.bits(1, 1);
    this.align(0);
    return preventEmulation(this.#bytes.subarray(0, this.#bitCount >> 3));
  }

  #reserve(sizeBytes: number): void {
    const needed = (this.#bitCount >> 3) + sizeBytes + 1;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(needed * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function preventEmulation(payload: Uint8Array): Uint8Array {
  const escaped = new Uint8Array(payload.length + Math.floor(payload.length / 2) + 1);
  let size = 0;
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      escaped[size] = 3;
      size += 1;
      zeros = 0;
    }
    escaped[size] = byte;
    size += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return escaped.slice(0, size);
}
