/** Head of a slice segment of H.265 (clause 7.3.6.1): as far as picture boundaries and picture order need it. */
import { BitReader } from '../../bytes/index.ts';
import { parseBits } from '../parse-bits.ts';
import { h265NalType, isH265Idr, isH265RandomAccess } from './nal-type.ts';
import type { H265Pps } from './pps.ts';
import type { H265Sps } from './sps.ts';

/** The fields of a slice segment's header that tell pictures apart and order them. */
export interface H265SliceHeader {
  readonly nalType: number;
  readonly temporalId: number;
  readonly first: boolean;
  readonly ppsId: number;
  /** A dependent segment repeats nothing of its slice's header: order and type are unknown. */
  readonly dependent: boolean;
  /** slice_pic_order_cnt_lsb; 0 for IDR, null for a dependent segment. */
  readonly orderLsb: number | null;
}

/** Parameter sets by id, as the stream stands at this slice; null where a set is unknown. */
export interface H265Sets {
  pps(id: number): H265Pps | null;
  sps(id: number): H265Sps | null;
}

/** first_slice_segment_in_pic_flag needs no parameter sets. */
export function isFirstH265Segment(head: Uint8Array): boolean {
  return ((head[2] ?? 0x80) & 0x80) !== 0;
}

/**
 * @param head the NAL unit or its first SLICE_HEAD_BYTES
 * @returns null where the parameter sets it refers to are unknown
 * @throws CodecError where the bits make no sense
 */
export function parseH265SliceHeader(head: Uint8Array, sets: H265Sets): H265SliceHeader | null {
  return parseBits('H.265 slice', () => readSliceHeader(head, sets));
}

function readSliceHeader(head: Uint8Array, sets: H265Sets): H265SliceHeader | null {
  const nalType = h265NalType(head[0] ?? 0);
  const temporalId = Math.max(0, ((head[1] ?? 1) & 7) - 1);
  const reader = new BitReader(head, { startByte: 2, emulationPrevention: true });
  const first = reader.readFlag();
  if (isH265RandomAccess(nalType)) reader.readFlag(); // no_output_of_prior_pics_flag
  const ppsId = reader.readUe(63);
  const pps = sets.pps(ppsId);
  const sps = pps === null ? null : sets.sps(pps.spsId);
  if (pps === null || sps === null) return null;
  const dependent = !first && pps.dependentSegments && reader.readFlag();
  if (!first) reader.readBits(sps.sliceAddressBits);
  if (dependent) return { nalType, temporalId, first, ppsId, dependent, orderLsb: null };
  reader.skipBits(pps.extraSliceHeaderBits);
  reader.readUe(2); // slice_type
  if (pps.outputFlagPresent) reader.readFlag();
  if (sps.separateColourPlanes) reader.skipBits(2);
  const orderLsb = isH265Idr(nalType) ? 0 : reader.readBits(sps.orderLsbBits);
  return { nalType, temporalId, first, ppsId, dependent, orderLsb };
}
