/** A certificate and a key that somebody else made: read from their files and checked before anybody is shown them. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { parseCertificates, parsePrivateKey, privateKeyPem } from './certificate-pem.ts';
import type { ServerCertificate } from './server-certificate.ts';

/** A chain of four with long names is 10 kB. */
const MAX_FILE_BYTES = 128 * 1024;

/** Closed list of refusals. */
type CertificateErrorCode =
  | 'certificate-file-unreadable'
  | 'certificate-malformed'
  /** None, or one under a passphrase. */
  | 'certificate-key-malformed'
  | 'certificate-key-unfit'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-foreign'
  /** OpenSSL refuses it: a key that is too short, a signature by MD5. */
  | 'certificate-too-weak';

/** Thrown for what is refused; `detail` goes where its sentence says so: the file, the names, or the instant. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code: CertificateErrorCode;
  readonly detail: { readonly file: string; readonly names?: readonly string[]; readonly atUnixMs?: number };

  constructor(code: CertificateErrorCode, detail: CertificateError['detail'], options?: ErrorOptions) {
    super(`${code}: ${detail.file}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** What is given and what it must be good for. */
export interface GivenCertificateQuestion {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Each must be among the certificate's own; as `normalizeHost` gives them. */
  readonly names: readonly string[];
  readonly nowUnixMs: number;
}

/** @throws CertificateError */
export function readGivenCertificate(question: GivenCertificateQuestion): ServerCertificate {
  const { certificateFile, keyFile, names, nowUnixMs } = question;
  const text = readText(certificateFile);
  const certificates = parseCertificates(text);
  const [certificate] = certificates ?? [];
  if (certificates === null || certificate === undefined)
    throw new CertificateError('certificate-malformed', { file: certificateFile });
  const key = parsePrivateKey(readText(keyFile));
  if (key === null) throw new CertificateError('certificate-key-malformed', { file: keyFile });
  if (!certificate.checkPrivateKey(key))
    throw new CertificateError('certificate-key-unfit', { file: keyFile });
  requireInForce(certificate, certificateFile, nowUnixMs);
  const foreign = names.filter((name) => !bearsName(certificate, name));
  if (foreign.length > 0)
    throw new CertificateError('certificate-foreign', { file: certificateFile, names: foreign });
  return usable({ certificates, certificate, key, file: certificateFile });
}

/** Whether a browser that asks for the name takes the certificate as that of the name. */
export const bearsName = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? certificate.checkHost(name, { subject: 'never' }) : certificate.checkIP(name)) !==
  undefined;

function requireInForce(certificate: X509Certificate, file: string, nowUnixMs: number): void {
  const fromUnixMs = certificate.validFromDate.getTime();
  const untilUnixMs = certificate.validToDate.getTime();
  if (nowUnixMs > untilUnixMs)
    throw new CertificateError('certificate-expired', { file, atUnixMs: untilUnixMs });
  if (nowUnixMs < fromUnixMs)
    throw new CertificateError('certificate-not-yet-valid', { file, atUnixMs: fromUnixMs });
}

function usable({
  certificates,
  certificate,
  key,
  file,
}: {
  readonly certificates: readonly X509Certificate[];
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  readonly file: string;
}): ServerCertificate {
  const found = {
    key: privateKeyPem(key),
    chain: certificates.map((one) => one.toString()).join(''),
    certificate,
  };
  try {
    createSecureContext({ key: found.key, cert: found.chain });
  } catch (cause) {
    throw new CertificateError('certificate-too-weak', { file }, { cause });
  }
  return found;
}

/** @throws CertificateError `certificate-file-unreadable`; of a larger file its beginning is read */
function readText(path: string): string {
  const bytes = Buffer.alloc(MAX_FILE_BYTES);
  try {
    // To open a pipe would wait for whoever writes into it.
    if (!statSync(path).isFile()) throw new TypeError(`${path} is no file`);
    const file = openSync(path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new CertificateError('certificate-file-unreadable', { file: path }, { cause });
  }
}
