/**
 * Memory for coded pictures, shared with the threads that write them to disk. A stream's pictures lie one behind the other in
 * blocks; a block is used again when nobody holds a picture in it. A buffer of its own for each picture and fragment, left to
 * the garbage collector, cost more than all the rest of recording (docs/benchmarks.md).
 */

/** Holds a sub stream's GOP; a large key frame gets a block of a larger class. */
const BLOCK_BYTES = 256 * 1024;
/** What waits to be used again; more goes to the garbage collector. */
export const MAX_FREE_BYTES = 32 * 1024 * 1024;

/** Blocks that nobody uses, by size: one for all streams. */
export class BlockPool {
  readonly #free = new Map<number, SharedArrayBuffer[]>();
  #freeBytes = 0;

  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** At least `sizeBytes`; holds what it held before. */
  take(sizeBytes: number): SharedArrayBuffer {
    let blockBytes = BLOCK_BYTES;
    while (blockBytes < sizeBytes) blockBytes *= 2;
    const block = this.#free.get(blockBytes)?.pop();
    if (block === undefined) return new SharedArrayBuffer(blockBytes);
    this.#freeBytes -= blockBytes;
    return block;
  }

  give(block: SharedArrayBuffer): void {
    if (this.#freeBytes + block.byteLength > MAX_FREE_BYTES) return;
    const free = this.#free.get(block.byteLength);
    if (free === undefined) this.#free.set(block.byteLength, [block]);
    else free.push(block);
    this.#freeBytes += block.byteLength;
  }
}

interface Block {
  readonly memory: SharedArrayBuffer;
  usedBytes: number;
  /** Holds on pictures in it. */
  holds: number;
}

/**
 * One stream's pictures. What `allocate` gives is good until the next `sweep`, and longer while it is held: whoever keeps a
 * picture beyond the call that brought it holds it, and lets go of it once.
 */
export class PictureMemory {
  readonly #pool: BlockPool;
  readonly #blocks = new Map<ArrayBufferLike, Block>();
  #current: Block | null = null;
  /** A block may have become free. */
  #sweepable = false;

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  /** Of all its blocks. */
  get sizeBytes(): number {
    let sizeBytes = 0;
    for (const { memory } of this.#blocks.values()) sizeBytes += memory.byteLength;
    return sizeBytes;
  }

  /** Holds anything; to be written over. */
  allocate(sizeBytes: number): Uint8Array {
    let block = this.#current;
    if (block === null || block.usedBytes + sizeBytes > block.memory.byteLength) {
      block = { memory: this.#pool.take(sizeBytes), usedBytes: 0, holds: 0 };
      this.#blocks.set(block.memory, block);
      this.#current = block;
    }
    const data = new Uint8Array(block.memory, block.usedBytes, sizeBytes);
    block.usedBytes += sizeBytes;
    this.#sweepable = true;
    return data;
  }

  /** Data that has memory of its own (sound) needs no holding: nothing happens. */
  hold(data: Uint8Array): void {
    const block = this.#blocks.get(data.buffer);
    if (block !== undefined) block.holds += 1;
  }

  /** Once for each `hold`. */
  release(data: Uint8Array): void {
    const block = this.#blocks.get(data.buffer);
    if (block === undefined) return;
    block.holds -= 1;
    if (block.holds === 0) this.#sweepable = true;
  }

  /** Takes back what nobody holds: between two reads, when no picture is on its way. */
  sweep(): void {
    if (!this.#sweepable) return;
    this.#sweepable = false;
    for (const block of this.#blocks.values()) {
      if (block.holds > 0) continue;
      if (block === this.#current) {
        block.usedBytes = 0;
        continue;
      }
      this.#blocks.delete(block.memory);
      this.#pool.give(block.memory);
    }
  }
}
