/**
 * One camera's row as pixels: columns are all there is in it, so that a month of recordings costs no more to draw than a screen is wide.
 * Paths of thousands of rectangles took ten times as long. Pure.
 */

import { toPixel, type View } from './time-scale.ts';
import type { Stretch } from './timeline-row.ts';

/** Pixels as they lie in an ImageData, each packed by `packColour`. */
export interface RowColours {
  readonly ground: number;
  readonly recorded: number;
  readonly activity: number;
  readonly gap: number;
}

/** What is known by columns. */
export interface RowColumns {
  /** How much of each column was recorded, 0..1. */
  readonly recorded: Float32Array;
  /** How much of each column is a gap that was written down, 0..1. */
  readonly gaps: Float32Array;
  /** Activity, 0..255. */
  readonly heights: Uint8Array;
}

const HATCH_PERIOD = 6;
const HATCH_WIDTH = 2;
/** A gap narrower than half a column hides nothing of it: a tick as high as this share of the row says that there is one. */
const TICK_SHARE = 0.3;

/** @param hex `#rrggbb` @returns opaque, in the machine's order of bytes */
export function packColour(hex: string): number {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  const bytes = Uint8Array.of(value >> 16, value >> 8, value, 255);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

/** How much of each column the stretches cover, at least a little where there is one. */
export function coverage(stretches: readonly Stretch[], view: View, width: number): Float32Array {
  const covered = new Float32Array(width);
  for (const { start, end } of stretches) {
    if (end <= view.fromUnixMs || start >= view.toUnixMs) continue;
    const from = Math.max(0, toPixel(view, width, start));
    const to = Math.min(width, Math.max(from + 0.01, toPixel(view, width, end)));
    const last = Math.min(width - 1, Math.floor(to));
    for (let x = Math.floor(from); x <= last; x += 1)
      covered[x] = Math.min(1, (covered[x] ?? 0) + Math.max(0, Math.min(to, x + 1) - Math.max(from, x)));
  }
  return covered;
}

/** @param pixels of `width` times `height`, row by row; all of them are written. Columns beyond `width` are left out. */
export function paintRow(
  pixels: Uint32Array,
  width: number,
  height: number,
  { recorded, gaps, heights }: RowColumns,
  colours: RowColours,
): void {
  const tick = Math.ceil(height * TICK_SHARE);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const gap = gaps[x] ?? 0;
      const isHatched = gap >= 0.5 ? (x + y) % HATCH_PERIOD < HATCH_WIDTH : gap > 0 && y < tick;
      let colour = colours.ground;
      if (isHatched) colour = colours.gap;
      else if (((heights[x] ?? 0) / 255) * height > height - 1 - y) colour = colours.activity;
      else if ((recorded[x] ?? 0) > 0) colour = colours.recorded;
      pixels[y * width + x] = colour;
    }
  }
}
