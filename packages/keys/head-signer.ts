/** The node's signing key: Ed25519, for the heads of the archive's chains. It proves origin to whoever keeps the public key elsewhere. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { join } from 'node:path';
import { readOrCreateKeyFile } from './atomic-key-file.ts';
import { KeyError } from './key-error.ts';

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Signs with the node's private key, which stays in here: heads, and the keys that sign deletions. */
export interface NodeSigner {
  /** First 16 bytes of SHA-256(public key), hex: names the key in signatures. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes, over exactly `message`. */
  sign(message: Uint8Array): Uint8Array;
}

/** `<data>/keys/node.ed25519` (PKCS#8 PEM, mode 0600), made at the first call. */
export function openHeadSigner(dataDirectory: string): NodeSigner {
  const path = join(dataDirectory, 'keys', 'node.ed25519');
  const pem = readOrCreateKeyFile(path, createPem);
  const privateKey = parsePem(path, pem);
  const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    keyId: nodeKeyId(publicKey),
    publicKey,
    sign: (message) => sign(null, message, privateKey),
  };
}

/** Whether `signature` was made over `message` with the key whose 32 public bytes are given. */
export function verifyHeadSignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) {
    return false;
  }
  return verify(null, message, keyObjectOf(publicKey), signature);
}

/** The key of the last call: a log has thousands of signatures by one. */
let lastKey: { readonly x: string; readonly key: KeyObject } | null = null;

function keyObjectOf(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  if (lastKey?.x !== x)
    lastKey = { x, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
  return lastKey.key;
}

function createPem(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ed25519');
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'ascii');
}

function parsePem(path: string, pem: Uint8Array): KeyObject {
  try {
    const key = createPrivateKey({ key: Buffer.from(pem), format: 'pem' });
    if (key.asymmetricKeyType === 'ed25519') {
      return key;
    }
  } catch (cause) {
    throw new KeyError('key-file-invalid', `${path} holds no private key`, { cause });
  }
  throw new KeyError('key-file-invalid', `${path} holds a key that is not Ed25519`);
}

/** First 16 bytes of SHA-256 of the 32 public bytes, hex. */
export function nodeKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}
