/** Bytes that wait for more: appended at the end, read and dropped at the start, in one block of memory. */

const FIRST_CAPACITY = 4 * 1024;
/** A block that grew beyond this is given back as soon as it is empty: most cameras never need it again. */
const KEPT_CAPACITY = 16 * 1024;
const NOTHING = new Uint8Array(0);

/** Whoever appends bounds it. Cost is linear in what is appended, however small the pieces. */
export class WaitingBytes {
  #block: Uint8Array = NOTHING;
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** What waits, as a view that the next `append` makes worthless. */
  view(): Uint8Array {
    return this.#block.subarray(this.#start, this.#end);
  }

  /** @param bytes copied. */
  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#block.length) this.#makeRoom(bytes.length);
    this.#block.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#start += count;
    if (this.#start >= this.#end) this.clear();
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
    if (this.#block.length > KEPT_CAPACITY) this.#block = NOTHING;
  }

  /** Moves what waits to the front only when as much again is free behind it: so each byte is moved once on average. */
  #makeRoom(more: number): void {
    const length = this.length;
    const needed = length + more;
    if (needed * 2 <= this.#block.length) {
      this.#block.copyWithin(0, this.#start, this.#end);
    } else {
      const block = new Uint8Array(Math.max(FIRST_CAPACITY, needed * 2));
      block.set(this.view());
      this.#block = block;
    }
    this.#start = 0;
    this.#end = length;
  }
}
