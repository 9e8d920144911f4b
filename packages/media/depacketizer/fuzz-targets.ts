/** Depacketizers as targets for hostile packets; the tests make inputs of packets that are likely to mean something. */
import type { FuzzTarget } from '../bytes/index.ts';
import { createDepacketizer } from './create-depacketizer.ts';
import type { Depacketizer } from './depacketizer.ts';
import type { MediaDescription } from './media-description.ts';

/** Packets as `pushAll` reads them: a fragmented picture, a picture of two slices, an aggregate of parameter sets. */
const SEEDS: readonly Uint8Array[] = [
  [0x20, 4, 0x7c, 0x85, 0x88, 0x84, 0x00, 4, 0x7c, 0x05, 0x21, 0x43, 0x01, 4, 0x7c, 0x45, 0x65, 0x87],
  [0x20, 4, 0x65, 0x88, 0x84, 0x21, 0x01, 4, 0x65, 0x00, 0x88, 0x84],
  [0x00, 9, 0x78, 0, 2, 0x67, 0x4d, 0, 2, 0x68, 0xee, 0x21, 4, 0x41, 0x9a, 0x02, 0x03],
  [0x20, 5, 0x62, 0x01, 0x93, 0xaf, 0x09, 0x01, 5, 0x62, 0x01, 0x53, 0x40, 0x11],
  [0x01, 8, 0x00, 0x20, 0x00, 0x10, 0x00, 0x10, 0x21, 0x10],
].map((bytes) => Uint8Array.from(bytes));

/** Every payload format, with the parameters of SDP that change how it reads packets. */
export const DEPACKETIZER_FUZZ_TARGETS: readonly FuzzTarget[] = [
  target('depacketize-h264', 'H264', [
    ['sprop-parameter-sets', 'Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==,aO48gA=='],
  ]),
  target('depacketize-h264-bare', 'H264', []),
  target('depacketize-h265', 'H265', [
    ['sprop-sps', 'QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE='],
    ['sprop-pps', 'RAHA8saNA7NA'],
    ['sprop-vps', 'QAEMAf//AWAAAAMAsAAAAwAAAwBarAwAAAMABAAAAwAyqA=='],
  ]),
  target('depacketize-h265-donl', 'H265', [['sprop-max-don-diff', '2']]),
  target('depacketize-aac', 'MPEG4-GENERIC', [['config', '1408']]),
  target('depacketize-pcmu', 'PCMU', []),
];

function target(
  name: string,
  encodingName: string,
  parameters: readonly (readonly [string, string])[],
): FuzzTarget {
  const media: MediaDescription = {
    encodingName,
    clockRateHz: 90_000,
    channels: null,
    formatParameters: new Map(parameters),
  };
  return { name, run: (bytes) => pushAll(createDepacketizer(media), bytes), seeds: SEEDS };
}

/** The input as packets: a byte of flags, a byte of length, the payload. */
function pushAll(depacketizer: Depacketizer, bytes: Uint8Array): void {
  let ptsTicks = 0;
  let sequenceNumber = 0;
  for (let offset = 0; offset + 2 <= bytes.length; ) {
    const flags = bytes[offset] ?? 0;
    const length = bytes[offset + 1] ?? 0;
    if ((flags & 2) !== 0) ptsTicks += (flags >> 4) * 900 - 3600;
    depacketizer.push({
      payload: bytes.subarray(offset + 2, offset + 2 + length),
      ptsTicks,
      sequenceNumber,
      marker: (flags & 1) !== 0,
      lostBefore: (flags & 12) === 12 ? 1 : 0,
      arrivalMonotonicMs: sequenceNumber,
    });
    if ((flags & 14) === 14) depacketizer.flush();
    drain(depacketizer);
    if ((flags & 13) === 13) depacketizer.detach();
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    offset += 2 + length;
  }
  depacketizer.flush();
  drain(depacketizer);
}

function drain(depacketizer: Depacketizer): void {
  for (let unit = depacketizer.pull(); unit !== null; unit = depacketizer.pull()) {
    if (unit.data.length === 0) throw new Error('an empty unit');
    if (unit.format.kind === 'video') requireWholeNals(unit.data);
  }
}

function requireWholeNals(data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  let offset = 0;
  while (offset + 4 <= data.length) offset += 4 + view.getUint32(offset);
  if (offset !== data.length) throw new Error(`lengths end at ${offset} of ${data.length}`);
}
