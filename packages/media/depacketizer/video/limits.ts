/** What a video depacketizer holds at most. */

/**
 * Of a unit, and of one NAL unit. A whole second of 50 Mbit/s in one picture is 6.25 MB: more than any key frame;
 * what codecs' levels allow is far above.
 */
export const MAX_UNIT_BYTES = 8 * 1024 * 1024;

/** Fragments of one NAL unit: MAX_UNIT_BYTES in packets of 512 bytes. Bounds what tiny fragments cost. */
export const MAX_NAL_PIECES = 16_384;

/** Level 6.2 allows 600 slices a picture; with SEI and parameter sets still below this. */
export const MAX_UNIT_NALS = 1024;

/** avcC and hvcC keep the length of a parameter set in 16 bits. */
export const MAX_PARAMETER_SET_BYTES = 65_535;

/** SEI beyond this isn't searched for a recovery point: the message is a few bytes at the front. */
export const MAX_SEARCHED_SEI_BYTES = 4096;
