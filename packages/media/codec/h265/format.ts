/** From parameter sets of H.265 to the format of a stream. */
import type { VideoFormat } from '../../stream/index.ts';
import { CodecError } from '../codec-error.ts';
import { declaredFrameTicks } from '../nal-limits.ts';
import { h265CodecString } from './profile-tier-level.ts';
import { parseH265Sps } from './sps.ts';

/** Parameter sets of one stream as NAL units without start code or length, and the RTP clock rate. */
export interface H265FormatInput {
  readonly vps: readonly Uint8Array[];
  /** The active set first. Kept, not copied. */
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
  readonly timescale: number;
}

/** @throws CodecError where the sets are missing or can't be used */
export function createH265Format(input: H265FormatInput): VideoFormat {
  const first = input.sps[0];
  if (first === undefined || input.pps.length === 0 || input.vps.length === 0) {
    throw new CodecError('missing', 'H.265: VPS, SPS and PPS are needed');
  }
  const sps = parseH265Sps(first);
  return {
    kind: 'video',
    codec: 'h265',
    timescale: input.timescale,
    widthPixels: sps.widthPixels,
    heightPixels: sps.heightPixels,
    pixelAspect: sps.vui.pixelAspect,
    codecString: h265CodecString(sps.profileTierLevel),
    parameterSets: { vps: input.vps, sps: input.sps, pps: input.pps },
    reorderDepth: sps.maxReorderPictures,
    declaredFrameTicks:
      sps.vui.frameSeconds === null ? null : declaredFrameTicks(sps.vui.frameSeconds, input.timescale),
  };
}
