/**
 * Recorded fragments as one answer: the messages of live-bytes.ts with channel 0, each behind its length (u32, big-endian). An
 * init comes first and wherever a player must begin anew: another run, or something is missing before.
 */
import { decodeLiveBytes, type LiveFragment, type LiveInit } from './live-bytes.ts';

/** Media type of such an answer. */
export const FRAGMENT_STREAM_TYPE = 'application/vnd.matlang.fragments';
const LENGTH_BYTES = 4;
/** The largest fragment that a recorder writes is 16 MiB. */
const MAX_MESSAGE_BYTES = 20 * 1024 * 1024;

/** @returns the length that stands before a message. */
export function encodeMessageLength(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, sizeBytes);
  return bytes;
}

/** Cuts an answer into its messages as it comes in. Holds at most one message. */
export class FragmentStreamReader {
  #waiting: Uint8Array = new Uint8Array(0);

  /** @returns what became whole; the messages are views. @throws Error for bytes that make no sense */
  push(chunk: Uint8Array): (LiveInit | LiveFragment)[] {
    let bytes = chunk;
    if (this.#waiting.length > 0) {
      bytes = new Uint8Array(this.#waiting.length + chunk.length);
      bytes.set(this.#waiting);
      bytes.set(chunk, this.#waiting.length);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const messages: (LiveInit | LiveFragment)[] = [];
    let at = 0;
    while (at + LENGTH_BYTES <= bytes.length) {
      const sizeBytes = view.getUint32(at);
      if (sizeBytes > MAX_MESSAGE_BYTES) throw new Error(`a message of ${sizeBytes} bytes`);
      const end = at + LENGTH_BYTES + sizeBytes;
      if (end > bytes.length) break;
      const message = decodeLiveBytes(bytes.subarray(at + LENGTH_BYTES, end));
      if (message === null) throw new Error('a message that makes no sense');
      messages.push(message);
      at = end;
    }
    this.#waiting = bytes.slice(at);
    return messages;
  }
}
