/** `esds`: the MPEG-4 descriptors around an AudioSpecificConfig (ISO/IEC 14496-1, 7.2.6; 14496-14, 5.6). */
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
