/** SHA-256, and hex as the journal writes digests. */
import { Buffer } from 'node:buffer';
import { createHash, hash } from 'node:crypto';

/** Size of a SHA-256: of hashes, leaves and chain values alike. */
export const DIGEST_BYTES = 32;

/** 32 bytes, a copy of their own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** Of the parts one behind the other, without joining them. */
export function sha256OfParts(...parts: readonly Uint8Array[]): Uint8Array {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** The inverse of `toHex`; what isn't hex ends it early. */
export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Whether two digests are the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
