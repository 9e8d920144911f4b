/**
 * Sequence parameter set of H.265 (clauses 7.3.2.2 and E.2.1): what a sample entry, slice headers and decode order need.
 *
 * Tolerated: whatever is wrong behind the size and the reorder depth. Slice headers need nothing from there, and a
 * picture can be shown; what the VUI would say is unknown then.
 */
import { BitReader } from '../../bytes/index.ts';
import { CodecError } from '../codec-error.ts';
import { MAX_REORDER_DEPTH, MAX_SIDE_PIXELS } from '../nal-limits.ts';
import { parseBits, tryParse } from '../parse-bits.ts';
import { type PixelAspect, readPixelAspect } from '../pixel-aspect.ts';
import { type ProfileTierLevel, readProfileTierLevel } from './profile-tier-level.ts';
import { skipReferencePictureSets } from './reference-picture-sets.ts';

/** A sequence parameter set, as far as anything here depends on it; sizes are in luma samples. */
export interface H265Sps {
  readonly id: number;
  readonly vpsId: number;
  readonly maxSubLayersMinus1: number;
  readonly temporalIdNested: boolean;
  readonly profileTierLevel: ProfileTierLevel;
  /** chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormat: number;
  readonly separateColourPlanes: boolean;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  /** After the conformance window. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly orderLsbBits: number;
  /** sps_max_num_reorder_pics of the highest sub-layer. */
  readonly maxReorderPictures: number;
  /** Bits of slice_segment_address: the count of coding tree blocks decides. */
  readonly sliceAddressBits: number;
  readonly vui: H265Vui;
}

/** What the VUI says; null where it is absent, says nothing of it, or makes no sense. */
export interface H265Vui {
  readonly pixelAspect: PixelAspect | null;
  /** vui_num_units_in_tick / vui_time_scale: from picture to picture. */
  readonly frameSeconds: number | null;
}

const NO_VUI: H265Vui = { pixelAspect: null, frameSeconds: null };

/** @throws CodecError */
export function parseH265Sps(nal: Uint8Array): H265Sps {
  return parseBits('H.265 SPS', () =>
    readSps(new BitReader(nal, { startByte: 2, emulationPrevention: true })),
  );
}

function readSps(reader: BitReader): H265Sps {
  const vpsId = reader.readBits(4);
  const maxSubLayersMinus1 = reader.readBits(3);
  if (maxSubLayersMinus1 > 6) throw new CodecError('out-of-range', 'H.265 SPS: more than 7 sub-layers');
  const temporalIdNested = reader.readFlag();
  const profileTierLevel = readProfileTierLevel(reader, maxSubLayersMinus1);
  const id = reader.readUe(15);
  const chromaFormat = reader.readUe(3);
  const separateColourPlanes = chromaFormat === 3 && reader.readFlag();
  const codedWidth = reader.readUe(MAX_SIDE_PIXELS);
  const codedHeight = reader.readUe(MAX_SIDE_PIXELS);
  const window = readWindow(reader, separateColourPlanes ? 0 : chromaFormat);
  const widthPixels = codedWidth - window.horizontal;
  const heightPixels = codedHeight - window.vertical;
  if (widthPixels <= 0 || heightPixels <= 0)
    throw new CodecError('out-of-range', 'H.265 SPS: nothing is left after cropping');
  const bitDepthLuma = reader.readUe(8) + 8;
  const bitDepthChroma = reader.readUe(8) + 8;
  const orderLsbBits = reader.readUe(12) + 4;
  const maxReorderPictures = readMaxReorderPictures(reader, maxSubLayersMinus1);
  const minBlockLog2 = reader.readUe(3) + 3;
  const treeBlockLog2 = minBlockLog2 + reader.readUe(3);
  const treeBlocks = Math.ceil(codedWidth / 2 ** treeBlockLog2) * Math.ceil(codedHeight / 2 ** treeBlockLog2);
  const vui = tryParse(() => readRest(reader, { maxSubLayersMinus1, orderLsbBits, chromaFormat })) ?? NO_VUI;
  return {
    id,
    vpsId,
    maxSubLayersMinus1,
    temporalIdNested,
    profileTierLevel,
    chromaFormat,
    separateColourPlanes,
    bitDepthLuma,
    bitDepthChroma,
    widthPixels,
    heightPixels,
    orderLsbBits,
    maxReorderPictures,
    sliceAddressBits: Math.ceil(Math.log2(treeBlocks)),
    vui,
  };
}

