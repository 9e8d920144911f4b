/**
 * The site's own authority of certificates: `<data>/keys/authority.pem`, its key and its certificate in one file, so that they always
 * belong together. Made when it is first needed. Phones and computers that trust it trust this site, and no other name on the Internet.
 */
import { createHash, generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOrCreateKeyFile } from '../atomic-key-file.ts';
import { KeyError } from '../key-error.ts';
import { certificatePem, parseCertificates, parsePrivateKey, privateKeyPem } from './certificate-pem.ts';
import { isPermitted, type PermittedNames, permittedNames } from './name-constraints.ts';
import { fittingCommonName, signAuthority } from './sign-certificate.ts';

/**
 * No clock that is right says less: this program did not exist before. A machine whose battery is empty starts in 1970 or 2000; what is
 * made then must hold once the clock is right.
 */
export const EARLIEST_UNIX_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
/** Ten years with their leap days. */
const AUTHORITY_DAYS = 3652;

/** Opened; the key stays in the process. */
export interface Authority {
  readonly commonName: string;
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
  /** Whether it may speak for a name or address, as `normalizeHost` gives it. */
  readonly permits: (name: string) => boolean;
}

/** Where it is, whether it is there or not. */
const fileOf = (dataDirectory: string): string => join(dataDirectory, 'keys', 'authority.pem');

/** Whether it was made already. */
export const hasAuthority = (dataDirectory: string): boolean => existsSync(fileOf(dataDirectory));

/** What a new one is made of. */
export interface AuthorityDraft {
  /** What phones list it by. */
  readonly siteName: string;
  /** For which it may speak beside those of private networks; as `normalizeHost` gives them. */
  readonly names: readonly string[];
  readonly nowUnixMs: number;
}

/** The authority; made by the draft where there is none. @throws KeyError for a file that is none, or that others may read */
export function openAuthority(dataDirectory: string, draft: AuthorityDraft): Authority {
  const path = fileOf(dataDirectory);
  const text = Buffer.from(readOrCreateKeyFile(path, () => createAuthority(draft))).toString('utf8');
  const privateKey = parsePrivateKey(text);
  const certificate = parseCertificates(text)?.[0];
  if (privateKey === null || certificate === undefined || !certificate.checkPrivateKey(privateKey)) {
    throw new KeyError('key-file-invalid', `${path} holds no authority: a private key and its certificate`);
  }
  const permitted = readPermitted(text);
  return {
    commonName: commonNameOf(certificate),
    privateKey,
    certificate,
    permits: (name) => isPermitted(permitted, name),
  };
}

/** SHA-256 over the certificate, as pairs of digits in groups of eight: what is compared on paper. */
export const fingerprintOf = (certificate: X509Certificate): string =>
  (createHash('sha256').update(certificate.raw).digest('hex').toUpperCase().match(/.{4}/g) ?? []).join(' ');

const NAMES_LINE = /^# names: (?<names>.*)$/m;

function createAuthority({ siteName, names, nowUnixMs }: AuthorityDraft): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const frame = {
    commonName: fittingCommonName(`Mắt Làng ${siteName}`),
    // Not now: a clock that was ahead must not make one that is not valid yet once it is right.
    fromUnixMs: EARLIEST_UNIX_MS,
    untilUnixMs: Math.max(nowUnixMs, EARLIEST_UNIX_MS) + AUTHORITY_DAYS * DAY_MS,
  };
  const der = signAuthority(frame, privateKey, permittedNames(names));
  // Text outside the blocks is not read by others (RFC 7468, 2); Node does not tell the names of a certificate's constraints.
  return Buffer.from(
    `# names: ${names.join(' ')}\n${privateKeyPem(privateKey)}${certificatePem(der)}`,
    'utf8',
  );
}

const readPermitted = (text: string): PermittedNames =>
  permittedNames((NAMES_LINE.exec(text)?.groups?.['names'] ?? '').split(' ').filter((name) => name !== ''));

/** Node gives a name as lines of `CN=…`. */
const commonNameOf = ({ subject }: X509Certificate): string =>
  /^CN=(?<name>.*)$/m.exec(subject)?.groups?.['name'] ?? '';
