/** Activity by pixel columns: a month of values costs no more to draw than a screen is wide. Pure. */
import { toPixel, type View } from './time-scale.ts';

/** Columns of one height; `from` and `to` are whole pixels. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

interface Activity {
  readonly start: number;
  readonly stepMs: number;
  /** 0 no data, 1..255. */
  readonly values: readonly number[];
}

/** Left to right, without those of height 0; where several values share a column the greatest. */
export function skyline({ start, stepMs, values }: Activity, view: View, width: number): readonly Block[] {
  const columns = Math.ceil(width);
  const heights = new Uint8Array(columns);
  const first = Math.max(0, Math.floor((view.fromUnixMs - start) / stepMs));
  const end = Math.min(values.length, Math.ceil((view.toUnixMs - start) / stepMs));
  for (let index = first; index < end; index += 1) {
    const value = values[index] ?? 0;
    if (value === 0) continue;
    const from = Math.max(0, Math.floor(toPixel(view, width, start + index * stepMs)));
    const to = Math.min(
      columns,
      Math.max(from + 1, Math.floor(toPixel(view, width, start + (index + 1) * stepMs))),
    );
    for (let x = from; x < to; x += 1) if ((heights[x] ?? 0) < value) heights[x] = value;
  }
  const blocks: Block[] = [];
  for (let from = 0; from < columns; ) {
    const height = heights[from] ?? 0;
    let to = from + 1;
    while (to < columns && heights[to] === height) to += 1;
    if (height > 0) blocks.push({ from, to, height });
    from = to;
  }
  return blocks;
}
