/** Sound alone: G.711 in .wav or raw .alaw and .ulaw, AAC with ADTS headers in .aac. */
import { createAacFormat, createG711Format } from '@matlang/media/codec';
import type { ClipUnit, FileTrack } from './clip.ts';
import { fileEnding } from './file-ending.ts';
import { g711Units } from './mp4-file.ts';

const WAVE_ALAW = 6;
const WAVE_ULAW = 7;
const AAC_FRAME_SAMPLES = 1024;
const ADTS_RATES_HZ = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
] as const;

/** @throws TypeError for what it does not know */
export function readAudioTrack(path: string, bytes: Uint8Array): FileTrack {
  switch (fileEnding(path)) {
    case 'alaw':
      return g711Track('pcma', bytes, 8000, 1);
    case 'ulaw':
      return g711Track('pcmu', bytes, 8000, 1);
    case 'wav':
      return readWave(path, bytes);
    case 'aac':
      return readAdts(path, bytes);
    default:
      throw new TypeError(`path: no known kind of media file: ${path}`);
  }
}

function g711Track(
  law: 'pcma' | 'pcmu',
  sound: Uint8Array,
  clockRateHz: number,
  channels: number,
): FileTrack {
  return {
    format: createG711Format(law, clockRateHz, channels),
    clockRateHz,
    ...g711Units(sound, clockRateHz, channels),
  };
}

function readWave(path: string, bytes: Uint8Array): FileTrack {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let law: 'pcma' | 'pcmu' | null = null;
  let channels = 1;
  let rateHz = 8000;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const sizeBytes = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name === 'fmt ' && body + 16 <= bytes.length) {
      const tag = view.getUint16(body, true);
      law = tag === WAVE_ALAW ? 'pcma' : tag === WAVE_ULAW ? 'pcmu' : null;
      channels = view.getUint16(body + 2, true);
      rateHz = view.getUint32(body + 4, true);
    }
    if (name === 'data' && law !== null) {
      return g711Track(law, bytes.subarray(body, Math.min(body + sizeBytes, bytes.length)), rateHz, channels);
    }
    at = body + sizeBytes + (sizeBytes & 1);
  }
  throw new TypeError(`path: no sound of G.711 in ${path}`);
}

function readAdts(path: string, bytes: Uint8Array): FileTrack {
  const units: ClipUnit[] = [];
  let config: Uint8Array | null = null;
  let rateHz = 0;
  for (let at = 0; at + 7 <= bytes.length; ) {
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = bytes.subarray(at, at + 6);
    if (b0 !== 0xff || (b1 & 0xf6) !== 0xf0)
      throw new TypeError(`path: no ADTS header at byte ${at} of ${path}`);
    const sizeBytes = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5);
    const headBytes = (b1 & 1) === 1 ? 7 : 9;
    if (sizeBytes <= headBytes || at + sizeBytes > bytes.length) break;
    const rateIndex = (b2 >> 2) & 15;
    rateHz = ADTS_RATES_HZ[rateIndex] ?? 0;
    const objectType = (b2 >> 6) + 1;
    const channels = ((b2 & 1) << 2) | (b3 >> 6);
    config ??= Uint8Array.of((objectType << 3) | (rateIndex >> 1), ((rateIndex & 1) << 7) | (channels << 3));
    const ticks = units.length * AAC_FRAME_SAMPLES;
    units.push({
      dtsTicks: ticks,
      ptsTicks: ticks,
      sync: true,
      parts: [bytes.subarray(at + headBytes, at + sizeBytes)],
    });
    at += sizeBytes;
  }
  if (config === null || rateHz === 0) throw new TypeError(`path: no AAC in ${path}`);
  const format = createAacFormat(config, rateHz);
  return { format, clockRateHz: rateHz, units, durationTicks: units.length * AAC_FRAME_SAMPLES };
}
