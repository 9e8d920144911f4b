/**
 * Recorded fragments as one answer: the messages of live-bytes.ts with channel 0, each behind its length (u32, big-endian). An
 * init comes first and wherever a player must begin anew: another run, or something is missing before.
 */
import { decodeLiveBytes, type LiveFragment, type LiveInit } from './live-bytes.ts';

/** Media type of such an answer. */
export const FRAGMENT_STREAM_TYPE = 'application/vnd.matlang.fragments';
const LENGTH_BYTES = 4;

/** @returns the length that stands before a message. */
export function encodeMessageLength(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, sizeBytes);
  return bytes;
}

/** @returns the messages of a whole answer, as views of it. @throws Error for bytes that make no sense, or an answer that broke off */
export function decodeFragmentStream(answer: Uint8Array): readonly (LiveInit | LiveFragment)[] {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  const messages: (LiveInit | LiveFragment)[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = at + LENGTH_BYTES <= answer.length ? at + LENGTH_BYTES + view.getUint32(at) : Infinity;
    if (end > answer.length) throw new Error(`the answer breaks off at byte ${at} of ${answer.length}`);
    const message = decodeLiveBytes(answer.subarray(at + LENGTH_BYTES, end));
    if (message === null) throw new Error(`a message at byte ${at} makes no sense`);
    messages.push(message);
    at = end;
  }
  return messages;
}
