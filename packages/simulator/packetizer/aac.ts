/** AAC by RFC 3640, mode AAC-hbr: one frame a packet behind one AU header (13 bits of size, 3 of index). */
import type { PayloadPieces } from './packetized-unit.ts';

const HEAD_BYTES = 4;

/** A frame longer than a packet is cut; every piece tells the size of the whole frame (section 3.2.3). */
export function aacPayloads(frame: Uint8Array, maxPayloadBytes: number): readonly PayloadPieces[] {
  const head = Uint8Array.of(0, 16, (frame.length >> 5) & 0xff, (frame.length << 3) & 0xff);
  const roomBytes = maxPayloadBytes - HEAD_BYTES;
  const payloads: PayloadPieces[] = [];
  for (let at = 0; at < frame.length; at += roomBytes) {
    payloads.push({ head, body: frame.subarray(at, at + roomBytes) });
  }
  return payloads;
}
