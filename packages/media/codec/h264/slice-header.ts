/** Head of a slice of H.264 (clause 7.3.3): as far as picture boundaries, slice type and picture order need it. */
import { BitReader } from '../../bytes/index.ts';
import { parseBits } from '../parse-bits.ts';
import { H264_NAL } from './nal-type.ts';
import type { H264Pps } from './pps.ts';
import type { H264Sps } from './sps.ts';

/** The fields of a slice header by which clause 7.4.1.2.4 tells pictures apart, and those of picture order. */
export interface H264SliceHeader {
  readonly firstMacroblock: number;
  /** I or SI: refers to no other picture. */
  readonly intra: boolean;
  readonly ppsId: number;
  readonly frameNum: number;
  readonly field: 'frame' | 'top' | 'bottom';
  /** Null: not an IDR picture. */
  readonly idrPictureId: number | null;
  readonly reference: boolean;
  /** Null unless pic_order_cnt_type is 0. */
  readonly orderLsb: number | null;
  readonly orderDeltaBottom: number;
}

/** A slice header is shorter than this where we read it; of a longer NAL unit the head is enough. */
export const SLICE_HEAD_BYTES = 64;

/** Parameter sets by id, as the stream stands at this slice; null where a set is unknown. */
export interface H264Sets {
  pps(id: number): H264Pps | null;
  sps(id: number): H264Sps | null;
}

/** `first_mb_in_slice`, which needs no parameter sets. */
export function peekFirstMacroblock(head: Uint8Array): number {
  return parseBits('H.264 slice', () =>
    new BitReader(head, { startByte: 1, emulationPrevention: true }).readUe(),
  );
}

/**
 * @param head the NAL unit or its first SLICE_HEAD_BYTES
 * @returns null where the parameter sets it refers to are unknown
 * @throws CodecError where the bits make no sense
 */
export function parseH264SliceHeader(head: Uint8Array, sets: H264Sets): H264SliceHeader | null {
  return parseBits('H.264 slice', () => readSliceHeader(head, sets));
}

function readSliceHeader(head: Uint8Array, sets: H264Sets): H264SliceHeader | null {
  const header = head[0] ?? 0;
  const idr = (header & 31) === H264_NAL.idr;
  const reader = new BitReader(head, { startByte: 1, emulationPrevention: true });
  const firstMacroblock = reader.readUe();
  const sliceType = reader.readUe(9) % 5;
  const ppsId = reader.readUe(255);
  const pps = sets.pps(ppsId);
  const sps = pps === null ? null : sets.sps(pps.spsId);
  if (pps === null || sps === null) return null;
  if (sps.separateColourPlanes) reader.skipBits(2);
  const frameNum = reader.readBits(sps.frameNumBits);
  const field = sps.framesOnly || !reader.readFlag() ? 'frame' : reader.readFlag() ? 'bottom' : 'top';
  const idrPictureId = idr ? reader.readUe(65_535) : null;
  let orderLsb: number | null = null;
  let orderDeltaBottom = 0;
  if (sps.pictureOrder.type === 0) {
    orderLsb = reader.readBits(sps.pictureOrder.lsbBits);
    if (pps.bottomFieldOrderPresent && field === 'frame') orderDeltaBottom = reader.readSe();
  }
  return {
    firstMacroblock,
    intra: sliceType === 2 || sliceType === 4,
    ppsId,
    frameNum,
    field,
    idrPictureId,
    reference: (header & 0x60) !== 0,
    orderLsb,
    orderDeltaBottom,
  };
}

/**
 * Does `next` begin another picture (clause 7.4.1.2.4)? A first macroblock of 0 always does, although arbitrary slice
 * order and redundant slices (Baseline only, never seen from a camera) would allow it inside a picture: cameras repeat
 * idr_pic_id and frame_num where they may not. The second field of a frame stays with the first.
 */
export function startsH264Picture(previous: H264SliceHeader, next: H264SliceHeader): boolean {
  if (isSecondField(previous, next)) return false;
  return (
    next.firstMacroblock === 0 ||
    previous.frameNum !== next.frameNum ||
    previous.ppsId !== next.ppsId ||
    previous.field !== next.field ||
    previous.reference !== next.reference ||
    previous.idrPictureId !== next.idrPictureId ||
    previous.orderLsb !== next.orderLsb ||
    previous.orderDeltaBottom !== next.orderDeltaBottom
  );
}

function isSecondField(previous: H264SliceHeader, next: H264SliceHeader): boolean {
  return (
    previous.field !== 'frame' &&
    next.field !== 'frame' &&
    previous.field !== next.field &&
    previous.frameNum === next.frameNum &&
    next.idrPictureId === null
  );
}
