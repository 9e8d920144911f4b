/** RTSP addresses: taken apart without the URL class, which PURE packages don't have and which loses what cameras need. */

/** The port of an address that names none (RFC 2326, section 3.2). */
export const RTSP_DEFAULT_PORT = 554;
/** Longer than any camera's address; request lines stay far below the message limit. */
const MAX_URL_LENGTH = 2_048;

const HOST_AND_PORT = /^(?:\[([0-9a-f:.]+(?:%[\w.~-]+)?)\]|([^:[\]@]*))(?::(\d*))?$/i;

/** The parts of an address; null: it holds no such part. */
export interface RtspUrl {
  /** Name or address; IPv6 without its brackets. */
  readonly host: string;
  readonly port: number;
  /** Credentials that stood in the address, percent-decoded; they never stay in `withoutCredentials`. */
  readonly username: string | null;
  readonly password: string | null;
  /** The address as it is asked for: no credentials, path and query to the letter. */
  readonly withoutCredentials: string;
}

/** Why an address can't be used, for sentences that people read. */
export type RtspUrlProblem =
  | 'not-rtsp'
  | 'encrypted-not-supported'
  | 'no-host'
  | 'bad-port'
  | 'too-long'
  | 'bad-character';

/** @returns the parts, or why it can't be an address. The scheme may be written in any case. */
export function parseRtspUrl(text: string): RtspUrl | RtspUrlProblem {
  if (text.length > MAX_URL_LENGTH) return 'too-long';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'rtsps') return 'encrypted-not-supported';
  if (scheme !== 'rtsp') return 'not-rtsp';
  // A blank or a line end would end the request line early and smuggle headers in.
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (/[\u0000-\u0020\u007f]/.test(text)) return 'bad-character';
  const afterScheme = text.slice('rtsp://'.length);
  const authorityEnd = authorityLength(afterScheme);
  const authority = afterScheme.slice(0, authorityEnd);
  const rest = afterScheme.slice(authorityEnd);
  const at = authority.lastIndexOf('@');
  const credentials = at < 0 ? null : authority.slice(0, at);
  const hostAndPort = authority.slice(at + 1);
  const match = HOST_AND_PORT.exec(hostAndPort);
  if (match === null) return 'bad-port';
  // RFC 6874 writes a zone's % as %25; sockets want it plain.
  const host = match[1]?.replace('%25', '%') ?? match[2] ?? '';
  if (host === '') return 'no-host';
  const port = match[3] === undefined || match[3] === '' ? RTSP_DEFAULT_PORT : Number(match[3]);
  if (port < 1 || port > 65535) return 'bad-port';
  const colon = credentials?.indexOf(':') ?? -1;
  return {
    host,
    port,
    username:
      credentials === null ? null : percentDecode(colon < 0 ? credentials : credentials.slice(0, colon)),
    password: credentials === null || colon < 0 ? null : percentDecode(credentials.slice(colon + 1)),
    withoutCredentials: `rtsp://${hostAndPort}${rest}`,
  };
}

/**
 * A password may hold unescaped `/`, `?` and `#`: what stands before the first of them is then neither a host with a port
 * nor holds an @, and the address goes on to the first @ that a host follows.
 */
function authorityLength(afterScheme: string): number {
  const first = delimiterFrom(afterScheme, 0);
  const start = afterScheme.slice(0, first);
  if (start.includes('@') || HOST_AND_PORT.test(start)) return first;
  let at = afterScheme.indexOf('@', first);
  while (at >= 0) {
    const end = delimiterFrom(afterScheme, at);
    const hostAndPort = afterScheme.slice(afterScheme.lastIndexOf('@', end - 1) + 1, end);
    if (hostAndPort !== '' && HOST_AND_PORT.test(hostAndPort)) return end;
    at = afterScheme.indexOf('@', end);
  }
  return first;
}

function delimiterFrom(text: string, from: number): number {
  const found = text.slice(from).search(/[/?#]/);
  return found < 0 ? text.length : from + found;
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % in a password, as people type it
  }
}

const SECRET_NAME = String.raw`(?:pass|pwd|psw|psd|token|secret|key|auth|cred)[a-z]{0,20}\\*["']?\s{0,4}[=:]\s{0,4}`;
/** All of the line: a Digest has quotes, commas and blanks in it. */
const AUTHORIZATION = /(\bauthorization\s{0,4}:\s{0,4})[^\r\n]+/gi;
/** In JSON, also in JSON within JSON: up to the same quote with as many backslashes before it. */
const QUOTED_SECRET = new RegExp(String.raw`(${SECRET_NAME})(\\*["'])[^]*?(?:(?<!\\)\2|$)`, 'gi');
/** A password may hold what else ends parts of an address: only & and the next name of an XMEye path end the value. */
const SECRET = new RegExp(String.raw`(${SECRET_NAME})(?!\\*["'])(?:(?!_[a-z]{1,20}=)[^\s&])+`, 'gi');

/**
 * For logs and errors.
 * @returns text in which no `scheme://user:password@` shows user or password, nor anything that is named like a secret its
 * value: `password=` in a path (XMEye cameras: `/user=admin_password=…_channel=1`), `token=` in a query, `"secret": "…"` in
 * JSON, a line `Authorization: …`. What is no RTSP address, or none that can be read, is redacted up to its last @.
 */
export function redactCredentials(text: string): string {
  return text
    .replace(AUTHORIZATION, '$1***')
    .replace(
      QUOTED_SECRET,
      (found: string, name: string, quote: string) => `${name}${quote}${hidden(found)}${quote}`,
    )
    .replace(SECRET, (found: string, name: string) => `${name}${hidden(found)}`)
    .split(/(\s+)/)
    .map((word) => redactWord(word))
    .join('');
}

/** An @ stays to be seen: what stands before it may be the user of an address. */
function hidden(value: string): string {
  return value.includes('@') ? '***@' : '***';
}

function redactWord(word: string): string {
  const separator = word.indexOf('://');
  if (separator < 0) return word;
  const scheme = /[a-z][a-z0-9+.-]*$/i.exec(word.slice(Math.max(0, separator - 16), separator))?.[0] ?? '';
  const before = word.slice(0, separator - scheme.length);
  const end = word.lastIndexOf('@');
  const url = word.includes('://', separator + 3) ? null : parseRtspUrl(word.slice(before.length));
  const clean = end < separator || (typeof url === 'object' && url !== null && url.username === null);
  // The last @, even behind the one that ends the credentials: where a password holds @ and / nobody can tell them apart.
  return before + (clean ? word.slice(before.length) : `${scheme}://***@${word.slice(end + 1)}`);
}
