/** Entry points for hostile packets: run by the fuzz script with millions of inputs, and shortly by the tests. */
import { createDepacketizer } from './create-depacketizer.ts';
import type { Depacketizer } from './depacketizer.ts';
import type { MediaDescription } from './media-description.ts';

/** One depacketizer under a name by which a finding is reported. */
export interface FuzzTarget {
  readonly name: string;
  /** Must return for every input, quickly; throws where an invariant is broken. */
  run(bytes: Uint8Array): void;
}

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
  return { name, run: (bytes) => pushAll(createDepacketizer(media), bytes) };
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
