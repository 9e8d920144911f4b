/** Entry points for hostile bytes: run by the fuzz script with millions of inputs, and shortly by the tests. */
import { parseAudioSpecificConfig } from './aac/index.ts';
import { CodecError } from './codec-error.ts';
import { findRecoveryFrameCount, parseH264Pps, parseH264SliceHeader, parseH264Sps } from './h264/index.ts';
import { parseH265Pps, parseH265SliceHeader, parseH265Sps, parseH265Vps } from './h265/index.ts';

/** One parser under a name by which a finding is reported; any exception that gets out of `run` is a finding. */
export interface FuzzTarget {
  readonly name: string;
  /** Must return for every input, quickly. */
  run(bytes: Uint8Array): void;
}

/** Every parser of this folder that sees bytes from cameras. */
export const CODEC_FUZZ_TARGETS: readonly FuzzTarget[] = [
  { name: 'h264-sps', run: (bytes) => refusing(() => parseH264Sps(bytes)) },
  { name: 'h264-pps', run: (bytes) => refusing(() => parseH264Pps(bytes)) },
  { name: 'h264-sei', run: (bytes) => refusing(() => findRecoveryFrameCount(bytes)) },
  { name: 'h264-slice', run: fuzzH264Slice },
  { name: 'h265-vps', run: (bytes) => refusing(() => parseH265Vps(bytes)) },
  { name: 'h265-sps', run: (bytes) => refusing(() => parseH265Sps(bytes)) },
  { name: 'h265-pps', run: (bytes) => refusing(() => parseH265Pps(bytes)) },
  { name: 'h265-slice', run: fuzzH265Slice },
  { name: 'aac-config', run: (bytes) => refusing(() => parseAudioSpecificConfig(bytes)) },
];

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
