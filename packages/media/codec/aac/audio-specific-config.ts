/** AudioSpecificConfig (ISO/IEC 14496-3 clause 1.6.2.1): what a sample entry needs. Explicit SBR and PS are followed. */
import { BitReader } from '../../bytes/index.ts';
import { CodecError } from '../codec-error.ts';
import { parseBits } from '../parse-bits.ts';

/** What was parsed of the configuration: the core's object type, rate and channels, without any extension above it. */
export interface AudioSpecificConfig {
  /** 2: AAC LC. With SBR or PS signalled, of the core underneath. */
  readonly audioObjectType: number;
  /** Of the core. */
  readonly sampleRateHz: number;
  readonly channels: number;
  /** 1024, or 960 for the rare short frame. */
  readonly samplesPerFrame: number;
}

const SAMPLE_RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
const CHANNELS_BY_CONFIGURATION = [0, 1, 2, 3, 4, 5, 6, 8];
const MAX_SAMPLE_RATE_HZ = 192_000;
const SBR = 5;
const PS = 29;
/** Main, LC, SSR, LTP: the ones with a GASpecificConfig and frames of 1024 samples. */
const FIRST_PLAIN = 1;
const LAST_PLAIN = 4;

/** @throws CodecError; `not-supported` for what isn't AAC and for channels in a program config element */
export function parseAudioSpecificConfig(bytes: Uint8Array): AudioSpecificConfig {
  return parseBits('AudioSpecificConfig', () => {
    const reader = new BitReader(bytes);
    let audioObjectType = readObjectType(reader);
    const sampleRateHz = readSampleRate(reader);
    const channels = CHANNELS_BY_CONFIGURATION[reader.readBits(4)] ?? 0;
    if (audioObjectType === SBR || audioObjectType === PS) {
      readSampleRate(reader);
      audioObjectType = readObjectType(reader);
    }
    if (audioObjectType < FIRST_PLAIN || audioObjectType > LAST_PLAIN) {
      throw new CodecError('not-supported', `AudioSpecificConfig: audio object type ${audioObjectType}`);
    }
    if (channels === 0)
      throw new CodecError('not-supported', 'AudioSpecificConfig: channels are not configured');
    return { audioObjectType, sampleRateHz, channels, samplesPerFrame: reader.readFlag() ? 960 : 1024 };
  });
}

function readObjectType(reader: BitReader): number {
  const type = reader.readBits(5);
  return type === 31 ? 32 + reader.readBits(6) : type;
}

function readSampleRate(reader: BitReader): number {
  const index = reader.readBits(4);
  const rate = index === 15 ? reader.readBits(24) : (SAMPLE_RATES_HZ[index] ?? 0);
  if (rate === 0 || rate > MAX_SAMPLE_RATE_HZ)
    throw new CodecError('out-of-range', `AudioSpecificConfig: sample rate ${rate}`);
  return rate;
}
