/** `avcC`: AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) from parameter sets and back. */
import { h264CodecString, parseH264Sps } from '../codec/h264/index.ts';
import type { BoxWriter } from './box-writer.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { parseParameterSet, writeParameterSet } from './parameter-set.ts';

/** Profiles of which the record repeats chroma format and bit depth: four of those whose SPS says them. */
const RECORDS_WITH_CHROMA: ReadonlySet<number> = new Set([100, 110, 122, 144]);
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
  if (first === undefined || sets.sps.length > MAX_SPS) {
    throw new TypeError(`parameterSets.sps: ${sets.sps.length} sets`);
  }
  if (sets.pps.length === 0 || sets.pps.length > MAX_PPS) {
    throw new TypeError(`parameterSets.pps: ${sets.pps.length} sets`);
  }
  const sps = parseParameterSet(first, parseH264Sps);
  writer.open('avcC');
  writer.u8(1);
  writer.u8(sps.profileIdc);
  writer.u8(sps.constraintFlags);
  writer.u8(sps.levelIdc);
  writer.u8(0xfc | 3); // NAL units behind 4 bytes of length
  writer.u8(0xe0 | sets.sps.length);
  for (const set of sets.sps) writeParameterSet(writer, set);
  writer.u8(sets.pps.length);
  for (const set of sets.pps) writeParameterSet(writer, set);
  if (RECORDS_WITH_CHROMA.has(sps.profileIdc)) {
    writer.u8(0xfc | sps.chromaFormat);
    writer.u8(0xf8 | (sps.bitDepthLuma - 8));
    writer.u8(0xf8 | (sps.bitDepthChroma - 8));
    writer.u8(0);
  }
  writer.close();
}

/** The sets, copied, and the codec string. `cursor` covers the body of `avcC`. */
export function readAvcConfiguration(cursor: ByteCursor): AvcSets & { readonly codecString: string } {
  if (cursor.u8() !== 1) cursor.refuse('unsupported', 'version of the record');
  const codecString = h264CodecString(cursor.u8(), cursor.u8(), cursor.u8());
  if ((cursor.u8() & 3) !== 3) cursor.refuse('unsupported', 'NAL unit lengths of other than 4 bytes');
  const sps: Uint8Array[] = [];
  for (let left = cursor.u8() & 0x1f; left > 0; left -= 1) sps.push(cursor.bytes(cursor.u16()).slice());
  const pps: Uint8Array[] = [];
  for (let left = cursor.u8(); left > 0; left -= 1) pps.push(cursor.bytes(cursor.u16()).slice());
  if (sps.length === 0 || pps.length === 0) cursor.refuse('unsupported', 'no parameter sets');
  return { sps, pps, codecString };
}
