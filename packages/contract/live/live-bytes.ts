/**
 * The pictures of the live socket as bytes, big-endian:
 *
 *     u8 1, u16 channel, u32 length of facts, facts (JSON in ASCII), init segment
 *     u8 2, u16 channel, u8 flags, f64 wall start, moof + mdat of one access unit
 */
import { z } from 'zod';
import { parseMessage } from './parse-message.ts';

const INIT = 1;
const FRAGMENT = 2;
const INIT_FIELDS_BYTES = 7;
/** In front of a fragment's own bytes, which are sent right behind and not copied. */
export const LIVE_FRAGMENT_FIELDS_BYTES = 12;

const SYNC = 1;
const CACHED = 2;
const LEADING = 4;

const factsSchema = z.strictObject({
  codec: z.string().max(40),
  /** RFC 6381. */
  codecString: z.string().max(80),
  timescale: z.int().min(1),
  widthPixels: z.int().min(1).nullable(),
  heightPixels: z.int().min(1).nullable(),
  sampleRateHz: z.int().min(1).nullable(),
  channels: z.int().min(1).nullable(),
});
/** What a player must know beside the init segment. */
export type LiveInitFacts = z.infer<typeof factsSchema>;

/** Another format begins on the channel. */
export interface LiveInit {
  readonly kind: 'init';
  readonly channel: number;
  readonly facts: LiveInitFacts;
  /** ftyp + moov. */
  readonly init: Uint8Array;
}

/** What is said of a fragment in front of its bytes. */
export interface LiveFragmentFields {
  readonly channel: number;
  /** Decoding may begin here. */
  readonly sync: boolean;
  /** From the GOP so far, sent to catch up: play it fast. */
  readonly cached: boolean;
  /** A picture that may be left out when decoding began at the sync sample before it. */
  readonly leading: boolean;
  /** Site time of its sample. */
  readonly wallStartUnixMs: number;
}

/** One access unit. */
export interface LiveFragment extends LiveFragmentFields {
  readonly kind: 'fragment';
  /** moof + mdat; of this length credit is taken. */
  readonly bytes: Uint8Array;
}

/** @returns the whole message. @throws TypeError: the facts are no ASCII. */
export function encodeLiveInit({ channel, facts, init }: Omit<LiveInit, 'kind'>): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(facts);
  const message = new Uint8Array(INIT_FIELDS_BYTES + text.length + init.length);
  const view = new DataView(message.buffer);
  view.setUint8(0, INIT);
  view.setUint16(1, channel);
  view.setUint32(3, text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) throw new TypeError(`facts: ${text}`);
    message[INIT_FIELDS_BYTES + at] = code;
  }
  message.set(init, INIT_FIELDS_BYTES + text.length);
  return message;
}

/** @returns what stands in front of the fragment's own bytes. */
export function encodeLiveFragmentFields(fields: LiveFragmentFields): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(LIVE_FRAGMENT_FIELDS_BYTES);
  const view = new DataView(message.buffer);
  view.setUint8(0, FRAGMENT);
  view.setUint16(1, fields.channel);
  view.setUint8(3, (fields.sync ? SYNC : 0) | (fields.cached ? CACHED : 0) | (fields.leading ? LEADING : 0));
  view.setFloat64(4, fields.wallStartUnixMs);
  return message;
}

/** @returns views into `message`; null: it makes no sense. */
export function decodeLiveBytes(message: Uint8Array): LiveInit | LiveFragment | null {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (message.length >= INIT_FIELDS_BYTES && message[0] === INIT) return decodeInit(message, view);
  if (message.length < LIVE_FRAGMENT_FIELDS_BYTES || message[0] !== FRAGMENT) return null;
  const flags = view.getUint8(3);
  const wallStartUnixMs = view.getFloat64(4);
  if (flags > (SYNC | CACHED | LEADING) || !Number.isFinite(wallStartUnixMs)) return null;
  return {
    kind: 'fragment',
    channel: view.getUint16(1),
    sync: (flags & SYNC) !== 0,
    cached: (flags & CACHED) !== 0,
    leading: (flags & LEADING) !== 0,
    wallStartUnixMs,
    bytes: message.subarray(LIVE_FRAGMENT_FIELDS_BYTES),
  };
}

function decodeInit(message: Uint8Array, view: DataView): LiveInit | null {
  const factsEnd = INIT_FIELDS_BYTES + view.getUint32(3);
  if (factsEnd > message.length) return null;
  let text = '';
  for (const byte of message.subarray(INIT_FIELDS_BYTES, factsEnd)) text += String.fromCharCode(byte);
  const facts = parseMessage(factsSchema, text);
  if (facts === null) return null;
  return { kind: 'init', channel: view.getUint16(1), facts, init: message.subarray(factsEnd) };
}
