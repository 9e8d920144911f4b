/** From a media description to the depacketizer of its payload format. */
import type { Codec } from '../stream/index.ts';
import type { Depacketizer } from './depacketizer.ts';
import { H264Depacketizer } from './h264/h264-depacketizer.ts';
import type { MediaDescription } from './media-description.ts';
import { DepacketizerRefusal } from './refusal.ts';

const CODEC_BY_ENCODING_NAME: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  ['H264', 'h264'],
  ['H265', 'h265'],
  ['HEVC', 'h265'],
  ['MPEG4-GENERIC', 'aac'],
  ['PCMA', 'pcma'],
  ['PCMU', 'pcmu'],
]);

/** The codec behind an RTP encoding name in any case, or null: it isn't recorded. */
export function codecOfEncodingName(encodingName: string): Codec | null {
  return CODEC_BY_ENCODING_NAME.get(encodingName.toUpperCase()) ?? null;
}

/**
 * Refuses (DepacketizerRefusal) a codec that isn't recorded and format parameters that make no sense; missing
 * parameter sets are no reason: they may come in the stream.
 */
export function createDepacketizer(media: MediaDescription): Depacketizer {
  const codec = codecOfEncodingName(media.encodingName);
  if (codec !== 'h264') {
    throw new DepacketizerRefusal(
      'codec-unsupported',
      media.encodingName,
      `codec ${media.encodingName} isn't recorded`,
    );
  }
  return new H264Depacketizer({
    clockRateHz: media.clockRateHz,
    spropParameterSets: media.formatParameters.get('sprop-parameter-sets') ?? null,
  });
}
