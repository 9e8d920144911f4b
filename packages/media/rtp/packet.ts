/** RTP packets (RFC 3550, section 5.1): reading the header. What the payload means is the depacketizers' business. */

/** The header fields of one packet and its payload. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequenceNumber: number;
  /** 32 bits, as sent: see TimestampUnwrapper. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** A view into the bytes handed in, without header extension and padding. */
  readonly payload: Uint8Array;
}

/** Why bytes are no RTP packet: counted by the caller, never thrown. */
export type RtpPacketProblem = 'too-short' | 'wrong-version' | 'bad-extension' | 'bad-padding';

const FIXED_HEADER_BYTES = 12;

/**
 * @param bytes one packet; the result's payload is a view into it.
 * Tolerated: padding with a length of zero (some Reolink firmware sets the bit without padding): nothing is cut off.
 */
export function parseRtpPacket(bytes: Uint8Array): RtpPacket | RtpPacketProblem {
  if (bytes.length < FIXED_HEADER_BYTES) return 'too-short';
  const first = bytes[0] ?? 0;
  if (first >> 6 !== 2) return 'wrong-version';
  let start = FIXED_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (start + 4 > bytes.length) return 'bad-extension';
    start += 4 + 4 * uint16(bytes, start + 2);
  }
  if (start > bytes.length) return 'bad-extension';
  let end = bytes.length;
  if ((first & 0x20) !== 0) {
    const padding = bytes[end - 1] ?? 0;
    if (padding > end - start) return 'bad-padding';
    end -= padding;
  }
  const second = bytes[1] ?? 0;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequenceNumber: uint16(bytes, 2),
    timestamp: uint16(bytes, 4) * 0x1_0000 + uint16(bytes, 6),
    ssrc: uint16(bytes, 8) * 0x1_0000 + uint16(bytes, 10),
    payload: bytes.subarray(start, end),
  };
}

/** Without a DataView, which would be an object more for each of some ten thousand packets a second. */
function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
