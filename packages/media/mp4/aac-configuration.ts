/** `esds`: the MPEG-4 descriptors around an AudioSpecificConfig (ISO/IEC 14496-1, 7.2.6; 14496-14, 5.6). */
import { BitReader, BitstreamError } from '../bytes/index.ts';
import type { BoxWriter } from './box-writer.ts';
import type { ByteCursor } from './byte-cursor.ts';

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG_DESCRIPTOR = 4;
const DECODER_SPECIFIC_INFO = 5;
const SL_CONFIG_DESCRIPTOR = 6;
const OBJECT_TYPE_MPEG4_AUDIO = 0x40;
const AUDIO_STREAM = (5 << 2) | 1;
/** One byte says a descriptor's length up to 127; 32 leave room for what surrounds it. */
const MAX_CONFIG_BYTES = 64;
/** ISO/IEC 14496-3, table 1.18. */
const SAMPLE_RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const;

/** @throws TypeError for a configuration that is missing, empty or absurdly long */
export function writeEsds(writer: BoxWriter, audioSpecificConfig: Uint8Array | null): void {
  const size = audioSpecificConfig?.length ?? 0;
  if (audioSpecificConfig === null || size === 0 || size > MAX_CONFIG_BYTES) {
    throw new TypeError(`audioSpecificConfig: ${size} bytes`);
  }
  writer.openFull('esds', 0, 0);
  writer.u8(ES_DESCRIPTOR);
  writer.u8(3 + 2 + 13 + 2 + size + 3);
  writer.u16(0);
  writer.u8(0);
  writer.u8(DECODER_CONFIG_DESCRIPTOR);
  writer.u8(13 + 2 + size);
  writer.u8(OBJECT_TYPE_MPEG4_AUDIO);
  writer.u8(AUDIO_STREAM);
  writer.zeros(3 + 4 + 4); // buffer size, most and mean bit rate: not known
  writer.u8(DECODER_SPECIFIC_INFO);
  writer.u8(size);
  writer.bytes(audioSpecificConfig);
  writer.u8(SL_CONFIG_DESCRIPTOR);
  writer.u8(1);
  writer.u8(2); // predefined for MP4 files
  writer.close();
}

/** The AudioSpecificConfig, copied. `cursor` stands behind version and flags of `esds`. */
export function readEsds(cursor: ByteCursor): Uint8Array {
  enterDescriptor(cursor, ES_DESCRIPTOR);
  cursor.skip(2);
  const flags = cursor.u8();
  if ((flags & 0x80) !== 0) cursor.skip(2);
  if ((flags & 0x40) !== 0) cursor.skip(cursor.u8());
  if ((flags & 0x20) !== 0) cursor.skip(2);
  enterDescriptor(cursor, DECODER_CONFIG_DESCRIPTOR);
  const objectType = cursor.u8();
  if (objectType !== OBJECT_TYPE_MPEG4_AUDIO) cursor.refuse('unsupported', `object type ${objectType}`);
  cursor.skip(12);
  return cursor.bytes(enterDescriptor(cursor, DECODER_SPECIFIC_INFO)).slice();
}

function enterDescriptor(cursor: ByteCursor, tag: number): number {
  if (cursor.u8() !== tag) cursor.refuse('malformed', `descriptor ${tag} belongs here`);
  let size = 0;
  for (let i = 0; i < 4; i += 1) {
    const byte = cursor.u8();
    size = size * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return size;
  }
  return cursor.refuse('malformed', 'length of a descriptor in more than 4 bytes');
}

/**
 * RFC 6381 name and sample rate by an AudioSpecificConfig; the rate is 0 where it has none of the usual. Null where it
 * ends before it has said both.
 */
export function readAudioSpecificConfig(
  config: Uint8Array,
): { codecString: string; sampleRateHz: number } | null {
  try {
    return readRate(new BitReader(config));
  } catch (error) {
    if (error instanceof BitstreamError) return null;
    throw error;
  }
}

function readRate(bits: BitReader): { codecString: string; sampleRateHz: number } {
  const escape = 31;
  let objectType = bits.readBits(5);
  if (objectType === escape) objectType = 32 + bits.readBits(6);
  const index = bits.readBits(4);
  const sampleRateHz = index === 15 ? bits.readBits(24) : (SAMPLE_RATES_HZ[index] ?? 0);
  return { codecString: `mp4a.40.${objectType}`, sampleRateHz };
}
