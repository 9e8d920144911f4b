/** Activity by pixel columns. Pure. */
import { toPixel, type View } from './time-scale.ts';

interface Activity {
  readonly start: number;
  readonly stepMs: number;
  /** 0 no data, 1..255. */
  readonly values: readonly number[];
}

/** The height of each column, 0..255: where several values share a column the greatest. */
export function skyline({ start, stepMs, values }: Activity, view: View, width: number): Uint8Array {
  const heights = new Uint8Array(width);
  const first = Math.max(0, Math.floor((view.fromUnixMs - start) / stepMs));
  const end = Math.min(values.length, Math.ceil((view.toUnixMs - start) / stepMs));
  for (let index = first; index < end; index += 1) {
    const value = values[index] ?? 0;
    if (value === 0) continue;
    const from = Math.max(0, Math.floor(toPixel(view, width, start + index * stepMs)));
    const to = Math.min(
      width,
      Math.max(from + 1, Math.floor(toPixel(view, width, start + (index + 1) * stepMs))),
    );
    for (let x = from; x < to; x += 1) if ((heights[x] ?? 0) < value) heights[x] = value;
  }
  return heights;
}
