/**
 * The packets of one access unit in one buffer, as they go into a TCP connection: each behind `$`, channel and
 * length. Channel, sequence number, time and SSRC are 0 and are written per viewer into a copy.
 */

/** `$`, channel, length in two bytes. */
export const INTERLEAVED_HEADER_BYTES = 4;
/** Version, payload type, sequence number, time, SSRC. */
export const RTP_HEADER_BYTES = 12;

/** What stands before each payload: the interleaved header and an RTP header without extensions. */
export const PACKET_HEAD_BYTES = INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES;

/** The packets of one unit, shared by all viewers: each copies them before it writes its own fields. */
export interface PacketizedUnit {
  readonly bytes: Uint8Array;
  /** Where each packet's `$` stands in `bytes`, in order. */
  readonly offsets: Uint32Array;
}

/** A payload as pieces that follow each other: a small head made by the packetizer and a view of the coded bytes. */
export interface PayloadPieces {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** Lays the payloads of one unit out behind their headers; the marker stands on the last one. One copy of the coded bytes. */
export function layOutPackets(payloads: readonly PayloadPieces[], payloadType: number): PacketizedUnit {
  let sizeBytes = 0;
  for (const { head, body } of payloads) sizeBytes += PACKET_HEAD_BYTES + head.length + body.length;
  const bytes = new Uint8Array(sizeBytes);
  const offsets = new Uint32Array(payloads.length);
  let at = 0;
  for (const [i, { head, body }] of payloads.entries()) {
    offsets[i] = at;
    const lengthBytes = RTP_HEADER_BYTES + head.length + body.length;
    bytes[at] = 0x24;
    bytes[at + 2] = lengthBytes >> 8;
    bytes[at + 3] = lengthBytes & 0xff;
    bytes[at + 4] = 0x80;
    bytes[at + 5] = (i === payloads.length - 1 ? 0x80 : 0) | payloadType;
    bytes.set(head, at + PACKET_HEAD_BYTES);
    bytes.set(body, at + PACKET_HEAD_BYTES + head.length);
    at += INTERLEAVED_HEADER_BYTES + lengthBytes;
  }
  return { bytes, offsets };
}

/** Where packet `index` ends in `unit.bytes`. */
export function packetEnd(unit: PacketizedUnit, index: number): number {
  return unit.offsets[index + 1] ?? unit.bytes.length;
}

/** Writes what belongs to one viewer into packet `offset` of its copy. */
export function addressPacket(
  bytes: Uint8Array,
  offset: number,
  channel: number,
  sequenceNumber: number,
  rtpTime: number,
  ssrc: number,
): void {
  bytes[offset + 1] = channel;
  bytes[offset + 6] = (sequenceNumber >> 8) & 0xff;
  bytes[offset + 7] = sequenceNumber & 0xff;
  bytes[offset + 8] = rtpTime >>> 24;
  bytes[offset + 9] = (rtpTime >>> 16) & 0xff;
  bytes[offset + 10] = (rtpTime >>> 8) & 0xff;
  bytes[offset + 11] = rtpTime & 0xff;
  bytes[offset + 12] = ssrc >>> 24;
  bytes[offset + 13] = (ssrc >>> 16) & 0xff;
  bytes[offset + 14] = (ssrc >>> 8) & 0xff;
  bytes[offset + 15] = ssrc & 0xff;
}
