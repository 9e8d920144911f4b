/** Reads the fields of one box in order; reading past its end is a refusal that names the box. */
import { Mp4Error, type Mp4ErrorCode } from './mp4-error.ts';

/** Numbers are big-endian; each read that goes past the end throws Mp4Error `malformed`. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #box: string;
  readonly #boxOffsetBytes: number;
  #at = 0;

  /** `bytes` is the body of the box: what follows its header. Views that it gives are views of `bytes`. */
  constructor(bytes: Uint8Array, box: string, boxOffsetBytes: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#box = box;
    this.#boxOffsetBytes = boxOffsetBytes;
  }

  get leftBytes(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  /** A 64-bit number; beyond 2^53 it is refused. */
  u64(): number {
    const value = this.u32() * 0x1_0000_0000 + this.u32();
    if (!Number.isSafeInteger(value)) this.refuse('limit', 'a number beyond 2^53');
    return value;
  }

  bytes(countBytes: number): Uint8Array {
    const start = this.#take(countBytes);
    return this.#bytes.subarray(start, start + countBytes);
  }

  skip(countBytes: number): void {
    this.#take(countBytes);
  }

  refuse(code: Mp4ErrorCode, what: string): never {
    throw new Mp4Error(code, this.#box, this.#boxOffsetBytes, what);
  }

  #take(countBytes: number): number {
    const start = this.#at;
    if (countBytes > this.leftBytes)
      this.refuse('malformed', `ends after ${this.#bytes.length} bytes of body`);
    this.#at = start + countBytes;
    return start;
  }
}
