/**
 * Cuts what a client sends into requests and interleaved frames. A parser of its own, not the recorder's: two that
 * agree by being the same code would prove nothing.
 */

/** A request as a client sent it; bodies are read and dropped. */
export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  readonly cseq: string | null;
  /** By lower-case name; the last of several wins. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What comes from a client, in order. */
export type ClientMessage =
  | { readonly kind: 'request'; readonly request: RtspRequest }
  /** RTCP, mostly; `payload` is valid until the next push. */
  | { readonly kind: 'interleaved'; readonly channel: number; readonly payload: Uint8Array }
  /** Nothing after it can be understood. */
  | { readonly kind: 'malformed'; readonly reason: string };

const MAX_HEAD_BYTES = 16 << 10;
const MAX_BODY_BYTES = 64 << 10;
const MAX_HEADERS = 64;
const DOLLAR = 0x24;

/** One per connection. Holds at most one head of 16 KiB and a body or frame of 64 KiB. */
export class RequestReader {
  #rest: Buffer = Buffer.alloc(0);
  #failed = false;

  /** Everything that became complete with `chunk`. After `malformed` nothing is read any more. */
  push(chunk: Buffer): readonly ClientMessage[] {
    if (this.#failed) return [];
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: ClientMessage[] = [];
    let at = 0;
    while (at < bytes.length) {
      const taken = bytes[at] === DOLLAR ? takeFrame(bytes, at) : takeRequest(bytes, at);
      if (taken === null) break;
      if (taken.message !== null) messages.push(taken.message);
      if (taken.message?.kind === 'malformed') {
        this.#failed = true;
        this.#rest = Buffer.alloc(0);
        return messages;
      }
      at = taken.end;
    }
    this.#rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    return messages;
  }
}

interface Taken {
  readonly message: ClientMessage | null;
  readonly end: number;
}

function takeFrame(bytes: Buffer, at: number): Taken | null {
  if (bytes.length - at < 4) return null;
  const end = at + 4 + bytes.readUInt16BE(at + 2);
  if (bytes.length < end) return null;
  return {
    message: { kind: 'interleaved', channel: bytes[at + 1] ?? 0, payload: bytes.subarray(at + 4, end) },
    end,
  };
}

function takeRequest(bytes: Buffer, at: number): Taken | null {
  if (bytes[at] === 0x0d || bytes[at] === 0x0a) return { message: null, end: at + 1 };
  const headEnd = bytes.indexOf('\r\n\r\n', at);
  if (headEnd === -1 ? bytes.length - at > MAX_HEAD_BYTES : headEnd - at > MAX_HEAD_BYTES) {
    return malformed('the head is too long');
  }
  if (headEnd === -1) return looksLikeText(bytes, at) ? null : malformed('no RTSP');
  const lines = bytes.toString('latin1', at, headEnd).split('\r\n');
  const first = /^([A-Z_]{2,20}) (\S{1,2048}) RTSP\/1\.0$/.exec(lines[0] ?? '');
  if (first === null) return malformed('no request line');
  if (lines.length > MAX_HEADERS) return malformed('too many headers');
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    if (colon < 1) return malformed('a header without a colon');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const bodyBytes = Number(headers.get('content-length') ?? 0);
  if (!Number.isInteger(bodyBytes) || bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES) {
    return malformed('Content-Length');
  }
  const end = headEnd + 4 + bodyBytes;
  if (bytes.length < end) return null;
  const request = { method: first[1] ?? '', url: first[2] ?? '', cseq: headers.get('cseq') ?? null, headers };
  return { message: { kind: 'request', request }, end };
}

/** A request begins with a capital letter; anything else would be waited for in vain. */
function looksLikeText(bytes: Buffer, at: number): boolean {
  const first = bytes[at] ?? 0;
  return first >= 0x41 && first <= 0x5a;
}

function malformed(reason: string): Taken {
  return { message: { kind: 'malformed', reason }, end: 0 };
}
