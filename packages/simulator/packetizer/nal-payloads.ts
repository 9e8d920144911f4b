/**
 * H.264 by RFC 6184 (single NAL unit, STAP-A, FU-A) and H.265 by RFC 7798 (single, AP, FU; no DONL). The two differ
 * in the size of a NAL header and in the numbers of their packet types.
 */
import type { VideoCodec } from '@matlang/media/stream';
import type { PayloadPieces } from './packetized-unit.ts';

const NOTHING = new Uint8Array(0);
const STAP_A = 24;
const FU_A = 28;
const AP = 48;
const FU = 49;
/** Larger units are not worth sharing a packet. */
const MAX_AGGREGATED_NAL_BYTES = 400;

/** Payloads of one picture, in order. Bodies are views of the units, small units that share a packet excepted. */
export function nalPayloads(
  nals: readonly Uint8Array[],
  codec: VideoCodec,
  options: { readonly maxPayloadBytes: number; readonly aggregate: boolean },
): readonly PayloadPieces[] {
  const payloads: PayloadPieces[] = [];
  for (let i = 0; i < nals.length; ) {
    const group = options.aggregate ? smallNeighbours(nals, i, codec, options.maxPayloadBytes) : 1;
    const nal = nals[i];
    if (nal === undefined) break;
    if (group > 1) payloads.push(aggregated(nals.slice(i, i + group), codec));
    else if (nal.length <= options.maxPayloadBytes) payloads.push({ head: NOTHING, body: nal });
    else pushFragments(payloads, nal, codec, options.maxPayloadBytes);
    i += group;
  }
  return payloads;
}

/** How many units from `first` on fit into one packet together; at least 1. */
function smallNeighbours(
  nals: readonly Uint8Array[],
  first: number,
  codec: VideoCodec,
  maxPayloadBytes: number,
): number {
  let sizeBytes = codec === 'h264' ? 1 : 2;
  let count = 0;
  for (let i = first; i < nals.length; i += 1) {
    const nal = nals[i];
    if (nal === undefined || nal.length > MAX_AGGREGATED_NAL_BYTES) break;
    sizeBytes += 2 + nal.length;
    if (sizeBytes > maxPayloadBytes) break;
    count += 1;
  }
  return Math.max(1, count);
}

function aggregated(nals: readonly Uint8Array[], codec: VideoCodec): PayloadPieces {
  const headerBytes = codec === 'h264' ? 1 : 2;
  const body = new Uint8Array(nals.reduce((sum, nal) => sum + 2 + nal.length, headerBytes));
  writeAggregateHeader(body, nals, codec);
  let at = headerBytes;
  for (const nal of nals) {
    body[at] = nal.length >> 8;
    body[at + 1] = nal.length & 0xff;
    body.set(nal, at + 2);
    at += 2 + nal.length;
  }
  return { head: NOTHING, body };
}

/** Of all units: F set if any has it, the highest NRI (RFC 6184, 5.7.1); the lowest layer and TID (RFC 7798, 4.4.2). */
function writeAggregateHeader(body: Uint8Array, nals: readonly Uint8Array[], codec: VideoCodec): void {
  let forbidden = 0;
  let importance = 0;
  let layer = 63;
  let temporal = 7;
  for (const nal of nals) {
    const first = nal[0] ?? 0;
    const second = nal[1] ?? 0;
    forbidden |= first & 0x80;
    importance = Math.max(importance, first & 0x60);
    layer = Math.min(layer, ((first & 1) << 5) | (second >> 3));
    temporal = Math.min(temporal, second & 7);
  }
  if (codec === 'h264') body[0] = forbidden | importance | STAP_A;
  else {
    body[0] = forbidden | (AP << 1) | (layer >> 5);
    body[1] = ((layer & 31) << 3) | temporal;
  }
}

function pushFragments(
  payloads: PayloadPieces[],
  nal: Uint8Array,
  codec: VideoCodec,
  maxPayloadBytes: number,
): void {
  const first = nal[0] ?? 0;
  const headerBytes = codec === 'h264' ? 1 : 2;
  const roomBytes = maxPayloadBytes - headerBytes - 1;
  for (let at = headerBytes; at < nal.length; at += roomBytes) {
    const flags = (at === headerBytes ? 0x80 : 0) | (at + roomBytes >= nal.length ? 0x40 : 0);
    const head =
      codec === 'h264'
        ? Uint8Array.of((first & 0xe0) | FU_A, flags | (first & 31))
        : Uint8Array.of((first & 0x81) | (FU << 1), nal[1] ?? 0, flags | ((first >> 1) & 63));
    payloads.push({ head, body: nal.subarray(at, at + roomBytes) });
  }
}
