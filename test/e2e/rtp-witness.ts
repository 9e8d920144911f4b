/**
 * RTP written down on the wire, taken apart a second time: as few lines as the packets of GStreamer and of the simulator
 * need, nothing shared with the recorder, nothing tolerated.
 */

/** One packet without padding or extension. */
export interface WirePacket {
  readonly payloadType: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** What has one time stamp: NAL units of an access unit. */
export interface WireUnit {
  readonly timestamp: number;
  /** First and last sequence number. */
  readonly firstPacket: number;
  readonly lastPacket: number;
  readonly nals: readonly Uint8Array[];
}

/** @throws Error for a packet with padding, extension or contributing sources */
export function readPacket(bytes: Uint8Array): WirePacket {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0x80) throw new Error(`first byte of RTP is ${bytes[0]}`);
  return {
    payloadType: (bytes[1] ?? 0) & 0x7f,
    sequenceNumber: view.getUint16(2),
    timestamp: view.getUint32(4),
    payload: bytes.subarray(12),
  };
}

/** Access units in the order sent (RFC 6184, RFC 7798). @throws Error for a packet of another kind */
export function unitsOfWire(codec: 'h264' | 'h265', packets: readonly Uint8Array[]): readonly WireUnit[] {
  const units: { timestamp: number; firstPacket: number; lastPacket: number; nals: Uint8Array[] }[] = [];
  let pieces: Uint8Array[] = [];
  for (const bytes of packets) {
    const { timestamp, sequenceNumber, payload } = readPacket(bytes);
    let unit = units.at(-1);
    if (unit?.timestamp !== timestamp) {
      if (pieces.length > 0) throw new Error('a fragmented NAL unit has no end');
      unit = { timestamp, firstPacket: sequenceNumber, lastPacket: sequenceNumber, nals: [] };
      units.push(unit);
    }
    unit.lastPacket = sequenceNumber;
    const fragment = codec === 'h264' ? fragmentOfH264(payload) : fragmentOfH265(payload);
    if (fragment !== null) {
      if (fragment.starts) pieces = [fragment.header];
      pieces.push(fragment.body);
      if (fragment.ends) unit.nals.push(Buffer.concat(pieces.splice(0)));
      continue;
    }
    const headerBytes = codec === 'h264' ? 1 : 2;
    const type = codec === 'h264' ? (payload[0] ?? 0) & 31 : ((payload[0] ?? 0) >> 1) & 63;
    const isAggregate = type === (codec === 'h264' ? 24 : 48);
    unit.nals.push(...(isAggregate ? aggregated(payload.subarray(headerBytes)) : [payload]));
  }
  return units;
}

interface Fragment {
  readonly starts: boolean;
  readonly ends: boolean;
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

function fragmentOfH264(payload: Uint8Array): Fragment | null {
  const [indicator = 0, header = 0] = payload;
  if ((indicator & 31) !== 28) return null;
  return {
    starts: (header & 0x80) !== 0,
    ends: (header & 0x40) !== 0,
    header: Uint8Array.of((indicator & 0xe0) | (header & 31)),
    body: payload.subarray(2),
  };
}

function fragmentOfH265(payload: Uint8Array): Fragment | null {
  const [first = 0, second = 0, header = 0] = payload;
  if (((first >> 1) & 63) !== 49) return null;
  return {
    starts: (header & 0x80) !== 0,
    ends: (header & 0x40) !== 0,
    header: Uint8Array.of((first & 0x81) | ((header & 63) << 1), second),
    body: payload.subarray(3),
  };
}

function aggregated(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nals: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 2 + view.getUint16(at)) {
    nals.push(bytes.subarray(at + 2, at + 2 + view.getUint16(at)));
  }
  return nals;
}

/** G.711: a packet's payload is its sound. */
export const soundOfG711 = (packets: readonly Uint8Array[]): readonly Uint8Array[] =>
  packets.map((bytes) => readPacket(bytes).payload);

/**
 * AAC-hbr (RFC 3640: headers of 16 bits, 13 of them the size): units as they come, a fragmented one joined.
 * @throws Error for headers of another length
 */
export function soundOfAac(packets: readonly Uint8Array[]): readonly Uint8Array[] {
  const units: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  for (const bytes of packets) {
    const { payload } = readPacket(bytes);
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const headerBits = view.getUint16(0);
    if (headerBits % 16 !== 0) throw new Error(`AU headers of ${headerBits} bits`);
    let at = 2 + headerBits / 8;
    for (let i = 0; i < headerBits / 16; i += 1) {
      const sizeBytes = view.getUint16(2 + i * 2) >> 3;
      const piece = payload.subarray(at, at + sizeBytes);
      at += sizeBytes;
      pieces.push(piece);
      const have = pieces.reduce((sum, { length }) => sum + length, 0);
      if (have >= sizeBytes) units.push(Buffer.concat(pieces.splice(0)));
    }
  }
  return units;
}
