/** Frames to bytes: u32 length (big-endian, of all that follows), u8 type, payload. */
import { encodeAsciiJson } from './ascii-json.ts';
import type {
  ChannelFragmentFrame,
  ChannelInitFrame,
  FromRecorderFrame,
  ToRecorderFrame,
} from './frame-schemas.ts';
import {
  FRAME_HEADER_BYTES,
  FROM_RECORDER_TYPES,
  MAX_FRAME_BYTES,
  MAX_INIT_SEGMENT_BYTES,
  MAX_JSON_BYTES,
  TO_RECORDER_TYPES,
} from './frame-type.ts';

/** Behind the frame header: u32 channel, u8 flags, f64 wall start. */
export const FRAGMENT_FIELDS_BYTES = 13;
/** Everything of a fragment's frame in front of its bytes. */
export const FRAGMENT_HEADER_BYTES = FRAME_HEADER_BYTES + FRAGMENT_FIELDS_BYTES;
/** Longest moof + mdat. */
const MAX_FRAGMENT_BYTES = MAX_FRAME_BYTES - 1 - FRAGMENT_FIELDS_BYTES;

/** Bits of the flags byte. */
export const FRAGMENT_FLAGS = { sync: 1, cached: 2, leading: 4 } as const;

/** Length, type and `payload` in one buffer. */
export function encodeFrame(type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  writeFrameHeader(frame, type, payload.length);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

function writeFrameHeader(into: Uint8Array<ArrayBuffer>, type: number, payloadBytes: number): DataView {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  view.setUint32(0, payloadBytes + 1);
  view.setUint8(4, type);
  return view;
}

/** A frame whose payload is JSON. @throws TypeError beyond MAX_JSON_BYTES */
export function encodeJsonFrame(type: number, value: unknown): Uint8Array<ArrayBuffer> {
  const payload = encodeAsciiJson(value);
  if (payload.length > MAX_JSON_BYTES) {
    throw new TypeError(`frame: ${payload.length} bytes of JSON, more than ${MAX_JSON_BYTES}`);
  }
  return encodeFrame(type, payload);
}

/** The whole frame that a subscriber sends. */
export function encodeToRecorderFrame(frame: ToRecorderFrame): Uint8Array<ArrayBuffer> {
  const { type, ...fields } = frame;
  return encodeJsonFrame(TO_RECORDER_TYPES[type], fields);
}

/** The whole frame that the recorder sends; bytes of init segments and fragments are copied into it. */
export function encodeFromRecorderFrame(frame: FromRecorderFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'channel-init') {
    return encodeInit(frame);
  }
  if (frame.type === 'channel-fragment') {
    const header = encodeFragmentHeader(frame, frame.bytes.length);
    const bytes = new Uint8Array(header.length + frame.bytes.length);
    bytes.set(header);
    bytes.set(frame.bytes, header.length);
    return bytes;
  }
  const { type, ...fields } = frame;
  return encodeJsonFrame(FROM_RECORDER_TYPES[type], fields);
}

/**
 * All of a fragment's frame but its bytes, which are to be sent right behind in as many pieces as they lie in: several channels
 * then share them.
 * @throws TypeError when they are more than a frame holds
 */
export function encodeFragmentHeader(
  frame: Omit<ChannelFragmentFrame, 'type' | 'bytes'>,
  fragmentBytes: number,
): Uint8Array<ArrayBuffer> {
  if (fragmentBytes > MAX_FRAGMENT_BYTES) {
    throw new TypeError(`fragmentBytes: ${fragmentBytes}, more than ${MAX_FRAGMENT_BYTES}`);
  }
  const header = new Uint8Array(FRAGMENT_HEADER_BYTES);
  const view = writeFrameHeader(
    header,
    FROM_RECORDER_TYPES['channel-fragment'],
    FRAGMENT_FIELDS_BYTES + fragmentBytes,
  );
  view.setUint32(5, frame.channel);
  view.setUint8(
    9,
    (frame.sync ? FRAGMENT_FLAGS.sync : 0) |
      (frame.cached ? FRAGMENT_FLAGS.cached : 0) |
      (frame.leading ? FRAGMENT_FLAGS.leading : 0),
  );
  view.setFloat64(10, frame.wallStartUnixMs);
  return header;
}

function encodeInit(frame: ChannelInitFrame): Uint8Array<ArrayBuffer> {
  if (frame.init.length > MAX_INIT_SEGMENT_BYTES) {
    throw new TypeError(`frame.init: ${frame.init.length} bytes, more than ${MAX_INIT_SEGMENT_BYTES}`);
  }
  const facts = encodeAsciiJson(frame.facts);
  const payload = new Uint8Array(4 + facts.length + frame.init.length);
  new DataView(payload.buffer).setUint32(0, facts.length);
  payload.set(facts, 4);
  payload.set(frame.init, 4 + facts.length);
  return encodeFrame(FROM_RECORDER_TYPES['channel-init'], payload);
}
