export { createH265Format } from './format.ts';
export {
  H265_NAL,
  h265NalType,
  isH265Bla,
  isH265Idr,
  isH265RandomAccess,
  isH265SkippedLeading,
  isH265Slice,
  isH265SubLayerNonReference,
} from './nal-type.ts';
export { H265PictureOrder } from './picture-order.ts';
export { parseH265Pps } from './pps.ts';
export { h265CodecString, type ProfileTierLevel, readProfileTierLevel } from './profile-tier-level.ts';
export {
  type H265SliceHeader,
  isFirstH265Segment,
  parseH265SliceHeader,
} from './slice-header.ts';
export { parseH265Sps } from './sps.ts';
export { parseH265Vps } from './vps.ts';
