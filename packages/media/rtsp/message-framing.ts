/** Finds where an RTSP message begins and where its head ends, in bytes that may be anything. What the head says is message.ts's. */

/** Longest header seen: some 700 bytes with two long challenges. */
export const MAX_HEAD_BYTES = 16 * 1024;
/** Longest body seen: 3 kB of SDP. */
export const MAX_BODY_BYTES = 64 * 1024;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const DOLLAR = 0x24;
const FIRST_PRINTABLE = 0x20;
/** Beginnings of answers and of what a server may ask of its client. */
const MESSAGE_STARTS = [
  'RTSP/1.',
  'OPTIONS ',
  'GET_PARAMETER ',
  'SET_PARAMETER ',
  'REDIRECT ',
  'ANNOUNCE ',
  'TEARDOWN ',
  'PLAY_NOTIFY ',
];

/** @returns `unknown` where the bytes end before it shows. */
export function messageStart(bytes: Uint8Array, at: number): 'yes' | 'no' | 'unknown' {
  let unknown = false;
  for (const start of MESSAGE_STARTS) {
    let same = 0;
    while (same < start.length && at + same < bytes.length && bytes[at + same] === start.charCodeAt(same))
      same += 1;
    if (same === start.length) return 'yes';
    if (at + same === bytes.length) unknown = true;
  }
  return unknown ? 'unknown' : 'no';
}

/** Where a message's head ends in the bytes so far, if it does; positions count from their beginning. */
export type HeadEnd =
  /** Positions behind the last header line, and where the body begins. */
  | { readonly kind: 'found'; readonly head: number; readonly body: number }
  | { readonly kind: 'incomplete' }
  /** No message: `until` is where something else may begin. */
  | { readonly kind: 'no-message'; readonly until: number };

const INCOMPLETE: HeadEnd = { kind: 'incomplete' };

/**
 * @param at where the message begins.
 * @param scanned bytes from there that are known to hold no end.
 * Tolerated: lines that end in LF alone. A control character or a head beyond the limit means that it is no message;
 * what was looked at then counts as used up, so that no byte is searched twice.
 */
export function findHeadEnd(bytes: Uint8Array, at: number, scanned: number): HeadEnd {
  const limit = Math.min(bytes.length, at + MAX_HEAD_BYTES);
  for (let i = at + scanned; i < limit; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte >= FIRST_PRINTABLE || byte === CR || byte === TAB) continue;
    // A packet's channel is a control character: the packet begins one byte before it.
    if (byte !== LF) return { kind: 'no-message', until: bytes[i - 1] === DOLLAR ? i - 1 : i };
    if (bytes[i + 1] === LF) return { kind: 'found', head: i, body: i + 2 };
    if (bytes[i + 1] === CR && bytes[i + 2] === LF) return { kind: 'found', head: i, body: i + 3 };
  }
  return bytes.length - at >= MAX_HEAD_BYTES ? { kind: 'no-message', until: limit } : INCOMPLETE;
}
