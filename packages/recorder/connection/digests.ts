/** The hashes that RTSP authentication needs, from Node. */
import { createHash, randomBytes } from 'node:crypto';
import type { Digests } from '@matlang/media/rtsp';

/** MD5 and SHA-256 by OpenSSL. */
export const nodeDigests: Digests = {
  md5Hex: (bytes) => createHash('md5').update(bytes).digest('hex'),
  sha256Hex: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};

/** 128 random bits as hexadecimal text, for client nonces. */
export function randomHex(): string {
  return randomBytes(16).toString('hex');
}
