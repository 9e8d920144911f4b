/** Sample aspect ratios by indicator: H.264 table E-1 and H.265 table E.1 are the same up to 16. */
import type { BitReader } from '../bytes/index.ts';

/** Width to height of one sample, both from 1 to 65535; 1 to 1 is a square. */
export interface PixelAspect {
  readonly horizontal: number;
  readonly vertical: number;
}

const EXTENDED_SAR = 255;
const BY_INDICATOR: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [12, 11],
  [10, 11],
  [16, 11],
  [40, 33],
  [24, 11],
  [20, 11],
  [32, 11],
  [80, 33],
  [18, 11],
  [15, 11],
  [64, 33],
  [160, 99],
  [4, 3],
  [3, 2],
  [2, 1],
];

/** Reads aspect_ratio_idc and what it calls for; null: unspecified, reserved, or a zero in it. */
export function readPixelAspect(reader: BitReader): PixelAspect | null {
  const indicator = reader.readBits(8);
  const [horizontal, vertical] =
    indicator === EXTENDED_SAR
      ? [reader.readBits(16), reader.readBits(16)]
      : (BY_INDICATOR[indicator] ?? [0, 0]);
  return horizontal === 0 || vertical === 0 ? null : { horizontal, vertical };
}
