/** The layout that the writer and the strict reader of fragments agree on: sizes, flags, box types. */

/** Size and type of a box, 32 bits each: no box written here needs the 64-bit size. */
export const BOX_HEADER_BYTES = 8;

/** A box header with version and flags. */
export const FULL_BOX_HEADER_BYTES = 12;

/** A whole `prft` of version 1: track, NTP time, 64-bit media time. */
export const PRFT_BYTES = 32;

/** A whole `mfhd`: the sequence number. */
export const MFHD_BYTES = 16;

/** A whole `tfhd` as written here: the track id and none of the defaults. */
export const TFHD_BYTES = 16;

/** A whole `tfdt` of version 1: 64-bit decode time. */
export const TFDT_BYTES = 20;
/** Header, count, data offset. */
export const TRUN_FIXED_BYTES = 20;
/** Duration, size, flags, composition offset. */
export const TRUN_SAMPLE_BYTES = 16;
/** `moof` without the samples' rows: itself, `mfhd`, `traf`, `tfhd`, `tfdt`, `trun`. */
export const MOOF_FIXED_BYTES =
  BOX_HEADER_BYTES + MFHD_BYTES + BOX_HEADER_BYTES + TFHD_BYTES + TFDT_BYTES + TRUN_FIXED_BYTES;
/** A payload of 4 GiB, which would need 64 bits of size, is refused. */
export const MDAT_HEADER_BYTES = 8;

/** Segment files have one track. */
export const FRAGMENT_TRACK_ID = 1;

/** default-base-is-moof: data offsets count from the start of `moof`, so fragments can be moved. */
export const TFHD_FLAGS = 0x02_0000;
/** Data offset; per sample duration, size, flags, composition offset. */
export const TRUN_FLAGS = 0x0f01;
/** The wall time is at a consistent distance from capture, not the capture itself (ISO/IEC 14496-12, 8.16.5). */
export const PRFT_FLAGS = 8;

/** More samples than this in one fragment are refused by the reader: 1 s of anything is far less. */
export const MAX_SAMPLES_PER_FRAGMENT = 65_536;

/** Box types as big-endian numbers. */
export const TYPE = {
  prft: 0x7072_6674,
  moof: 0x6d6f_6f66,
  mfhd: 0x6d66_6864,
  traf: 0x7472_6166,
  tfhd: 0x7466_6864,
  tfdt: 0x7466_6474,
  trun: 0x7472_756e,
  mdat: 0x6d64_6174,
} as const;
