export type { AccessUnit } from './access-unit.ts';
export { AUDIO_CODECS, type AudioCodec, type Codec, VIDEO_CODECS, type VideoCodec } from './codec.ts';
export type { AudioFormat, StreamFormat, VideoFormat } from './format.ts';
export type { Sample } from './sample.ts';
