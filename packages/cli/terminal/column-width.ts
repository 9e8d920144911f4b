/** How many columns of a terminal a text takes: a combining mark none, a letter one, East Asian letters and emoji two. */

/** Unicode's wide and full-width blocks, as terminals draw them; Vietnamese letters are none of these. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;
const NO_WIDTH = /^(?:\p{Mark}|\p{Format})$/u;

/** @returns 0, 1 or 2. */
const widthOf = (letter: string): number => (NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1);

/** Columns of a text of one line; NFC and NFD forms of a letter are alike. */
export const columnWidth = (text: string): number => {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return width;
};

/** Rows that a line takes on a screen of that many columns: a letter that does not fit whole begins the next row. */
export const screenRows = (line: string, columns: number): number => {
  let rows = 1;
  let column = 0;
  for (const letter of line) {
    const width = widthOf(letter);
    if (column + width > columns) {
      rows += 1;
      column = 0;
    }
    column += width;
  }
  return rows;
};
