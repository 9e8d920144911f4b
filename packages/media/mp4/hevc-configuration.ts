/** `hvcC`: HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1) from parameter sets and back. */
import { BitReader } from '../bytes/index.ts';
import {
  H265_NAL,
  h265CodecString,
  type ProfileTierLevel,
  parseH265Sps,
  readProfileTierLevel,
} from '../codec/h265/index.ts';
import type { BoxWriter } from './box-writer.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { parseParameterSet, writeParameterSet } from './parameter-set.ts';

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
  const first = sets.sps[0];
  if (first === undefined) throw new TypeError('parameterSets.sps: 0 sets');
  if (sets.vps.length === 0) throw new TypeError('parameterSets.vps: 0 sets');
  if (sets.pps.length === 0) throw new TypeError('parameterSets.pps: 0 sets');
  const sps = parseParameterSet(first, parseH265Sps);
  writer.open('hvcC');
  writer.u8(1);
  writeProfileTierLevel(writer, sps.profileTierLevel);
  writer.u16(0xf000); // min_spatial_segmentation_idc: not said
  writer.u8(0xfc); // parallelismType: not said
  writer.u8(0xfc | sps.chromaFormat);
  writer.u8(0xf8 | (sps.bitDepthLuma - 8));
  writer.u8(0xf8 | (sps.bitDepthChroma - 8));
  writer.u16(0); // avgFrameRate: not said, cameras don't keep to it
  writer.u8(((sps.maxSubLayersMinus1 + 1) << 3) | (sps.temporalIdNested ? 4 : 0) | 3); // 4 bytes of length
  writer.u8(3);
  writeArray(writer, H265_NAL.vps, sets.vps);
  writeArray(writer, H265_NAL.sps, sets.sps);
  writeArray(writer, H265_NAL.pps, sets.pps);
  writer.close();
}

function writeProfileTierLevel(writer: BoxWriter, ptl: ProfileTierLevel): void {
  writer.u8((ptl.profileSpace << 6) | (ptl.highTier ? 0x20 : 0) | ptl.profileIdc);
  writer.u32(ptl.compatibilityFlags);
  for (const byte of ptl.constraintBytes) writer.u8(byte);
  writer.u8(ptl.levelIdc);
}

/** `hvc1` promises that the sets are complete here; those that cameras repeat in the samples are the same. */
function writeArray(writer: BoxWriter, nalUnitType: number, nalUnits: readonly Uint8Array[]): void {
  writer.u8(0x80 | nalUnitType);
  writer.u16(nalUnits.length);
  for (const nalUnit of nalUnits) writeParameterSet(writer, nalUnit);
}

/** The sets, copied, and the codec string. `cursor` covers the body of `hvcC`. */
export function readHevcConfiguration(cursor: ByteCursor): HevcSets & { readonly codecString: string } {
  if (cursor.u8() !== 1) cursor.refuse('unsupported', 'version of the record');
  const profileTierLevel = new BitReader(cursor.bytes(PROFILE_TIER_LEVEL_BYTES));
  const codecString = h265CodecString(readProfileTierLevel(profileTierLevel, 0));
  cursor.bytes(8);
  if ((cursor.u8() & 3) !== 3) cursor.refuse('unsupported', 'NAL unit lengths of other than 4 bytes');
  const sets: Record<'vps' | 'sps' | 'pps', Uint8Array[]> = { vps: [], sps: [], pps: [] };
  for (let arrays = cursor.u8(); arrays > 0; arrays -= 1) {
    const nalUnitType = cursor.u8() & 0x3f;
    const into =
      nalUnitType === H265_NAL.vps
        ? sets.vps
        : nalUnitType === H265_NAL.sps
          ? sets.sps
          : nalUnitType === H265_NAL.pps
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
