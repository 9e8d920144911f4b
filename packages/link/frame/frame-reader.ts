/** Cuts a byte stream into frames. Holds at most one frame (MAX_FRAME_BYTES); each byte is copied at most once. */
import { FRAME_HEADER_BYTES, MAX_FRAME_BYTES } from './frame-type.ts';
import { LinkError } from './link-error.ts';

/** What makes a frame of its type and payload, or throws LinkError. */
export type DecodeFrame<Frame> = (type: number, payload: Uint8Array) => Frame;

/**
 * One for each connection and direction: `new FrameReader(decodeToRecorderFrame)`. After an error (LinkError) it refuses
 * everything further with the same error.
 */
export class FrameReader<Frame> {
  readonly #decode: DecodeFrame<Frame>;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerFilled = 0;
  /** The payload being collected, when it did not come in one piece. */
  #payload: Uint8Array | null = null;
  #payloadFilled = 0;
  #failure: LinkError | null = null;

  constructor(decode: DecodeFrame<Frame>) {
    this.#decode = decode;
  }

  /**
   * Takes the next bytes and calls `onFrame` for each frame that they complete, in order. Frames may hold views of `chunk`:
   * it must not be written afterwards. Throws the LinkError of the first refused frame.
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
    if (this.#payload === null && chunk.length - offset >= wanted) {
      this.#deliver(chunk.subarray(offset, offset + wanted), onFrame);
      return offset + wanted;
    }
    this.#payload ??= new Uint8Array(wanted);
    const taken = Math.min(wanted - this.#payloadFilled, chunk.length - offset);
    this.#payload.set(chunk.subarray(offset, offset + taken), this.#payloadFilled);
    this.#payloadFilled += taken;
    if (this.#payloadFilled === wanted) {
      this.#deliver(this.#payload, onFrame);
    }
    return offset + taken;
  }

  #deliver(payload: Uint8Array, onFrame: (frame: Frame) => void): void {
    const type = this.#header[4] ?? 0;
    this.#headerFilled = 0;
    this.#payload = null;
    this.#payloadFilled = 0;
    onFrame(this.#decode(type, payload));
  }
}
