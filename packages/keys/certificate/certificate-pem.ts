/** Keys and certificates as text (RFC 7468). */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?<kind>(?:[A-Z]+ )*PRIVATE KEY)-----[\s\S]+?-----END \k<kind>-----/;

/** @param der of one certificate */
export const certificatePem = (der: Uint8Array): string => new X509Certificate(der).toString();

/** PKCS#8. */
export const privateKeyPem = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** All certificates of a text, as it has them: the server's own comes first. Null: none, or one that can't be read. */
export function parseCertificates(text: string): readonly X509Certificate[] | null {
  const found = text.match(CERTIFICATE) ?? [];
  try {
    return found.length === 0 ? null : found.map((pem) => new X509Certificate(pem));
  } catch {
    return null;
  }
}

/** The first private key of a text. Null: none, one under a passphrase, or one that can't be read. */
export function parsePrivateKey(text: string): KeyObject | null {
  const pem = PRIVATE_KEY.exec(text)?.[0];
  if (pem === undefined) return null;
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
