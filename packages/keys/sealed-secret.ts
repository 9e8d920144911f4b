/**
 * Secrets at rest: AES-256-GCM under the site key, as one line of text `v1.<nonce>.<ciphertext and tag>` in base64url. The
 * context (what the secret belongs to) is authenticated with it: a sealed password copied to another camera does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KeyError } from './key-error.ts';
import type { SiteKey } from './site-key.ts';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
/** 96 bits: SP 800-38D 8.2. Random, so at most 2^32 secrets a key; a site has thousands. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_PATTERN = /^v1\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

/** Seals `secret` for `context`; the same arguments give another text each time. */
export function sealSecret(key: SiteKey, secret: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(context));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** What was sealed. Throws KeyError `sealed-malformed` or `sealed-refused`; neither names the secret. */
export function openSecret(key: SiteKey, sealed: string, context: string): string {
  const match = SEALED_PATTERN.exec(sealed);
  const [nonceText, bodyText] = [match?.[1], match?.[2]];
  if (nonceText === undefined || bodyText === undefined) {
    throw new KeyError('sealed-malformed', 'the sealed secret is not of a form known here');
  }
  const body = Buffer.from(bodyText, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, key.bytes, Buffer.from(nonceText, 'base64url'), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(context));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(body.subarray(0, body.length - TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8');
  } catch (cause) {
    throw new KeyError('sealed-refused', 'the sealed secret does not open with this key and context', {
      cause,
    });
  }
}

function associatedData(context: string): Buffer {
  return Buffer.from(`matlang/${VERSION}/${context}`, 'utf8');
}
