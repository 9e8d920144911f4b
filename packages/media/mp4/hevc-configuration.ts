/** `hvcC`: HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1) from parameter sets and back. */
import type { BitReader } from '../bytes/index.ts';
import type { BoxWriter } from './box-writer.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { readParameterSet, writeParameterSet } from './parameter-set.ts';

const NAL_VPS = 32;
const NAL_SPS = 33;
const NAL_PPS = 34;
const NAL_HEADER_BYTES = 2;
/** general_profile_tier_level: the same 12 bytes in SPS and record. */
const PROFILE_TIER_LEVEL_BYTES = 12;

/** The sets of an `hvcC`: NAL units without start code or length, in the order of the box. */
export interface HevcSets {
  readonly vps: readonly Uint8Array[];
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
}

/** @throws TypeError without a VPS, an SPS and a PPS, or where the SPS can't be read */
export function writeHevcConfiguration(writer: BoxWriter, sets: HevcSets): void {
  const sps = sets.sps[0];
  if (sps === undefined || sps.length < NAL_HEADER_BYTES + 1 + PROFILE_TIER_LEVEL_BYTES) {
    throw new TypeError(`parameterSets.sps: ${sets.sps.length} sets, the first of ${sps?.length} bytes`);
  }
  if (sets.vps.length === 0) throw new TypeError('parameterSets.vps: 0 sets');
  if (sets.pps.length === 0) throw new TypeError('parameterSets.pps: 0 sets');
  const facts = readParameterSet(sps, NAL_HEADER_BYTES, readFacts);
  writer.open('hvcC');
  writer.u8(1);
  writer.bytes(facts.profileTierLevel);
  writer.u16(0xf000); // min_spatial_segmentation_idc: not said
  writer.u8(0xfc); // parallelismType: not said
  writer.u8(0xfc | (facts.chromaFormat & 3));
  writer.u8(0xf8 | (facts.lumaDepthMinus8 & 7));
  writer.u8(0xf8 | (facts.chromaDepthMinus8 & 7));
  writer.u16(0); // avgFrameRate: not said, cameras don't keep to it
  writer.u8((facts.temporalLayers << 3) | (facts.temporalIdNested << 2) | 3); // 4 bytes of length
  writer.u8(3);
  writeArray(writer, NAL_VPS, sets.vps);
  writeArray(writer, NAL_SPS, sets.sps);
  writeArray(writer, NAL_PPS, sets.pps);
  writer.close();
}

/** `hvc1` promises that the sets are complete here; those that cameras repeat in the samples are the same. */
function writeArray(writer: BoxWriter, nalUnitType: number, nalUnits: readonly Uint8Array[]): void {
  writer.u8(0x80 | nalUnitType);
  writer.u16(nalUnits.length);
  for (const nalUnit of nalUnits) writeParameterSet(writer, nalUnit);
}

/** ISO/IEC 23008-2, 7.3.2.2 and 7.3.3, as far as the bit depth. */
function readFacts(bits: BitReader) {
  bits.skipBits(4);
  const subLayers = bits.readBits(3);
  const temporalIdNested = bits.readBits(1);
  const profileTierLevel = new Uint8Array(PROFILE_TIER_LEVEL_BYTES);
  for (let i = 0; i < PROFILE_TIER_LEVEL_BYTES; i += 1) profileTierLevel[i] = bits.readBits(8);
  skipSubLayers(bits, subLayers);
  bits.readUe();
  const chromaFormat = bits.readUe();
  if (chromaFormat === 3) bits.skipBits(1);
  bits.readUe();
  bits.readUe();
  if (bits.readBits(1) === 1) for (let i = 0; i < 4; i += 1) bits.readUe();
  const lumaDepthMinus8 = bits.readUe();
  const chromaDepthMinus8 = bits.readUe();
  return {
    profileTierLevel,
    temporalLayers: subLayers + 1,
    temporalIdNested,
    chromaFormat,
    lumaDepthMinus8,
    chromaDepthMinus8,
  };
}

function skipSubLayers(bits: BitReader, subLayers: number): void {
  if (subLayers === 0) return;
  const present: number[] = [];
  for (let i = 0; i < 8; i += 1) present.push(bits.readBits(2)); // 8 - subLayers pairs are padding
  for (let i = 0; i < subLayers; i += 1) {
    const flags = present[i] ?? 0;
    bits.skipBits((flags & 2 ? 88 : 0) + (flags & 1 ? 8 : 0));
  }
}

/** The sets, copied, and the codec string. `cursor` covers the body of `hvcC`. */
export function readHevcConfiguration(cursor: ByteCursor): HevcSets & { readonly codecString: string } {
  if (cursor.u8() !== 1) cursor.refuse('unsupported', 'version of the record');
  const codecString = hevcCodecString(cursor.bytes(PROFILE_TIER_LEVEL_BYTES));
  cursor.bytes(8);
  if ((cursor.u8() & 3) !== 3) cursor.refuse('unsupported', 'NAL unit lengths of other than 4 bytes');
  const sets: Record<'vps' | 'sps' | 'pps', Uint8Array[]> = { vps: [], sps: [], pps: [] };
  for (let arrays = cursor.u8(); arrays > 0; arrays -= 1) {
    const nalUnitType = cursor.u8() & 0x3f;
    const into =
      nalUnitType === NAL_VPS
        ? sets.vps
        : nalUnitType === NAL_SPS
          ? sets.sps
          : nalUnitType === NAL_PPS
            ? sets.pps
            : null;
    for (let left = cursor.u16(); left > 0; left -= 1) {
      const nalUnit = cursor.bytes(cursor.u16());
      into?.push(nalUnit.slice());
    }
  }
  if (sets.sps.length === 0 || sets.pps.length === 0) cursor.refuse('unsupported', 'no parameter sets');
  return { ...sets, codecString };
}

/** ISO/IEC 14496-15 annex E.3: space and profile, compatibility bits reversed, tier and level, constraints. */
function hevcCodecString(profileTierLevel: Uint8Array): string {
  const view = new DataView(profileTierLevel.buffer, profileTierLevel.byteOffset, PROFILE_TIER_LEVEL_BYTES);
  const head = view.getUint8(0);
  const space = ['', 'A', 'B', 'C'][head >> 6] ?? '';
  let compatibility = 0;
  for (let i = 0; i < 32; i += 1) compatibility = compatibility * 2 + ((view.getUint32(1) >>> i) & 1);
  let constraints = '';
  let last = 11;
  while (last > 5 && view.getUint8(last - 1) === 0) last -= 1;
  for (let i = 5; i < last; i += 1) constraints += `.${view.getUint8(i).toString(16).toUpperCase()}`;
  const tier = (head & 0x20) === 0 ? 'L' : 'H';
  return `hvc1.${space}${head & 0x1f}.${compatibility.toString(16).toUpperCase()}.${tier}${view.getUint8(11)}${constraints}`;
}
