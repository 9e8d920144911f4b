/** A block of lines that is drawn again in place: it knows how many rows of the screen it took, not how many lines it has. */
import type { WriteStream } from 'node:tty';
import { screenRows } from './column-width.ts';

type Screen = Pick<WriteStream, 'write' | 'columns' | 'rows'>;

/** A terminal that doesn't tell its size is taken for one of 80 by 24. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Draws over what it drew before. */
export class RedrawnBlock {
  readonly #out: Screen;
  #drawn: readonly string[] = [];

  constructor(out: Screen) {
    this.#out = out;
  }

  /**
   * Lines that don't fit on the screen are left out from below, because nobody can go back above its upper edge.
   * @param more says how many were left out
   */
  draw(lines: readonly string[], more: (count: number) => string): void {
    const columns = this.#out.columns || DEFAULT_COLUMNS;
    const shown = fitting(lines, columns, (this.#out.rows || DEFAULT_ROWS) - 1, more);
    // The width of now: a terminal that was made narrower has wrapped anew what stands on it.
    const back = this.#drawn.reduce((sum, line) => sum + screenRows(line, columns), 0);
    this.#out.write(`${back === 0 ? '' : `\u001b[${back}A\r\u001b[J`}${shown.join('\n')}\n`);
    this.#drawn = shown;
  }

  /** What was drawn stays; the next block is drawn below it. */
  leave(): void {
    this.#drawn = [];
  }
}

const fitting = (
  lines: readonly string[],
  columns: number,
  maxRows: number,
  more: (count: number) => string,
): readonly string[] => {
  const rows = lines.map((line) => screenRows(line, columns));
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (total <= maxRows) return lines;
  let kept = 0;
  let room = maxRows - 1;
  for (const count of rows) {
    if (count > room) break;
    room -= count;
    kept += 1;
  }
  return [...lines.slice(0, kept), more(lines.length - kept)];
};
