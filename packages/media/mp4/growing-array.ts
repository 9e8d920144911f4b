/** Typed arrays that grow by doubling: hours of footage without an object a sample. */

const FIRST_CAPACITY = 256;

/** Values are kept modulo 2^32, 4 bytes each. */
export class GrowingUint32 {
  #values = new Uint32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The last value again, changed. */
  replaceLast(value: number): void {
    this.#values[this.#length - 1] = value;
  }

  /** A view of what was pushed, good until the next push. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** Pairs of count and value: the shape of `stts` and `ctts`. */
export class RunLengths {
  readonly #pairs = new GrowingUint32();
  #value = 0;
  #count = 0;

  push(value: number): void {
    if (this.#count > 0 && value !== this.#value) this.#flush();
    this.#value = value;
    this.#count += 1;
  }

  /** Counts and values in turn. */
  pairs(): Uint32Array {
    if (this.#count > 0) this.#flush();
    return this.#pairs.view();
  }

  #flush(): void {
    this.#pairs.push(this.#count);
    this.#pairs.push(this.#value);
    this.#count = 0;
  }
}
