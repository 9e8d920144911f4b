/** One unit of any codec into packets. */
import type { Codec } from '@matlang/media/stream';
import { aacPayloads } from './aac.ts';
import { nalPayloads } from './nal-payloads.ts';
import { layOutPackets, type PacketizedUnit, type PayloadPieces } from './packetized-unit.ts';

/** How a track's units become packets; the payload limit is in bytes, without the RTP header. */
export interface PacketizeOptions {
  readonly codec: Codec;
  readonly payloadType: number;
  readonly maxPayloadBytes: number;
  /** Small NAL units share a packet. */
  readonly aggregate: boolean;
}

const NOTHING = new Uint8Array(0);
/** The fewest bytes of payload that leave room for every header. */
const MIN_PAYLOAD_BYTES = 16;

/** @param parts NAL units without start code, or one piece of coded sound; copied once. */
export function packetizeUnit(parts: readonly Uint8Array[], options: PacketizeOptions): PacketizedUnit {
  if (options.maxPayloadBytes < MIN_PAYLOAD_BYTES) {
    throw new TypeError(`maxPayloadBytes: ${options.maxPayloadBytes} is less than ${MIN_PAYLOAD_BYTES}`);
  }
  return layOutPackets(payloadsOf(parts, options), options.payloadType);
}

function payloadsOf(parts: readonly Uint8Array[], options: PacketizeOptions): readonly PayloadPieces[] {
  const { codec } = options;
  if (codec === 'h264' || codec === 'h265') return nalPayloads(parts, codec, options);
  if (codec === 'aac') return parts.flatMap((part) => aacPayloads(part, options.maxPayloadBytes));
  return parts.map((body) => ({ head: NOTHING, body }));
}
