/**
 * Sequence parameter set of H.264 (clauses 7.3.2.1.1 and E.1.1): what a sample entry, slice headers and decode order need.
 *
 * Tolerated: VUI that ends early or makes no sense, and bytes behind the end. Reolink RLC-510A firmware v3.1.0.2368 and
 * others send such sets; the size stands before the VUI, so a picture can be shown: what the VUI would say is unknown then.
 */
import { BitReader } from '../../bytes/index.ts';
import { CodecError } from '../codec-error.ts';
import { MAX_REORDER_DEPTH, MAX_SIDE_PIXELS } from '../nal-limits.ts';
import { parseBits, tryParse } from '../parse-bits.ts';
import { type PixelAspect, readPixelAspect } from '../pixel-aspect.ts';

/** A sequence parameter set, as far as anything here depends on it; sizes are in luma samples. */
export interface H264Sps {
  readonly id: number;
  readonly profileIdc: number;
  /** The byte of constraint_set flags, set 0 in the highest bit. */
  readonly constraintFlags: number;
  readonly levelIdc: number;
  /** chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormat: number;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  readonly separateColourPlanes: boolean;
  readonly frameNumBits: number;
  readonly pictureOrder: H264PictureOrderSyntax;
  /** Every picture is a frame: no fields. */
  readonly framesOnly: boolean;
  /** After cropping. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly vui: H264Vui;
}

/** pic_order_cnt_type: 0 sends the low bits, 1 is a cycle (not followed here), 2 is decoding order. */
export type H264PictureOrderSyntax =
  | { readonly type: 0; readonly lsbBits: number }
  | { readonly type: 1; readonly deltaAlwaysZero: boolean }
  | { readonly type: 2 };

/** What the VUI says; null where it is absent, says nothing of it, or ended before. */
export interface H264Vui {
  readonly pixelAspect: PixelAspect | null;
  /** From frame to frame: two ticks of num_units_in_tick / time_scale. */
  readonly frameSeconds: number | null;
  readonly maxReorderFrames: number | null;
}

/** Clause 7.3.2.1.1; 144 is the High 4:4:4 of 2005, withdrawn, but a record (`avcC`) still repeats its sampling. */
const PROFILES_WITH_CHROMA_FORMAT: ReadonlySet<number> = new Set([
  100, 110, 122, 144, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
]);
const NO_VUI: H264Vui = { pixelAspect: null, frameSeconds: null, maxReorderFrames: null };

/**
 * @param nal the whole NAL unit with its header byte; a view, not kept
 * @throws CodecError where the set can't be used
 */
export function parseH264Sps(nal: Uint8Array): H264Sps {
  return parseBits('H.264 SPS', () =>
    readSps(new BitReader(nal, { startByte: 1, emulationPrevention: true })),
  );
}

function readSps(reader: BitReader): H264Sps {
  const profileIdc = reader.readBits(8);
  const constraintFlags = reader.readBits(8);
  const levelIdc = reader.readBits(8);
  const id = reader.readUe(31);
  const chroma = readChroma(reader, profileIdc);
  const frameNumBits = reader.readUe(12) + 4;
  const pictureOrder = readPictureOrderSyntax(reader);
  reader.readUe(MAX_REORDER_DEPTH); // max_num_ref_frames
  reader.readFlag(); // gaps_in_frame_num_value_allowed_flag
  const widthMacroblocks = reader.readUe(MAX_SIDE_PIXELS / 16) + 1;
  const heightMapUnits = reader.readUe(MAX_SIDE_PIXELS / 16) + 1;
  const framesOnly = reader.readFlag();
  if (!framesOnly) reader.readFlag(); // mb_adaptive_frame_field_flag
  reader.readFlag(); // direct_8x8_inference_flag
  const crop = readCrop(reader, chroma, framesOnly);
  const widthPixels = widthMacroblocks * 16 - crop.horizontal;
  const heightPixels = heightMapUnits * (framesOnly ? 16 : 32) - crop.vertical;
  if (widthPixels <= 0 || heightPixels <= 0)
    throw new CodecError('out-of-range', 'H.264 SPS: nothing is left after cropping');
  const vui = tryParse(() => (reader.readFlag() ? readVui(reader) : NO_VUI)) ?? NO_VUI;
  return {
    id,
    profileIdc,
    constraintFlags,
    levelIdc,
    chromaFormat: chroma.format,
    bitDepthLuma: chroma.bitDepthLuma,
    bitDepthChroma: chroma.bitDepthChroma,
    separateColourPlanes: chroma.separatePlanes,
    frameNumBits,
    pictureOrder,
    framesOnly,
    widthPixels,
    heightPixels,
    vui,
  };
}

interface Chroma {
  readonly format: number;
  readonly separatePlanes: boolean;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
}

/** What a profile has that doesn't say: 4:2:0 of 8 bits. */
const CHROMA_420: Chroma = { format: 1, separatePlanes: false, bitDepthLuma: 8, bitDepthChroma: 8 };

function readChroma(reader: BitReader, profileIdc: number): Chroma {
  if (!PROFILES_WITH_CHROMA_FORMAT.has(profileIdc)) return CHROMA_420;
  const format = reader.readUe(3);
  const separatePlanes = format === 3 && reader.readFlag();
  const bitDepthLuma = reader.readUe(6) + 8;
  const bitDepthChroma = reader.readUe(6) + 8;
  reader.readFlag(); // qpprime_y_zero_transform_bypass_flag
  if (reader.readFlag()) {
    const lists = format === 3 ? 12 : 8;
    for (let i = 0; i < lists; i += 1) if (reader.readFlag()) skipScalingList(reader, i < 6 ? 16 : 64);
  }
  return { format, separatePlanes, bitDepthLuma, bitDepthChroma };
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i += 1) {
    if (next !== 0) next = (last + reader.readSe() + 256) & 255;
    if (next !== 0) last = next;
  }
}

