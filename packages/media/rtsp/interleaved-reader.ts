/**
 * Takes a TCP connection's bytes apart: RTSP messages, and media packets behind `$` (RFC 2326, section 10.12). Works on
 * big reads and hands out views; copies only what spans two reads.
 *
 * Tolerated:
 * - garbage between packets: searched for the next thing that makes sense, and counted. Behind garbage a packet must
 *   bear the SSRC that its channel had, or be followed by something that makes sense again;
 * - empty lines between messages;
 * - messages between packets in any order, and headers that end in LF alone;
 * - a packet of nothing (four bytes).
 */
import { contentLength, parseMessageHead, type RtspMessage } from './message.ts';
import { findHeadEnd, MAX_BODY_BYTES, messageStart } from './message-framing.ts';
import { PACKET_HEADER_BYTES, PacketPlausibility } from './packet-plausibility.ts';
import { WaitingBytes } from './waiting-bytes.ts';

const DOLLAR = 0x24;
const CR = 0x0d;
const LF = 0x0a;
/** How much more is taken at a time while the end of a head isn't in sight. */
const HEAD_STEP_BYTES = 512;

/** Receives what was read, in order. */
export interface InterleavedSink {
  /** @param bytes a view of the chunk handed in, or memory of its own where the packet spans reads: it stays as it is as long as nobody writes into the chunk. */
  onPacket(channel: number, bytes: Uint8Array): void;
  /** The message owns its body. */
  onMessage(message: RtspMessage): void;
  /** @param bytes the same bytes, as a view that is valid during the call only. */
  onGarbage(sizeBytes: number, bytes: Uint8Array): void;
}

const NOTHING = new Uint8Array(0);

/** One per connection. Holds at most one message or packet of its limit (80 kB). */
export class InterleavedReader {
  readonly #sink: InterleavedSink;
  readonly #plausibility = new PacketPlausibility();
  /** A packet that spans reads: room for all of it, and how much of it is there. */
  #packet: Uint8Array = NOTHING;
  #packetFilled = 0;
  /** Anything else that is not whole yet. */
  readonly #waiting = new WaitingBytes();
  /** How many bytes must be there before another look at what is not whole makes sense. */
  #neededBytes = 0;
  /** How far the head that is not whole was searched for its end. */
  #headScannedBytes = 0;
  /** Garbage since the last thing that made sense. Above 0 what looks like a packet must prove itself. */
  #doubtfulBytes = 0;

  constructor(sink: InterleavedSink) {
    this.#sink = sink;
  }

  /** Bytes that wait for more: never above the limit of one message or packet. */
  get heldBytes(): number {
    return (this.#packet.length > 0 ? this.#packetFilled : 0) + this.#waiting.length;
  }

  /** A channel that SETUP agreed on: behind garbage only those are looked for. */
  expectChannel(channel: number): void {
    this.#plausibility.agree(channel);
  }

  /** @param chunk what was read; the reader keeps no view of it. */
  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.#packet.length > 0) {
      at = Math.min(this.#packet.length - this.#packetFilled, chunk.length);
      this.#packet.set(at === chunk.length ? chunk : chunk.subarray(0, at), this.#packetFilled);
      this.#packetFilled += at;
      if (this.#packetFilled < this.#packet.length) return;
      const whole = this.#packet;
      this.#packet = NOTHING;
      this.#handOn(whole, 0, whole.length, false);
    } else if (this.#waiting.length > 0) {
      at = this.#continueWaiting(chunk);
    }
    if (this.#waiting.length > 0) return;
    const used = this.#readAll(chunk, at, false);
    this.#keep(chunk, used);
  }

  /** @returns from where on `chunk` is to be read by itself; its end while something still waits. */
  #continueWaiting(chunk: Uint8Array): number {
    let at = 0;
    while (this.#waiting.length > 0) {
      const missing = Math.max(
        this.#neededBytes - this.#waiting.length,
        this.#headScannedBytes > 0 ? HEAD_STEP_BYTES : 0,
      );
      const taken = Math.min(chunk.length - at, missing);
      this.#waiting.append(chunk.subarray(at, at + taken));
      at += taken;
      if (this.#waiting.length < this.#neededBytes) return at;
      this.#waiting.drop(this.#readAll(this.#waiting.view(), 0, true));
      // What is left came with this chunk: it is read on from there, without copies.
      if (this.#waiting.length <= at) {
        at -= this.#waiting.length;
        this.#waiting.clear();
      }
    }
    return at;
  }

  /** @returns how far `bytes` was used up. @param borrowed `bytes` will be overwritten: packets are copied. */
  #readAll(bytes: Uint8Array, from: number, borrowed: boolean): number {
    let at = from;
    while (at < bytes.length) {
      const used = this.#readOne(bytes, at, borrowed);
      if (used === 0) break;
      this.#headScannedBytes = 0;
      at += used;
    }
    return at;
  }

  /** @returns how many bytes one thing took, 0 when more are needed. */
  #readOne(bytes: Uint8Array, at: number, borrowed: boolean): number {
    const first = bytes[at];
    if (first === DOLLAR) return this.#readPacket(bytes, at, borrowed);
    // Behind garbage an empty line belongs to it: else the count would depend on where reads end.
    if (this.#doubtfulBytes === 0 && (first === CR || first === LF)) return 1;
    const start = messageStart(bytes, at);
    if (start === 'no') return this.#skipGarbage(bytes, at, at + 1);
    return start === 'yes' ? this.#readMessage(bytes, at) : this.#need(bytes.length - at + 1);
  }

  #readPacket(bytes: Uint8Array, at: number, borrowed: boolean): number {
    const size = this.#plausibility.size(bytes, at);
    if (size === 'implausible') return this.#skipGarbage(bytes, at, at + 1);
    if (size === 'unknown') return this.#need(bytes.length - at + 1);
    if (this.#doubtfulBytes > 0) {
      const missing = this.#confirm(bytes, at, size);
      if (missing === null) return this.#skipGarbage(bytes, at, at + 1);
      if (missing > bytes.length - at) return this.#need(missing);
    }
    if (at + size > bytes.length) return this.#need(size);
    this.#handOn(bytes, at, size, borrowed);
    return size;
  }

