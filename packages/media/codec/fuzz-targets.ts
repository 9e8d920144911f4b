/** Parsers of what cameras send in codecs' own bits, as targets for hostile bytes. */
import { decodeBase64, type FuzzTarget } from '../bytes/index.ts';
import { parseAudioSpecificConfig } from './aac/index.ts';
import { CodecError } from './codec-error.ts';
import { findRecoveryFrameCount, parseH264Pps, parseH264SliceHeader, parseH264Sps } from './h264/index.ts';
import { parseH265Pps, parseH265SliceHeader, parseH265Sps, parseH265Vps } from './h265/index.ts';

const H264_SPS = seed('Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==');
const H264_SPS_OF_CAMERA = seed('Z2QAHqwsaoLA9puCgIKgAAADACAAAAMD0IAA');
const H265_SPS = seed('QgEBAWAAAAMAsAAAAwAAAwBaoAWCAeFja5JFL83BQYFBAAADAAEAAAMADKE=');
/** Each is read by every parser: what one takes for its own gets far in another too. */
const seeds = [
  H264_SPS,
  H264_SPS_OF_CAMERA,
  H265_SPS,
  seed('aO48gA=='),
  seed('EYg='),
  seed('QAEMAf//AWAAAAMAsAAAAwAAAwBarAwAAAMABAAAAwAyqA=='),
];

/** Every parser of this folder that sees bytes from cameras. */
export const CODEC_FUZZ_TARGETS: readonly FuzzTarget[] = [
  { name: 'h264-sps', run: (bytes) => refusing(() => parseH264Sps(bytes)), seeds },
  { name: 'h264-pps', run: (bytes) => refusing(() => parseH264Pps(bytes)), seeds },
  { name: 'h264-sei', run: (bytes) => refusing(() => findRecoveryFrameCount(bytes)), seeds },
  {
    name: 'h264-slice',
    run: fuzzH264Slice,
    seeds: [halves(H264_SPS, [0x65, 0x88, 0x84, 0, 0x10]), ...seeds],
  },
  { name: 'h265-vps', run: (bytes) => refusing(() => parseH265Vps(bytes)), seeds },
  { name: 'h265-sps', run: (bytes) => refusing(() => parseH265Sps(bytes)), seeds },
  { name: 'h265-pps', run: (bytes) => refusing(() => parseH265Pps(bytes)), seeds },
  { name: 'h265-slice', run: fuzzH265Slice, seeds: [halves(H265_SPS, [0x26, 1, 0xaf, 9, 0x40]), ...seeds] },
  { name: 'aac-config', run: (bytes) => refusing(() => parseAudioSpecificConfig(bytes)), seeds },
];

function seed(base64: string): Uint8Array {
  const bytes = decodeBase64(base64);
  if (bytes === null) throw new TypeError(`base64: ${base64}`);
  return bytes;
}

/** As long again as the first, zeros behind the second. */
function halves(first: Uint8Array, second: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * first.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** The first half is an SPS, the second a slice that refers to it. */
function fuzzH264Slice(bytes: Uint8Array): void {
  const half = bytes.length >> 1;
  refusing(() => {
    const sps = parseH264Sps(bytes.subarray(0, half));
    const pps = { id: 0, spsId: sps.id, bottomFieldOrderPresent: (bytes[0] ?? 0) % 2 === 1 };
    parseH264SliceHeader(bytes.subarray(half), { sps: () => sps, pps: () => pps });
  });
}

function fuzzH265Slice(bytes: Uint8Array): void {
  const half = bytes.length >> 1;
  refusing(() => {
    const sps = parseH265Sps(bytes.subarray(0, half));
    const pps = {
      id: 0,
      spsId: sps.id,
      dependentSegments: true,
      outputFlagPresent: true,
      extraSliceHeaderBits: 2,
    };
    parseH265SliceHeader(bytes.subarray(half), { sps: () => sps, pps: () => pps });
  });
}

function refusing(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
}