function readPictureOrderSyntax(reader: BitReader): H264PictureOrderSyntax {
  const type = reader.readUe(2);
  if (type === 0) return { type, lsbBits: reader.readUe(12) + 4 };
  if (type === 2) return { type };
  const deltaAlwaysZero = reader.readFlag();
  reader.readSe(); // offset_for_non_ref_pic
  reader.readSe(); // offset_for_top_to_bottom_field
  const cycle = reader.readUe(255);
  for (let i = 0; i < cycle; i += 1) reader.readSe();
  return { type: 1, deltaAlwaysZero };
}

/** Clause 7.4.2.1.1: crop offsets count chroma samples, and rows of both fields. */
function readCrop(
  reader: BitReader,
  chroma: Chroma,
  framesOnly: boolean,
): { horizontal: number; vertical: number } {
  if (!reader.readFlag()) return { horizontal: 0, vertical: 0 };
  const subsampled = !chroma.separatePlanes;
  const unitX = subsampled && (chroma.format === 1 || chroma.format === 2) ? 2 : 1;
  const unitY = (subsampled && chroma.format === 1 ? 2 : 1) * (framesOnly ? 1 : 2);
  const horizontal = (reader.readUe(MAX_SIDE_PIXELS) + reader.readUe(MAX_SIDE_PIXELS)) * unitX;
  const vertical = (reader.readUe(MAX_SIDE_PIXELS) + reader.readUe(MAX_SIDE_PIXELS)) * unitY;
  return { horizontal, vertical };
}

function readVui(reader: BitReader): H264Vui {
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
  const frameSeconds = reader.readFlag() ? readFrameSeconds(reader) : null;
  const maxReorderFrames = tryParse(() => readMaxReorderFrames(reader));
  return { pixelAspect, frameSeconds, maxReorderFrames };
}

function readFrameSeconds(reader: BitReader): number | null {
  const unitsInTick = reader.readBits(32);
  const timeScale = reader.readBits(32);
  reader.readFlag(); // fixed_frame_rate_flag
  return unitsInTick === 0 || timeScale === 0 ? null : (2 * unitsInTick) / timeScale;
}

function readMaxReorderFrames(reader: BitReader): number | null {
  const nalHrd = reader.readFlag();
  if (nalHrd) skipHrd(reader);
  const vclHrd = reader.readFlag();
  if (vclHrd) skipHrd(reader);
  if (nalHrd || vclHrd) reader.readFlag(); // low_delay_hrd_flag
  reader.readFlag(); // pic_struct_present_flag
  if (!reader.readFlag()) return null;
  reader.readFlag(); // motion_vectors_over_pic_boundaries_flag
  reader.readUe(16); // max_bytes_per_pic_denom
  reader.readUe(16); // max_bits_per_mb_denom
  reader.readUe(32); // log2_max_mv_length_horizontal: 16 by the standard, more seen
  reader.readUe(32);
  return reader.readUe(MAX_REORDER_DEPTH);
}

function skipHrd(reader: BitReader): void {
  const count = reader.readUe(31) + 1;
  reader.skipBits(8); // bit_rate_scale, cpb_size_scale
  for (let i = 0; i < count; i += 1) {
    reader.readUe();
    reader.readUe();
    reader.readFlag();
  }
  reader.skipBits(20);
}
