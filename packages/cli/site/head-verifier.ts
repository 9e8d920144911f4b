/** Verifies signatures of chain heads with the public half of this site's own key: proves that nothing was re-signed by another. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadSigner, verifyHeadSignature } from '@matlang/keys';

/** @returns null for a key that isn't this site's; a check must not make a key where there is none. */
export const headVerifier = (
  dataDirectory: string,
): ((keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null) => {
  if (!existsSync(join(dataDirectory, 'keys', 'node.ed25519'))) return () => null;
  const { keyId: ownKeyId, publicKey } = openHeadSigner(dataDirectory);
  return (keyId, message, signature) =>
    keyId === ownKeyId ? verifyHeadSignature(publicKey, message, signature) : null;
};

/** Signs with this site's own key what a check mends; null where the site has none yet. */
export const siteSigner = (dataDirectory: string): ReturnType<typeof openHeadSigner> | null =>
  existsSync(join(dataDirectory, 'keys', 'node.ed25519')) ? openHeadSigner(dataDirectory) : null;
