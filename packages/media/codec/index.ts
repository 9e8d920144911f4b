export { createAacFormat, parseAudioSpecificConfig } from './aac/index.ts';
export { CodecError } from './codec-error.ts';
export { createG711Format } from './g711/format.ts';
export { createH264Format, H264_NAL, parseH264Sps } from './h264/index.ts';
export { createH265Format, H265_NAL, h265NalType } from './h265/index.ts';
