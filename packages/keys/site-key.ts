/** The site's key: what camera passwords and other secrets at rest are sealed with. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, readOrCreateKeyFile } from './atomic-key-file.ts';
import { KeyError } from './key-error.ts';

/** AES-256. */
export const SITE_KEY_BYTES = 32;
/** Of systemd's `LoadCredential=`: a file of this name in the folder that it names to the service, and to it alone. */
export const SITE_KEY_CREDENTIAL = 'matlang-site-key';
/** Stands in the key file's place then, so that a program that was not given the key makes no other one. */
const ELSEWHERE = Buffer.from('The key of this site is given by the service manager.\n', 'ascii');

/** For sealSecret and openSecret; nobody else has a use for the bytes. */
export interface SiteKey {
  readonly bytes: Uint8Array;
}

/** What `CREDENTIALS_DIRECTORY` of the process's environment says; undefined: no service manager gave any. */
export const credentialsDirectory = (): string | undefined => process.env['CREDENTIALS_DIRECTORY'];

/**
 * The key that the service manager gives, else `<data>/keys/site.key`, made at the first call.
 * @throws KeyError for a file that is no key or that others may read; `site-key-elsewhere` where the service manager has the key and
 *   does not give it to this process
 */
export function openSiteKey(dataDirectory: string, credentials = credentialsDirectory()): SiteKey {
  const path = siteKeyPath(dataDirectory);
  const given = credentials === undefined ? null : readCredential(join(credentials, SITE_KEY_CREDENTIAL));
  const bytes = readOrCreateKeyFile(path, () => (given === null ? randomBytes(SITE_KEY_BYTES) : ELSEWHERE));
  if (given === null) return siteKeyOf(path, bytes);
  if (!ELSEWHERE.equals(bytes) && !Buffer.from(given.bytes).equals(bytes)) {
    throw new KeyError('key-file-invalid', `${path} holds another key than the service manager gives`);
  }
  return given;
}

/** Whether the service manager gives the key: then nothing here can put another in its place. */
export function isSiteKeyGiven(credentials = credentialsDirectory()): boolean {
  return credentials !== undefined && readCredential(join(credentials, SITE_KEY_CREDENTIAL)) !== null;
}

/** Names a key to people and in the log; says nothing of its bytes. 32 hex digits. */
export function siteKeyId({ bytes }: SiteKey): string {
  return createHmac('sha256', bytes).update('matlang-site-key-id-1').digest('hex').slice(0, 32);
}

/** Where the key lies. */
export const siteKeyPath = (dataDirectory: string): string => join(dataDirectory, 'keys', 'site.key');
/** Of the key that comes after it, while it is rotated. */
export const nextSiteKeyPath = (dataDirectory: string): string =>
  join(dataDirectory, 'keys', 'site.key.next');

/** Null: there is no such file. @throws KeyError */
export function readSiteKey(path: string): SiteKey | null {
  const bytes = readKeyFile(path);
  return bytes === null ? null : siteKeyOf(path, bytes);
}

function siteKeyOf(path: string, bytes: Uint8Array): SiteKey {
  if (ELSEWHERE.equals(bytes)) {
    throw new KeyError(
      'site-key-elsewhere',
      `${path} is with the service manager: start the site as its service, or name its folder in CREDENTIALS_DIRECTORY`,
    );
  }
  if (bytes.length !== SITE_KEY_BYTES) {
    throw new KeyError('key-file-invalid', `${path} has ${bytes.length} bytes, not ${SITE_KEY_BYTES}`);
  }
  return { bytes };
}

/** Who may read it is the service manager's business: it shows the file to the service alone, under rights of its own. */
function readCredential(path: string): SiteKey | null {
  try {
    return siteKeyOf(path, readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
