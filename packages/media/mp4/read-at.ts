/** How readers of files that don't fit in memory get at bytes, without knowing what a file is. */

/**
 * Bytes from `offsetBytes`, `lengthBytes` of them, fewer only where the file ends (none past the end).
 * The reader keeps no view of the answer beyond its next call, so one buffer may serve all calls.
 */
export type ReadAt = (offsetBytes: number, lengthBytes: number) => Uint8Array;

/** A `ReadAt` over bytes in memory: views, no copies. */
export function readAtBytes(bytes: Uint8Array): ReadAt {
  return (offsetBytes, lengthBytes) => bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
}
