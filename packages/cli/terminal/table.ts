/** Plain tables for a terminal: columns padded to the widest cell, counted as a terminal shows them. */
import { columnWidth } from './column-width.ts';

/** @param head a cell may have several lines. @returns the table as one string, a line a row, without a line end behind the last. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const headLines = linesOf(head);
  const widths = head.map((cell, column) =>
    Math.max(...cell.split('\n').map(columnWidth), ...rows.map((row) => columnWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === widths.length - 1 ? cell : cell + ' '.repeat(width - columnWidth(cell));
      })
      .join('  ')
      .trimEnd();
  return [
    ...headLines.map(line),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ].join('\n');
};

/** A short cell stands on the last line, above its column. */
const linesOf = (head: readonly string[]): readonly (readonly string[])[] => {
  const cells = head.map((cell) => cell.split('\n'));
  const count = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: count }, (_, at) =>
    cells.map((lines) => lines[at - count + lines.length] ?? ''),
  );
};
