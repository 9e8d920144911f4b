/** What several tests of depacketizers do: push packets, drain units, take units apart. */
import { createDepacketizer } from './create-depacketizer.ts';
import type { DepacketizedUnit, Depacketizer } from './depacketizer.ts';
import type { MediaPacket } from './media-packet.ts';

export function createForTest(encodingName: string, parameters: Record<string, string> = {}): Depacketizer {
  const clockRateHz = encodingName === 'H264' || encodingName === 'H265' ? 90_000 : 8000;
  return createDepacketizer({
    encodingName,
    clockRateHz,
    channels: null,
    formatParameters: new Map(Object.entries(parameters)),
  });
}

export function drain(depacketizer: Depacketizer): DepacketizedUnit[] {
  const units: DepacketizedUnit[] = [];
  for (let unit = depacketizer.pull(); unit !== null; unit = depacketizer.pull()) units.push(unit);
  return units;
}

/** So many packets come in one read; 1 and 3 in turn, so that units are cut by reads and not. */
const PACKETS_A_READ = [1, 3] as const;

/**
 * All units of the packets, the one that a last `flush` gives among them. As on a connection, the packets of a read lie in one
 * buffer, which the next read overwrites.
 */
export function feed(depacketizer: Depacketizer, packets: readonly MediaPacket[]): DepacketizedUnit[] {
  const units: DepacketizedUnit[] = [];
  for (let next = 0, read = 0; next < packets.length; read += 1) {
    const together = packets.slice(next, next + (PACKETS_A_READ[read % 2] ?? 1));
    next += together.length;
    const buffer = new Uint8Array(together.reduce((sum, { payload }) => sum + payload.length, 0));
    let offset = 0;
    for (const packet of together) {
      const payload = buffer.subarray(offset, offset + packet.payload.length);
      payload.set(packet.payload);
      offset += payload.length;
      depacketizer.push({ ...packet, payload });
      units.push(...drain(depacketizer));
    }
    depacketizer.detach();
    buffer.fill(0xaa);
  }
  depacketizer.flush();
  return [...units, ...drain(depacketizer)];
}

export function nalsOf(unit: DepacketizedUnit): Uint8Array[] {
  const { data } = unit;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const nals: Uint8Array[] = [];
  for (let offset = 0; offset < data.length; ) {
    const size = view.getUint32(offset);
    nals.push(data.subarray(offset + 4, offset + 4 + size));
    offset += 4 + size;
  }
  return nals;
}

/** A packet with what a test cares about. */
export function packetOf(
  payload: readonly number[] | Uint8Array,
  over: Partial<MediaPacket> = {},
): MediaPacket {
  return {
    payload: Uint8Array.from(payload),
    ptsTicks: 0,
    sequenceNumber: 0,
    marker: false,
    lostBefore: 0,
    arrivalMonotonicMs: 0,
    ...over,
  };
}
