/** From an AudioSpecificConfig to the format of a stream. */
import type { AudioFormat } from '../../stream/index.ts';
import { parseAudioSpecificConfig } from './audio-specific-config.ts';

/**
 * @param config kept, not copied
 * @throws CodecError
 */
export function createAacFormat(config: Uint8Array, timescale: number): AudioFormat {
  const parsed = parseAudioSpecificConfig(config);
  return {
    kind: 'audio',
    codec: 'aac',
    timescale,
    sampleRateHz: parsed.sampleRateHz,
    channels: parsed.channels,
    audioSpecificConfig: config,
    codecString: `mp4a.40.${parsed.audioObjectType}`,
  };
}
