export { type AudioSpecificConfig, createAacFormat, parseAudioSpecificConfig } from './aac/index.ts';
export { CodecError, type CodecErrorCode } from './codec-error.ts';
export { createG711Format } from './g711/format.ts';
export { createH264Format, H264_NAL, type H264Sps, type H264Vui, parseH264Sps } from './h264/index.ts';
export {
  createH265Format,
  H265_NAL,
  type H265Sps,
  type H265Vui,
  h265NalType,
  parseH265Sps,
} from './h265/index.ts';
export type { ProfileTierLevel } from './h265/profile-tier-level.ts';
export { type PixelAspect } from './pixel-aspect.ts';
