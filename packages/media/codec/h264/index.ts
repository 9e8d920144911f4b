export { h264CodecString } from './codec-string.ts';
export { createH264Format } from './format.ts';
export { H264_NAL } from './nal-type.ts';
export { H264PictureOrder } from './picture-order.ts';
export { parseH264Pps } from './pps.ts';
export { findRecoveryFrameCount } from './recovery-point.ts';
export {
  type H264SliceHeader,
  parseH264SliceHeader,
  peekFirstMacroblock,
  SLICE_HEAD_BYTES,
  startsH264Picture,
} from './slice-header.ts';
export { parseH264Sps } from './sps.ts';
