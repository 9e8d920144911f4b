/** RTSP addresses: taken apart without the URL class, which PURE packages don't have and which loses what cameras need. */

export const RTSP_DEFAULT_PORT = 554;
/** Longer than any camera's address; request lines stay far below the message limit. */
const MAX_URL_LENGTH = 2_000;

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
  const pathAt = afterScheme.search(/[/?#]/);
  // A password may hold an unescaped slash or question mark: when an @ follows, the last one before a host ends it.
  const authorityEnd = authorityLength(afterScheme, pathAt < 0 ? afterScheme.length : pathAt);
  const authority = afterScheme.slice(0, authorityEnd);
  const rest = afterScheme.slice(authorityEnd);
  const at = authority.lastIndexOf('@');
  const credentials = at < 0 ? null : authority.slice(0, at);
  const hostAndPort = authority.slice(at + 1);
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]]*))(?::(\d*))?$/i.exec(hostAndPort);
  if (match === null) return 'bad-port';
  const host = match[1] ?? match[2] ?? '';
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

function authorityLength(afterScheme: string, firstDelimiter: number): number {
  if (afterScheme.slice(0, firstDelimiter).includes('@')) return firstDelimiter;
  const query = afterScheme.indexOf('?');
  const at = afterScheme.lastIndexOf('@', query < 0 ? afterScheme.length : query);
  if (at < firstDelimiter || !/^[^/@]*:/.test(afterScheme)) return firstDelimiter;
  // `host:554/path@2` has a port before the slash, `user:pa/ss@host/path` has not.
  if (/^[^/:@]*:\d{1,5}$/.test(afterScheme.slice(0, firstDelimiter))) return firstDelimiter;
  const delimiter = afterScheme.slice(at).search(/[/?#]/);
  return delimiter < 0 ? afterScheme.length : at + delimiter;
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % in a password, as people type it
  }
}

/** @returns text in which every `scheme://user:password@` shows no user and no password: for logs and errors. */
export function redactCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*(?:\/[^\s@]*)?@/gi, '$1***@');
}
