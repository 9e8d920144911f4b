/**
 * The certificate of the site's server, by its own authority: `<data>/keys/server.pem`, key and certificate in one file. When it is made
 * anew is decided by whoever watches the clock; here is only what one is and how it is made.
 */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, EARLIEST_UNIX_MS } from './authority.ts';
import { certificatePem, parseCertificates, parsePrivateKey, privateKeyPem } from './certificate-pem.ts';
import { normalizeHost } from './host-name.ts';
import { replacePrivateFile } from './private-file.ts';
import { fittingCommonName, signServer } from './sign-certificate.ts';

const DAY_MS = 86_400_000;
/** Apple's devices refuse more than 825 days of a root that was added by hand; browsers are on their way to less than 398. */
export const SERVER_CERTIFICATE_DAYS = 397;
/** A telephone whose clock is behind by less than this opens a new certificate as well; a machine whose clock goes back by less makes none. */
export const BACKDATED_DAYS = 30;

/** What a TLS server is given, and what its certificate says. */
export interface ServerCertificate {
  /** PEM; a secret. */
  readonly key: string;
  /** PEM: the server's own, then those that lead to its root. */
  readonly chain: string;
  readonly certificate: X509Certificate;
}

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'keys', 'server.pem');

/** The one that was made last; null where there is none, it can't be read, or another authority made it. */
export function readServerCertificate(dataDirectory: string, authority: Authority): ServerCertificate | null {
  let text: string;
  try {
    text = readFileSync(fileOf(dataDirectory), 'utf8');
  } catch {
    return null;
  }
  const key = parsePrivateKey(text);
  const certificate = parseCertificates(text)?.[0];
  if (key === null || certificate === undefined || !certificate.checkPrivateKey(key)) return null;
  if (!certificate.verify(authority.certificate.publicKey)) return null;
  return { key: privateKeyPem(key), chain: certificate.toString(), certificate };
}

/**
 * Makes one for the names and keeps it in place of the one before.
 * @param names as `normalizeHost` gives them, each of which the authority permits; at least one
 * @throws the system's error where the file can't be written
 */
export function makeServerCertificate(
  dataDirectory: string,
  authority: Authority,
  { names, nowUnixMs }: { readonly names: readonly string[]; readonly nowUnixMs: number },
): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const fromUnixMs = Math.max(nowUnixMs - BACKDATED_DAYS * DAY_MS, EARLIEST_UNIX_MS);
  const frame = {
    commonName: fittingCommonName(names[0] ?? ''),
    fromUnixMs,
    untilUnixMs: Math.min(
      // Both ends are part of the time (RFC 5280, 4.1.2.5).
      fromUnixMs + SERVER_CERTIFICATE_DAYS * DAY_MS - 1000,
      authority.certificate.validToDate.getTime(),
    ),
  };
  const chain = certificatePem(signServer(frame, publicKey, authority, names));
  const key = privateKeyPem(privateKey);
  replacePrivateFile(fileOf(dataDirectory), key + chain);
  return { key, chain, certificate: new X509Certificate(chain) };
}

/** DNS names and addresses of a certificate, as `normalizeHost` gives them; a name with `*` as it stands. */
export const namesOf = ({ subjectAltName }: X509Certificate): readonly string[] =>
  (subjectAltName ?? '').split(', ').flatMap((entry) => {
    const value = /^(?:DNS|IP Address):(?<value>.+)$/.exec(entry)?.groups?.['value'];
    return value === undefined ? [] : [normalizeHost(value) ?? value.toLowerCase()];
  });
