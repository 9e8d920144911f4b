/** RTSP 1.0 messages (RFC 2326, section 4): header text to fields and back. Framing is the interleaved reader's. */
import { decodeUtf8, encodeUtf8 } from '@matlang/media/bytes';

/** An answer of the camera, framed and taken apart; `body` is empty where it has none. */
export interface RtspResponse {
  readonly kind: 'response';
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: RtspHeaders;
  readonly body: Uint8Array;
}

/** What a server asks of its client: REDIRECT, ANNOUNCE, OPTIONS or GET_PARAMETER as a sign of life. */
export interface RtspRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly url: string;
  readonly headers: RtspHeaders;
  readonly body: Uint8Array;
}

/** Whatever a camera sends between packets: some send requests of their own. */
export type RtspMessage = RtspResponse | RtspRequest;

/** Header fields; names in any case, several of one name kept apart (WWW-Authenticate comes twice). */
export class RtspHeaders {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** @param values by lower-case name. */
  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** The first value of that name, or null. @param name lower-case. */
  get(name: string): string | null {
    return this.#values.get(name)?.[0] ?? null;
  }

  /** All values of that name. @param name lower-case. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

const RESPONSE_LINE = /^RTSP\/1\.\d (\d{3})(?: ([^]*))?$/;
const REQUEST_LINE = /^([A-Z_]+) (\S+) RTSP\/1\.\d$/;

/**
 * @param head everything before the empty line, without it.
 * @returns null where the first line is no RTSP.
 * Tolerated: lines that end in LF alone; blanks before the colon; header lines without colon (dropped); folded lines.
 */
export function parseMessageHead(head: Uint8Array, body: Uint8Array): RtspMessage | null {
  const [first = '', ...lines] = decodeUtf8(head)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = parseHeaders(lines);
  const response = RESPONSE_LINE.exec(first.trim());
  if (response !== null) {
    return {
      kind: 'response',
      statusCode: Number(response[1]),
      reason: (response[2] ?? '').trim(),
      headers,
      body,
    };
  }
  const request = REQUEST_LINE.exec(first.trim());
  if (request === null) return null;
  return { kind: 'request', method: request[1] ?? '', url: request[2] ?? '', headers, body };
}

/** @returns the number of body bytes that the head announces; 0 where it says none or nonsense. */
export function contentLength(head: Uint8Array): number {
  const match = /^content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$/im.exec(decodeUtf8(head));
  return match === null ? 0 : Number(match[1]);
}

function parseHeaders(lines: readonly string[]): RtspHeaders {
  const values = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const known = values.get(name);
    const value = line.slice(colon + 1).trim();
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return new RtspHeaders(values);
}

/**
 * @param method upper-case letters and `_`; anything else is a TypeError.
 * @param url without blanks and control characters, which would smuggle in headers: see escapeUrl; else a TypeError.
 * @param headers in the order sent; control characters in values become blanks.
 * @returns the bytes of a request without body.
 */
export function writeRequest(
  method: string,
  url: string,
  headers: readonly (readonly [string, string])[],
): Uint8Array {
  if (!/^[A-Z_]+$/.test(method)) throw new TypeError(`method must be a word, got ${JSON.stringify(method)}`);
  // Not shown: an address may hold a password.
  if (url === '' || url !== escapeUrl(url)) throw new TypeError('url must not be empty or hold blanks');
  return writeHead(`${method} ${url} RTSP/1.0`, headers);
}

/** @param headers as for writeRequest. @returns the bytes of a response without body. */
export function writeResponse(
  statusCode: number,
  reason: string,
  headers: readonly (readonly [string, string])[],
): Uint8Array {
  return writeHead(`RTSP/1.0 ${statusCode} ${toOneLine(reason)}`, headers);
}

/**
 * Control URLs come from cameras and go into request lines and Digest headers as they stand.
 * @returns the address with blanks, control characters and quotes percent-encoded, all else to the letter.
 */
export function escapeUrl(url: string): string {
  return url.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    /[\u0000-\u0020"\u007f]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function writeHead(first: string, headers: readonly (readonly [string, string])[]): Uint8Array {
  const lines = headers.map(([name, value]) => {
    if (!/^[A-Za-z0-9-]+$/.test(name)) throw new TypeError(`header name ${JSON.stringify(name)} is no word`);
    return `${name}: ${toOneLine(value)}\r\n`;
  });
  return encodeUtf8(`${first}\r\n${lines.join('')}\r\n`);
}

function toOneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ');
}
