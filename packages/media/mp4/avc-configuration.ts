/** `avcC`: AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) from parameter sets and back. */
import type { BitReader } from '../bytes/index.ts';
import type { BoxWriter } from './box-writer.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { readParameterSet, writeParameterSet } from './parameter-set.ts';

/** Profiles whose SPS and record say chroma format and bit depth (ISO/IEC 14496-10, 7.3.2.1.1). */
const PROFILES_WITH_CHROMA: ReadonlySet<number> = new Set([100, 110, 122, 144, 244, 44, 83, 86, 118, 128]);
/** The record gives the same to these four only. */
const RECORDS_WITH_CHROMA: ReadonlySet<number> = new Set([100, 110, 122, 144]);
const NAL_HEADER_BYTES = 1;
const MAX_SPS = 31;
const MAX_PPS = 255;

/** The sets of an `avcC`: NAL units without start code or length, in the order of the box. */
export interface AvcSets {
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
}

/** @throws TypeError without an SPS and a PPS, with more than the record can count, or where the SPS can't be read */
export function writeAvcConfiguration(writer: BoxWriter, sets: AvcSets): void {
  const first = sets.sps[0];
  if (first === undefined || first.length < 4 || sets.sps.length > MAX_SPS) {
    throw new TypeError(`parameterSets.sps: ${sets.sps.length} sets`);
  }
  if (sets.pps.length === 0 || sets.pps.length > MAX_PPS) {
    throw new TypeError(`parameterSets.pps: ${sets.pps.length} sets`);
  }
  writer.open('avcC');
  writer.u8(1);
  writer.bytes(first.subarray(1, 4));
  writer.u8(0xfc | 3); // NAL units behind 4 bytes of length
  writer.u8(0xe0 | sets.sps.length);
  for (const set of sets.sps) writeParameterSet(writer, set);
  writer.u8(sets.pps.length);
  for (const set of sets.pps) writeParameterSet(writer, set);
  if (RECORDS_WITH_CHROMA.has(first[1] ?? 0)) {
    const { chromaFormat, lumaDepthMinus8, chromaDepthMinus8 } = readParameterSet(
      first,
      NAL_HEADER_BYTES,
      readSampling,
    );
    writer.u8(0xfc | (chromaFormat & 3));
    writer.u8(0xf8 | (lumaDepthMinus8 & 7));
    writer.u8(0xf8 | (chromaDepthMinus8 & 7));
    writer.u8(0);
  }
  writer.close();
}

function readSampling(bits: BitReader) {
  const profile = bits.readBits(8);
  bits.skipBits(16);
  bits.readUe();
  if (!PROFILES_WITH_CHROMA.has(profile))
    return { chromaFormat: 1, lumaDepthMinus8: 0, chromaDepthMinus8: 0 };
  const chromaFormat = bits.readUe();
  if (chromaFormat === 3) bits.skipBits(1);
  return { chromaFormat, lumaDepthMinus8: bits.readUe(), chromaDepthMinus8: bits.readUe() };
}

/** The sets, copied, and the codec string. `cursor` covers the body of `avcC`. */
export function readAvcConfiguration(cursor: ByteCursor): AvcSets & { readonly codecString: string } {
  if (cursor.u8() !== 1) cursor.refuse('unsupported', 'version of the record');
  const profile = cursor.bytes(3);
  if ((cursor.u8() & 3) !== 3) cursor.refuse('unsupported', 'NAL unit lengths of other than 4 bytes');
  const sps: Uint8Array[] = [];
  for (let left = cursor.u8() & 0x1f; left > 0; left -= 1) sps.push(cursor.bytes(cursor.u16()).slice());
  const pps: Uint8Array[] = [];
  for (let left = cursor.u8(); left > 0; left -= 1) pps.push(cursor.bytes(cursor.u16()).slice());
  if (sps.length === 0 || pps.length === 0) cursor.refuse('unsupported', 'no parameter sets');
  let codecString = 'avc1.';
  for (const byte of profile) codecString += byte.toString(16).padStart(2, '0');
  return { sps, pps, codecString };
}
