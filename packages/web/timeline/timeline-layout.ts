/** Where things lie on a time line, in CSS pixels. Pure. */

/** Days above, times below. */
export const AXIS_HEIGHT = 38;
/** Rows are lower the more there are, so that the pictures keep their room. */
const ROW_HEIGHTS = [
  { rows: 1, height: 40 },
  { rows: 4, height: 28 },
  { rows: 9, height: 20 },
  { rows: 16, height: 15 },
] as const;
const NARROW_PIXELS = 600;
/** On a phone, where sixteen rows would leave three of eight rows of pictures. */
const MOST_NARROW_HEIGHT = 12;
const MANY_ROWS = 9;

/** See the head of the file. */
export interface TimelineLayout {
  readonly width: number;
  readonly height: number;
  /** Names stand left of it; the times begin there. */
  readonly left: number;
  readonly rowHeight: number;
}

/** @param rows cameras, 0 and more */
export function layoutOf(width: number, rows: number): TimelineLayout {
  const shown = Math.max(1, rows);
  const usual = ROW_HEIGHTS.find((one) => shown <= one.rows)?.height ?? 15;
  const isTight = width < NARROW_PIXELS && shown > MANY_ROWS;
  const rowHeight = isTight ? MOST_NARROW_HEIGHT : usual;
  // The one camera's name stands at its picture.
  const left = shown === 1 ? 0 : width < NARROW_PIXELS ? 76 : 150;
  return { width, height: AXIS_HEIGHT + shown * rowHeight + 2, left: Math.min(left, width), rowHeight };
}