function readWindow(reader: BitReader, chromaFormat: number): { horizontal: number; vertical: number } {
  if (!reader.readFlag()) return { horizontal: 0, vertical: 0 };
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = chromaFormat === 1 ? 2 : 1;
  const horizontal = (reader.readUe(MAX_SIDE_PIXELS) + reader.readUe(MAX_SIDE_PIXELS)) * unitX;
  const vertical = (reader.readUe(MAX_SIDE_PIXELS) + reader.readUe(MAX_SIDE_PIXELS)) * unitY;
  return { horizontal, vertical };
}

/** Where only one sub-layer is described it stands for the highest. */
function readMaxReorderPictures(reader: BitReader, maxSubLayersMinus1: number): number {
  const described = reader.readFlag() ? maxSubLayersMinus1 + 1 : 1;
  let highest = 0;
  for (let i = 0; i < described; i += 1) {
    reader.readUe(MAX_REORDER_DEPTH); // sps_max_dec_pic_buffering_minus1
    highest = reader.readUe(MAX_REORDER_DEPTH);
    reader.readUe(); // sps_max_latency_increase_plus1
  }
  return highest;
}

function readRest(
  reader: BitReader,
  sps: { maxSubLayersMinus1: number; orderLsbBits: number; chromaFormat: number },
): H265Vui {
  reader.readUe(3); // log2_min_luma_transform_block_size_minus2
  reader.readUe(3);
  reader.readUe(4); // max_transform_hierarchy_depth_inter
  reader.readUe(4);
  if (reader.readFlag() && reader.readFlag()) skipScalingListData(reader);
  reader.skipBits(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
  if (reader.readFlag()) {
    reader.skipBits(8); // pcm_sample_bit_depth_luma, _chroma
    reader.readUe(2);
    reader.readUe(2);
    reader.readFlag();
  }
  skipReferencePictureSets(reader);
  if (reader.readFlag()) {
    const longTerm = reader.readUe(32);
    for (let i = 0; i < longTerm; i += 1) reader.skipBits(sps.orderLsbBits + 1);
  }
  reader.skipBits(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
  return reader.readFlag() ? readVui(reader) : NO_VUI;
}

function skipScalingListData(reader: BitReader): void {
  for (let sizeId = 0; sizeId < 4; sizeId += 1) {
    for (let matrixId = 0; matrixId < 6; matrixId += sizeId === 3 ? 3 : 1) {
      if (!reader.readFlag()) {
        reader.readUe(6);
        continue;
      }
      const coefficients = Math.min(64, 1 << (4 + (sizeId << 1)));
      if (sizeId > 1) reader.readSe();
      for (let i = 0; i < coefficients; i += 1) reader.readSe();
    }
  }
}

function readVui(reader: BitReader): H265Vui {
  const pixelAspect = reader.readFlag() ? readPixelAspect(reader) : null;
  if (reader.readFlag()) reader.readFlag(); // overscan
  if (reader.readFlag()) {
    reader.skipBits(4); // video_format, video_full_range_flag
    if (reader.readFlag()) reader.skipBits(24); // colour description
  }
  if (reader.readFlag()) {
    reader.readUe(5); // chroma_sample_loc_type_top_field
    reader.readUe(5);
  }
  reader.skipBits(3); // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
  if (reader.readFlag()) for (let i = 0; i < 4; i += 1) reader.readUe(); // default display window: not a crop
  if (!reader.readFlag()) return { pixelAspect, frameSeconds: null };
  const unitsInTick = reader.readBits(32);
  const timeScale = reader.readBits(32);
  return { pixelAspect, frameSeconds: unitsInTick === 0 || timeScale === 0 ? null : unitsInTick / timeScale };
}