  /** @returns how many bytes must be there to accept the packet; null: it is none. */
  #confirm(bytes: Uint8Array, at: number, size: number): number | null {
    const verdict = this.#plausibility.confirm(bytes, at, size, this.#doubtfulBytes);
    if (verdict === 'no') return null;
    if (verdict === 'yes') return size;
    if (verdict !== 'look-behind') return verdict;
    const behind = at + size;
    if (behind + PACKET_HEADER_BYTES >= bytes.length) return size + PACKET_HEADER_BYTES + 1;
    return bytes[behind] === CR || bytes[behind] === LF || this.#canBegin(bytes, behind) ? size : null;
  }

  #handOn(bytes: Uint8Array, at: number, size: number, borrowed: boolean): void {
    this.#doubtfulBytes = 0;
    this.#plausibility.learn(bytes, at, size);
    const payload = bytes.subarray(at + PACKET_HEADER_BYTES, at + size);
    this.#sink.onPacket(bytes[at + 1] ?? 0, borrowed ? payload.slice() : payload);
  }

  #readMessage(bytes: Uint8Array, at: number): number {
    const end = findHeadEnd(bytes, at, this.#headScannedBytes);
    if (end.kind === 'no-message') return this.#skipGarbage(bytes, at, end.until);
    if (end.kind === 'incomplete') {
      // An end that begins in the last two bytes has yet to show.
      this.#headScannedBytes = Math.max(0, bytes.length - at - 2);
      return this.#need(bytes.length - at + 1);
    }
    const head = bytes.subarray(at, end.head);
    const bodySize = contentLength(head);
    if (bodySize > MAX_BODY_BYTES) return this.#skipGarbage(bytes, at, end.body);
    const size = end.body + bodySize - at;
    if (at + size > bytes.length) {
      this.#headScannedBytes = 0;
      return this.#need(size);
    }
    const message = parseMessageHead(head, bytes.slice(end.body, at + size));
    if (message === null) return this.#skipGarbage(bytes, at, end.body);
    this.#doubtfulBytes = 0;
    this.#sink.onMessage(message);
    return size;
  }

  #need(sizeBytes: number): 0 {
    this.#neededBytes = sizeBytes;
    return 0;
  }

  /** Passes over everything before `from`, and on to the next that can begin something. */
  #skipGarbage(bytes: Uint8Array, at: number, from: number): number {
    let next = from;
    while (next < bytes.length && !this.#canBegin(bytes, next)) next += 1;
    this.#doubtfulBytes += next - at;
    this.#sink.onGarbage(next - at, bytes.subarray(at, next));
    return next - at;
  }

  #canBegin(bytes: Uint8Array, at: number): boolean {
    return bytes[at] === DOLLAR
      ? this.#plausibility.size(bytes, at) !== 'implausible'
      : messageStart(bytes, at) !== 'no';
  }

  /** Keeps what is left of a chunk: a packet in memory of its own size, so that it need not be copied again. */
  #keep(chunk: Uint8Array, from: number): void {
    if (from >= chunk.length) return;
    const size =
      chunk[from] === DOLLAR && this.#doubtfulBytes === 0 ? this.#plausibility.size(chunk, from) : 'unknown';
    const rest = chunk.subarray(from);
    if (typeof size === 'number') {
      this.#packet = new Uint8Array(size);
      this.#packet.set(rest);
      this.#packetFilled = rest.length;
    } else {
      this.#waiting.append(rest);
    }
  }
}

/** @returns one packet framed for an interleaved connection. @param bytes at most 65,535. */
export function writeInterleaved(channel: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff) throw new TypeError(`bytes: ${bytes.length}, more than a frame holds`);
  const frame = new Uint8Array(4 + bytes.length);
  frame.set([DOLLAR, channel, bytes.length >> 8, bytes.length & 0xff]);
  frame.set(bytes, 4);
  return frame;
}
