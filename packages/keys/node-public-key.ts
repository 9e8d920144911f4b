/** The public half of the node's key as a file of its own: whoever shows signatures, or verifies them, need not open the private one. */
import { createPublicKey } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeKeyId } from './head-signer.ts';

/** What signatures of a node are verified with. */
export interface NodePublicKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** What stands before the 32 bytes in SPKI (RFC 8410): with it other programs read the file too. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const pathOf = (dataDirectory: string): string => join(dataDirectory, 'keys', 'node.ed25519.pub');

/** Writes `<data>/keys/node.ed25519.pub` (SPKI PEM) unless it says so already. @throws the system's error */
export function publishNodeKey(dataDirectory: string, { keyId, publicKey }: NodePublicKey): void {
  if (readNodeKey(dataDirectory)?.keyId === keyId) return;
  const path = pathOf(dataDirectory);
  const key = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, key.export({ type: 'spki', format: 'pem' }));
  chmodSync(temporary, 0o644);
  renameSync(temporary, path);
}

/** Null: there is no such file, or it holds no Ed25519 key. */
export function readNodeKey(dataDirectory: string): NodePublicKey | null {
  try {
    const key = createPublicKey(readFileSync(pathOf(dataDirectory)));
    if (key.asymmetricKeyType !== 'ed25519') return null;
    const publicKey = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
    return { keyId: nodeKeyId(publicKey), publicKey };
  } catch {
    return null;
  }
}
