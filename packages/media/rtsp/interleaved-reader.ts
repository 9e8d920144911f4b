/**
 * Takes a TCP connection's bytes apart: RTSP messages, and media packets behind `$` (RFC 2326, section 10.12). Works on
 * big reads and hands out views; copies only what spans two reads.
 *
 * Tolerated:
 * - garbage between packets (seen with GW Security and unbranded cameras): searched for the next thing that makes sense,
 *   and counted;
 * - empty lines between messages;
 * - messages between packets in any order, and headers that end in LF alone.
 */
import { contentLength, parseMessageHead, type RtspMessage } from './message.ts';

/** Longest header seen: some 700 bytes with two long challenges. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Longest body seen: 3 kB of SDP. */
const MAX_BODY_BYTES = 64 * 1024;
/** Highest channel that a packet may have which we did not ask for (cameras that choose their own). */
const MAX_CHANNEL = 31;
const PACKET_HEADER_BYTES = 4;
const DOLLAR = 0x24;
const CR = 0x0d;
const LF = 0x0a;
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

/** Receives what was read, in order. Views are valid during the call only. */
export interface InterleavedSink {
  onPacket(channel: number, bytes: Uint8Array): void;
  onMessage(message: RtspMessage): void;
  onGarbage(sizeBytes: number): void;
}

const NOTHING = new Uint8Array(0);

/** One per connection. */
export class InterleavedReader {
  readonly #sink: InterleavedSink;
  /** A packet that spans reads: room for all of it, and how much of it is there. */
  #packet: Uint8Array = NOTHING;
  #packetFilled = 0;
  /** Anything else that is not whole yet. */
  #tail: Uint8Array = NOTHING;

  constructor(sink: InterleavedSink) {
    this.#sink = sink;
  }

  /** @param chunk what was read; not kept after the call. */
  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#packet.length > 0) {
      const take = Math.min(this.#packet.length - this.#packetFilled, bytes.length);
      this.#packet.set(bytes.subarray(0, take), this.#packetFilled);
      this.#packetFilled += take;
      if (this.#packetFilled < this.#packet.length) return;
      const whole = this.#packet;
      this.#packet = NOTHING;
      this.#packetFilled = 0;
      this.#sink.onPacket(whole[1] ?? 0, whole.subarray(PACKET_HEADER_BYTES));
      bytes = bytes.subarray(take);
    } else if (this.#tail.length > 0) {
      const joined = new Uint8Array(this.#tail.length + bytes.length);
      joined.set(this.#tail);
      joined.set(bytes, this.#tail.length);
      this.#tail = NOTHING;
      bytes = joined;
    }
    this.#keep(bytes.subarray(this.#readAll(bytes)));
  }

  /** @returns how far `bytes` was used up. */
  #readAll(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length) {
      const used = this.#readOne(bytes, at);
      if (used === 0) break;
      at += used;
    }
    return at;
  }

  /** @returns how many bytes one thing took, 0 when more are needed. */
  #readOne(bytes: Uint8Array, at: number): number {
    const first = bytes[at];
    if (first === DOLLAR) {
      const size = packetSize(bytes, at);
      if (size === 'implausible') return this.#skipGarbage(bytes, at);
      if (size === 'unknown' || at + size > bytes.length) return 0;
      this.#sink.onPacket(bytes[at + 1] ?? 0, bytes.subarray(at + PACKET_HEADER_BYTES, at + size));
      return size;
    }
    if (first === CR || first === LF) return 1;
    const start = messageStart(bytes, at);
    if (start === 'no') return this.#skipGarbage(bytes, at);
    return start === 'unknown' ? 0 : this.#readMessage(bytes, at);
  }

  #readMessage(bytes: Uint8Array, at: number): number {
    const end = headEnd(bytes, at);
    if (end === null) return bytes.length - at > MAX_HEAD_BYTES ? this.#skipGarbage(bytes, at) : 0;
    const head = bytes.subarray(at, end.head);
    const bodySize = contentLength(head);
    if (bodySize > MAX_BODY_BYTES) return this.#skipGarbage(bytes, at);
    if (end.body + bodySize > bytes.length) return 0;
    const message = parseMessageHead(head, bytes.slice(end.body, end.body + bodySize));
    if (message === null) return this.#skipGarbage(bytes, at);
    this.#sink.onMessage(message);
    return end.body + bodySize - at;
  }

  /** Passes over at least one byte, up to the next that can begin something. */
  #skipGarbage(bytes: Uint8Array, at: number): number {
    let next = at + 1;
    while (next < bytes.length && !this.#canBegin(bytes, next)) next += 1;
    this.#sink.onGarbage(next - at);
    return next - at;
  }

  #canBegin(bytes: Uint8Array, at: number): boolean {
    return bytes[at] === DOLLAR ? packetSize(bytes, at) !== 'implausible' : messageStart(bytes, at) !== 'no';
  }

  #keep(rest: Uint8Array): void {
    if (rest.length === 0) return;
    const size = rest[0] === DOLLAR ? packetSize(rest, 0) : 'unknown';
    if (typeof size === 'number') {
      this.#packet = new Uint8Array(size);
      this.#packet.set(rest);
      this.#packetFilled = rest.length;
    } else {
      this.#tail = rest.slice();
    }
  }
}

/** Size of the packet at `$` with its header, or that it can't be one: RTP and RTCP both begin with version 2. */
function packetSize(bytes: Uint8Array, at: number): number | 'unknown' | 'implausible' {
  if (at + 1 < bytes.length && (bytes[at + 1] ?? 0) > MAX_CHANNEL) return 'implausible';
  if (at + PACKET_HEADER_BYTES > bytes.length) return 'unknown';
  const payload = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  if (payload === 0) return PACKET_HEADER_BYTES;
  if (at + PACKET_HEADER_BYTES >= bytes.length) return 'unknown';
  return (bytes[at + PACKET_HEADER_BYTES] ?? 0) >> 6 === 2 ? PACKET_HEADER_BYTES + payload : 'implausible';
}

function messageStart(bytes: Uint8Array, at: number): 'yes' | 'no' | 'unknown' {
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

function headEnd(bytes: Uint8Array, at: number): { readonly head: number; readonly body: number } | null {
  const limit = Math.min(bytes.length, at + MAX_HEAD_BYTES);
  for (let i = at; i < limit; i += 1) {
    if (bytes[i] !== LF) continue;
    if (bytes[i + 1] === LF) return { head: i, body: i + 2 };
    if (bytes[i + 1] === CR && bytes[i + 2] === LF) return { head: i, body: i + 3 };
  }
  return null;
}
