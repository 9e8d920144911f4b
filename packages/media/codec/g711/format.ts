/** G.711: one byte a sample and channel; nothing to parse. */
import type { AudioFormat } from '../../stream/index.ts';

/** `pcma` is A-law (`alaw`), `pcmu` is mu-law (`ulaw`). */
export function createG711Format(law: 'pcma' | 'pcmu', clockRateHz: number, channels: number): AudioFormat {
  return {
    kind: 'audio',
    codec: law,
    timescale: clockRateHz,
    sampleRateHz: clockRateHz,
    channels,
    audioSpecificConfig: null,
    codecString: law === 'pcma' ? 'alaw' : 'ulaw',
  };
}
