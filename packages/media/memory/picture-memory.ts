/**
 * Memory for coded pictures: of a stream that is recorded (shared with the threads that write it to disk), of a socket that brings them to
 * viewers. Pictures lie one behind the other in blocks; a block is used again when nobody retains a picture in it. A buffer of its own for each
 * picture and fragment, left to the garbage collector, cost more than all the rest of recording (docs/benchmarks.md).
 */

/** Holds a sub stream's GOP; a large key frame gets a block of a larger class. */
const BLOCK_BYTES = 256 * 1024;
/**
 * Blocks that nobody uses, by size: one pool for all streams. It keeps what the streams needed at most since the last `trim`: a
 * block left to the garbage collector stays until the volume's thread, which has little to collect, has collected as well.
 */
export class BlockPool {
  readonly #free = new Map<number, FreeBlocks>();

  get freeBytes(): number {
    let freeBytes = 0;
    for (const [blockBytes, { blocks }] of this.#free) freeBytes += blockBytes * blocks.length;
    return freeBytes;
  }

  /** At least `sizeBytes`; holds what it held before. */
  take(sizeBytes: number): SharedArrayBuffer {
    let blockBytes = BLOCK_BYTES;
    while (blockBytes < sizeBytes) blockBytes *= 2;
    const free = this.#free.get(blockBytes);
    const block = free?.blocks.pop();
    if (free !== undefined) free.fewest = Math.min(free.fewest, free.blocks.length);
    return block ?? new SharedArrayBuffer(blockBytes);
  }

  give(block: SharedArrayBuffer): void {
    const free = this.#free.get(block.byteLength);
    if (free === undefined) this.#free.set(block.byteLength, { blocks: [block], fewest: 0 });
    else free.blocks.push(block);
  }

  /** Every minute: lets go of the blocks that nobody needed since the last call. */
  trim(): void {
    for (const free of this.#free.values()) {
      free.blocks.splice(0, free.fewest);
      free.fewest = free.blocks.length;
    }
  }
}

interface FreeBlocks {
  readonly blocks: SharedArrayBuffer[];
  /** The fewest that there were since the last `trim`. */
  fewest: number;
}

interface Block {
  readonly memory: SharedArrayBuffer;
  usedBytes: number;
  /** How often pictures in it are retained. */
  retained: number;
}

/**
 * The pictures of one stream or socket. What `allocate` gives is good until the next `sweep`, and longer while it is retained: whoever keeps a
 * picture beyond the call that brought it retains it, and releases it once.
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
      block = { memory: this.#pool.take(sizeBytes), usedBytes: 0, retained: 0 };
      this.#blocks.set(block.memory, block);
      this.#current = block;
    }
    const data = new Uint8Array(block.memory, block.usedBytes, sizeBytes);
    block.usedBytes += sizeBytes;
    this.#sweepable = true;
    return data;
  }

  /** Data that has memory of its own (sound) needs no retaining: nothing happens. */
  retain(data: Uint8Array): void {
    const block = this.#blocks.get(data.buffer);
    if (block !== undefined) block.retained += 1;
  }

  /** Once for each `retain`. */
  release(data: Uint8Array): void {
    const block = this.#blocks.get(data.buffer);
    if (block === undefined) return;
    block.retained -= 1;
    if (block.retained === 0) this.#sweepable = true;
  }

  /** Takes back what nobody retains: between two reads, when no picture is on its way. */
  sweep(): void {
    if (!this.#sweepable) return;
    this.#sweepable = false;
    for (const block of this.#blocks.values()) {
      if (block.retained > 0) continue;
      if (block === this.#current) {
        block.usedBytes = 0;
        continue;
      }
      this.#blocks.delete(block.memory);
      this.#pool.give(block.memory);
    }
  }
}
