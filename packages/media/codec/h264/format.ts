/** From parameter sets of H.264 to the format of a stream. */
import type { VideoFormat } from '../../stream/index.ts';
import { CodecError } from '../codec-error.ts';
import { declaredFrameTicks } from '../nal-limits.ts';
import { h264CodecString } from './codec-string.ts';
import { type H264Sps, parseH264Sps } from './sps.ts';

/** Parameter sets of one stream as NAL units without start code or length, and the RTP clock rate. */
export interface H264FormatInput {
  /** The active set first. Kept, not copied. */
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
  readonly timescale: number;
}

/** @throws CodecError where the sets are missing or can't be used */
export function createH264Format(input: H264FormatInput): VideoFormat {
  const first = input.sps[0];
  if (first === undefined || input.pps.length === 0)
    throw new CodecError('missing', 'H.264: SPS and PPS are needed');
  const sps = parseH264Sps(first);
  return {
    kind: 'video',
    codec: 'h264',
    timescale: input.timescale,
    widthPixels: sps.widthPixels,
    heightPixels: sps.heightPixels,
    pixelAspect: sps.vui.pixelAspect,
    codecString: h264CodecString(sps.profileIdc, sps.constraintFlags, sps.levelIdc),
    parameterSets: { vps: [], sps: input.sps, pps: input.pps },
    reorderDepth: h264ReorderDepth(sps),
    declaredFrameTicks:
      sps.vui.frameSeconds === null ? null : declaredFrameTicks(sps.vui.frameSeconds, input.timescale),
  };
}

const BASELINE = 66;
/** Intra-only variants of these infer 0 where max_num_reorder_frames is absent (clause E.2.1). */
const INTRA_ONLY_WITH_CONSTRAINT_3: ReadonlySet<number> = new Set([44, 86, 100, 110, 122, 244]);

/**
 * max_num_reorder_frames where it is sent; 0 where order of decoding and output must agree: Baseline has no B slices,
 * intra-only profiles, and pic_order_cnt_type 2 (clause 8.2.1.3). Otherwise null: the
 * inferred value of the standard (the whole buffer) would delay every camera that is silent.
 */
function h264ReorderDepth(sps: H264Sps): number | null {
  if (sps.pictureOrder.type === 2 || sps.profileIdc === BASELINE) return 0;
  if (sps.vui.maxReorderFrames !== null) return sps.vui.maxReorderFrames;
  const intraOnly = INTRA_ONLY_WITH_CONSTRAINT_3.has(sps.profileIdc) && (sps.constraintFlags & 0x10) !== 0;
  return intraOnly ? 0 : null;
}
