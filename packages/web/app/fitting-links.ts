/** How many links of the frame stand side by side; the others are behind a button. Pure. */

/** Lengths in pixels. */
export interface LinkRow {
  /** Of each link, in order. */
  readonly widths: readonly number[];
  /** For links, gaps and button. */
  readonly room: number;
  readonly gap: number;
  readonly button: number;
}

/** All of them where they fit; otherwise as many as leave room for the button. */
export function fittingLinks({ widths, room, gap, button }: LinkRow): number {
  const endOf = (count: number): number =>
    widths.slice(0, count).reduce((sum, width) => sum + width + gap, 0);
  if (endOf(widths.length) - gap <= room) return widths.length;
  let count = widths.length - 1;
  while (count > 0 && endOf(count) + button > room) count -= 1;
  return count;
}
