/** The site's key: what camera passwords and other secrets at rest are sealed with. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readOrCreateKeyFile } from './atomic-key-file.ts';
import { KeyError } from './key-error.ts';

/** AES-256. */
export const SITE_KEY_BYTES = 32;

/** For sealSecret and openSecret; nobody else has a use for the bytes. */
export interface SiteKey {
  readonly bytes: Uint8Array;
}

/** `<data>/keys/site.key`, made at the first call. Throws KeyError for a file that is no key or that others may read. */
export function openSiteKey(dataDirectory: string): SiteKey {
  const path = join(dataDirectory, 'keys', 'site.key');
  const bytes = readOrCreateKeyFile(path, () => randomBytes(SITE_KEY_BYTES));
  if (bytes.length !== SITE_KEY_BYTES) {
    throw new KeyError('key-file-invalid', `${path} has ${bytes.length} bytes, not ${SITE_KEY_BYTES}`);
  }
  return { bytes };
}
