/** Ed25519 keys that live in memory only, and checking signatures by 32 public bytes. */
import { Buffer } from 'node:buffer';
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** A key pair of which only this object can sign, gone with it. */
export interface MemoryKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** A new one at each call; nothing can get the private half out of it. */
export function makeMemoryKey(): MemoryKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { publicKey: new Uint8Array(bytes), sign: (message) => sign(null, message, privateKey) };
}

/** Null where it is not 32 bytes. */
export function publicKeyOf(bytes: Uint8Array): KeyObject | null {
  if (bytes.length !== PUBLIC_KEY_BYTES) return null;
  const x = Buffer.from(bytes).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Whether the signature is of that key over exactly `message`. */
export function isSignedBy(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_BYTES && verify(null, message, key, signature);
}
