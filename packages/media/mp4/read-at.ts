/** How readers of files that don't fit in memory get at bytes, without knowing what a file is. */
import { joinBytes } from '../bytes/index.ts';

/**
 * Bytes from `offsetBytes`, `lengthBytes` of them, fewer only where the file ends (none past the end).
 * The reader keeps no view of the answer beyond its next call, so one buffer may serve all calls.
 */
export type ReadAt = (offsetBytes: number, lengthBytes: number) => Uint8Array;

/** A `ReadAt` over bytes in memory: views, no copies. */
export function readAtBytes(bytes: Uint8Array): ReadAt {
  return (offsetBytes, lengthBytes) => bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
}

/** A `ReadAt` over bytes that lie in several pieces, one behind the other: copies only where an answer spans two. */
export function readAtParts(parts: readonly Uint8Array[]): ReadAt {
  return (offsetBytes, lengthBytes) => {
    const found = sliceParts(parts, offsetBytes, lengthBytes);
    const [first = new Uint8Array(0)] = found;
    if (found.length < 2) return first;
    return joinBytes(found);
  };
}

/** Views of the bytes from `offsetBytes` on, at most `lengthBytes` of them. */
export function sliceParts(
  parts: readonly Uint8Array[],
  offsetBytes: number,
  lengthBytes = Number.MAX_SAFE_INTEGER,
): Uint8Array[] {
  const found: Uint8Array[] = [];
  const endBytes = offsetBytes + lengthBytes;
  let startBytes = 0;
  for (const part of parts) {
    const from = Math.max(0, offsetBytes - startBytes);
    const to = Math.min(part.length, endBytes - startBytes);
    if (from < to) found.push(part.subarray(from, to));
    startBytes += part.length;
  }
  return found;
}
