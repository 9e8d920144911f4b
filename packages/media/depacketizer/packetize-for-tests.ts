/**
 * The other way round, for tests only: NAL units into packets as RFC 6184 and RFC 7798 have them, at any size, with
 * and without aggregation. The simulated camera has a packetizer of its own.
 */
import type { MediaPacket } from './media-packet.ts';

export interface PacketizeOptions {
  readonly codec: 'h264' | 'h265';
  readonly maxPayloadBytes: number;
  /** Put neighbours that fit together into STAP-A or AP. */
  readonly aggregate: boolean;
  readonly firstSequenceNumber?: number;
}

export interface PictureToSend {
  readonly nals: readonly Uint8Array[];
  readonly ptsTicks: number;
}

/** The marker stands on the last packet of each picture; arrival is the index of the packet in milliseconds. */
export function packetize(pictures: readonly PictureToSend[], options: PacketizeOptions): MediaPacket[] {
  const packets: MediaPacket[] = [];
  for (const picture of pictures) {
    const payloads = payloadsOf(picture.nals, options);
    for (const [i, payload] of payloads.entries()) {
      packets.push({
        payload,
        ptsTicks: picture.ptsTicks,
        sequenceNumber: ((options.firstSequenceNumber ?? 0) + packets.length) & 0xffff,
        marker: i === payloads.length - 1,
        lostBefore: 0,
        arrivalMonotonicMs: packets.length,
      });
    }
  }
  return packets;
}

/** What is left when the packets at `lost` don't arrive: `lostBefore` is counted into the next one. */
export function losePackets(packets: readonly MediaPacket[], lost: ReadonlySet<number>): MediaPacket[] {
  const left: MediaPacket[] = [];
  let lostBefore = 0;
  for (const [i, packet] of packets.entries()) {
    if (lost.has(i)) lostBefore += 1;
    else {
      left.push({ ...packet, lostBefore });
      lostBefore = 0;
    }
  }
  return left;
}

function payloadsOf(nals: readonly Uint8Array[], options: PacketizeOptions): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  const headerBytes = options.codec === 'h264' ? 1 : 2;
  const sizeOf = (list: readonly Uint8Array[]) =>
    list.reduce((sum, nal) => sum + 2 + nal.length, headerBytes);
  const endGroup = () => {
    const [only] = group;
    if (group.length > 1) payloads.push(aggregate(group, options.codec));
    else if (only !== undefined) payloads.push(...fragment(only, options));
    group = [];
  };
  for (const nal of nals) {
    if (!options.aggregate || sizeOf([...group, nal]) > options.maxPayloadBytes) endGroup();
    group.push(nal);
  }
  endGroup();
  return payloads;
}

function aggregate(nals: readonly Uint8Array[], codec: 'h264' | 'h265'): Uint8Array {
  const header = codec === 'h264' ? [0x60 | 24] : [48 << 1, 1];
  return Uint8Array.from([...header, ...nals.flatMap((nal) => [nal.length >> 8, nal.length & 255, ...nal])]);
}

function fragment(nal: Uint8Array, options: PacketizeOptions): Uint8Array[] {
  if (nal.length <= options.maxPayloadBytes) return [nal];
  const h264 = options.codec === 'h264';
  const nalHeaderBytes = h264 ? 1 : 2;
  const bodyBytes = options.maxPayloadBytes - nalHeaderBytes - 1;
  const first = nal[0] ?? 0;
  const payloads: Uint8Array[] = [];
  for (let offset = nalHeaderBytes; offset < nal.length; offset += bodyBytes) {
    const body = nal.subarray(offset, offset + bodyBytes);
    const flags = (offset === nalHeaderBytes ? 0x80 : 0) | (offset + bodyBytes >= nal.length ? 0x40 : 0);
    const header = h264
      ? [(first & 0xe0) | 28, flags | (first & 31)]
      : [(first & 0x81) | (49 << 1), nal[1] ?? 0, flags | ((first >> 1) & 63)];
    const payload = new Uint8Array(header.length + body.length);
    payload.set(header);
    payload.set(body, header.length);
    payloads.push(payload);
  }
  return payloads;
}
