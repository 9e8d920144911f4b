/** Draws text, Vietnamese included: letters are taken apart into a base and its marks (NFD). */
import { DOT_BELOW, DOT_ROW, GLYPH_ROWS, GLYPH_WIDTH, GLYPHS, HORN, MARKS_ABOVE } from './glyphs.ts';
import type { Colour, Picture, Rectangle } from './picture.ts';

/** Room above a capital for a hat, a tone and the gaps between them, in rows of the font. */
const ROWS_ABOVE = 8;
/** Room below the base line. */
const ROWS_BELOW = 5;
/** With the horn and one pixel to the next letter. */
const ADVANCE = GLYPH_WIDTH + 2;
const LOWER_CASE_TOP = 2;

/** How much room a text takes, in pixels, marks included. */
export function textSize(text: string, scale: number): { readonly width: number; readonly height: number } {
  return {
    width: lettersOf(text).length * ADVANCE * scale,
    height: (ROWS_ABOVE + GLYPH_ROWS + ROWS_BELOW) * scale,
  };
}

/** @param x left edge and `y` top edge of the room that `textSize` tells */
export function drawText(
  picture: Picture,
  text: string,
  x: number,
  y: number,
  scale: number,
  colour: Colour,
): Rectangle {
  for (const [i, letter] of lettersOf(text).entries()) {
    drawLetter(picture, letter, x + i * ADVANCE * scale, y + ROWS_ABOVE * scale, scale, colour);
  }
  return { x, y, ...textSize(text, scale) };
}

/** Base letters, each followed by its combining marks. */
function lettersOf(text: string): readonly string[] {
  return text.normalize('NFD').match(/\P{M}\p{M}*/gu) ?? [];
}

function drawLetter(
  picture: Picture,
  letter: string,
  x: number,
  top: number,
  scale: number,
  colour: Colour,
): void {
  const [base = ' ', ...marks] = letter;
  const row = (bits: number, rowIndex: number): void => {
    for (let column = 0; column < GLYPH_WIDTH; column += 1) {
      if ((bits & (0x10 >> column)) !== 0) pixel(column, rowIndex);
    }
  };
  const pixel = (column: number, rowIndex: number): void => {
    picture.paint({ x: x + column * scale, y: top + rowIndex * scale, width: scale, height: scale }, colour);
  };
  const isBarred = base === 'đ' || base === 'Đ';
  const rows =
    GLYPHS.get(base === 'đ' ? 'd' : base === 'Đ' ? 'D' : base) ?? (base === ' ' ? [] : GLYPHS.get('?')) ?? [];
  const above = marks.flatMap((mark) => MARKS_ABOVE.get(mark) ?? []);
  const dotless = base === 'i' && above.length > 0;
  for (const [i, bits] of rows.entries()) if (!(dotless && i === 0)) row(bits, i);
  if (isBarred) row(base === 'đ' ? 0x07 : 0x1c, base === 'đ' ? 1 : 3);
  let nextTop = /\p{Lu}/u.test(base) ? 0 : LOWER_CASE_TOP;
  if (marks.includes(HORN)) {
    pixel(GLYPH_WIDTH, nextTop);
    pixel(GLYPH_WIDTH, nextTop - 1);
  }
  for (const mark of above.sort((a, b) => a.kind.localeCompare(b.kind))) {
    nextTop -= mark.rows.length + 1;
    for (const [i, bits] of mark.rows.entries()) row(bits, nextTop + i);
  }
  if (marks.includes(DOT_BELOW)) {
    const dotTop = Math.max(GLYPH_ROWS, rows.length) + 1;
    for (const rowIndex of [dotTop, dotTop + 1]) row(DOT_ROW, rowIndex);
  }
}
