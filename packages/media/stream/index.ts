export type { AccessUnit } from './access-unit.ts';
export type { Codec, VideoCodec } from './codec.ts';
export type { AudioFormat, StreamFormat, VideoFormat } from './format.ts';
export type { Sample } from './sample.ts';
