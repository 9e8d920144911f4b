/** nal_unit_type of H.265, table 7-1: the ones we tell apart. Types below 32 are slices. */
export const H265_NAL = {
  raslN: 8,
  raslR: 9,
  blaWLp: 16,
  blaNLp: 18,
  idrWRadl: 19,
  idrNLp: 20,
  cra: 21,
  lastIrap: 23,
  firstNonSlice: 32,
  vps: 32,
  sps: 33,
  pps: 34,
  delimiter: 35,
  endOfSequence: 36,
  endOfBitstream: 37,
  filler: 38,
  prefixSei: 39,
  suffixSei: 40,
} as const;

/** 0 to 63, from the first of the two header bytes. */
export function h265NalType(headerByte: number): number {
  return (headerByte >> 1) & 63;
}

/** True also of the reserved types among the slices. */
export function isH265Slice(type: number): boolean {
  return type < H265_NAL.firstNonSlice;
}

/** IDR, BLA, CRA and the two reserved ones: decoding may begin here. */
export function isH265RandomAccess(type: number): boolean {
  return type >= H265_NAL.blaWLp && type <= H265_NAL.lastIrap;
}

/** Nothing behind it refers to anything before it, and picture order starts anew. */
export function isH265Idr(type: number): boolean {
  return type === H265_NAL.idrWRadl || type === H265_NAL.idrNLp;
}

/** A CRA at a splice: the pictures before it are not those that its leading pictures refer to. */
export function isH265Bla(type: number): boolean {
  return type >= H265_NAL.blaWLp && type <= H265_NAL.blaNLp;
}

/** RASL: refers to pictures before the CRA or BLA that it follows. RADL can be decoded and is no exception to anything. */
export function isH265SkippedLeading(type: number): boolean {
  return type === H265_NAL.raslN || type === H265_NAL.raslR;
}

/** Not referred to within its own sub-layer: the even ones below 16. */
export function isH265SubLayerNonReference(type: number): boolean {
  return type < 16 && type % 2 === 0;
}
