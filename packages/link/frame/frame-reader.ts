/** Cuts a byte stream into frames. Holds at most one frame (MAX_FRAME_BYTES); each byte is copied at most once. */
import { FRAME_HEADER_BYTES, MAX_FRAME_BYTES } from './frame-type.ts';
import { LinkError } from './link-error.ts';

/** What makes a frame of its type and payload, or throws LinkError. */
export type DecodeFrame<Frame> = (type: number, payload: Uint8Array) => Frame;

/** Where payloads may lie whose bytes are used again (`PictureMemory` of media). */
export interface PayloadMemory {
  /** Holds anything; to be written over. */
  allocate(sizeBytes: number): Uint8Array;
  /** Until `release`, its bytes stay. */
  retain(payload: Uint8Array): void;
  release(payload: Uint8Array): void;
}

/**
 * One for each connection and direction: `new FrameReader(decodeToRecorderFrame)`. After an error (LinkError) it refuses
 * everything further with the same error.
 */
export class FrameReader<Frame> {
  readonly #decode: DecodeFrame<Frame>;
  readonly #memory: PayloadMemory | null;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerFilled = 0;
  /** The payload being collected, when it did not come in one piece. */
  #payload: Uint8Array | null = null;
  #payloadFilled = 0;
  #failure: LinkError | null = null;

  /** @param memory null: payloads are views of what is pushed, or have memory of their own */
  constructor(decode: DecodeFrame<Frame>, memory: PayloadMemory | null = null) {
    this.#decode = decode;
    this.#memory = memory;
  }

  /**
   * Takes the next bytes and calls `onFrame` for each frame that they complete, in order. Without a memory frames may hold views of `chunk`:
   * it must not be written afterwards. With one it may; a frame is good during the call, and longer while its bytes are retained there.
   * Throws the LinkError of the first refused frame.
   */
  push(chunk: Uint8Array, onFrame: (frame: Frame) => void): void {
    if (this.#failure !== null) {
      throw this.#failure;
    }
    try {
      let offset = 0;
      while (offset < chunk.length) {
        offset = this.#headerFilled < FRAME_HEADER_BYTES ? this.#takeHeader(chunk, offset) : offset;
        if (this.#headerFilled === FRAME_HEADER_BYTES) {
          offset = this.#takePayload(chunk, offset, onFrame);
        }
      }
    } catch (error) {
      if (error instanceof LinkError) {
        this.#failure = error;
      }
      throw error;
    }
  }

  /** The connection ended: what came of a frame that is not whole is let go of. */
  close(): void {
    if (this.#payload !== null) this.#memory?.release(this.#payload);
    this.#payload = null;
  }

  #takeHeader(chunk: Uint8Array, offset: number): number {
    const taken = Math.min(FRAME_HEADER_BYTES - this.#headerFilled, chunk.length - offset);
    this.#header.set(chunk.subarray(offset, offset + taken), this.#headerFilled);
    this.#headerFilled += taken;
    if (this.#headerFilled >= 4) {
      this.#checkLength();
    }
    return offset + taken;
  }

  #checkLength(): void {
    const length = this.#payloadBytes() + 1;
    if (length === 0) {
      throw new LinkError('frame-malformed', 'a frame without a type', null);
    }
    if (length > MAX_FRAME_BYTES) {
      throw new LinkError(
        'frame-too-large',
        `a frame of ${length} bytes, more than ${MAX_FRAME_BYTES}`,
        null,
      );
    }
  }

  #payloadBytes(): number {
    return new DataView(this.#header.buffer).getUint32(0) - 1;
  }

  #takePayload(chunk: Uint8Array, offset: number, onFrame: (frame: Frame) => void): number {
    const wanted = this.#payloadBytes();
    if (this.#memory === null && this.#payload === null && chunk.length - offset >= wanted) {
      this.#deliver(chunk.subarray(offset, offset + wanted), onFrame);
      return offset + wanted;
    }
    this.#payload ??= this.#begin(wanted);
    const taken = Math.min(wanted - this.#payloadFilled, chunk.length - offset);
    this.#payload.set(chunk.subarray(offset, offset + taken), this.#payloadFilled);
    this.#payloadFilled += taken;
    if (this.#payloadFilled === wanted) {
      this.#deliver(this.#payload, onFrame);
    }
    return offset + taken;
  }

  #begin(sizeBytes: number): Uint8Array {
    if (this.#memory === null) return new Uint8Array(sizeBytes);
    const payload = this.#memory.allocate(sizeBytes);
    this.#memory.retain(payload);
    return payload;
  }

  #deliver(payload: Uint8Array, onFrame: (frame: Frame) => void): void {
    const type = this.#header[4] ?? 0;
    this.#headerFilled = 0;
    this.#payload = null;
    this.#payloadFilled = 0;
    try {
      onFrame(this.#decode(type, payload));
    } finally {
      this.#memory?.release(payload);
    }
  }
}
