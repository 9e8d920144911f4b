/** Plain tables for a terminal: columns padded to the widest cell, counted as a terminal shows them. */
import { columnWidth } from './column-width.ts';

/** @returns the table as one string, a line a row, without a line end behind the last. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, column) =>
    Math.max(columnWidth(cell), ...rows.map((row) => columnWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === widths.length - 1 ? cell : cell + ' '.repeat(width - columnWidth(cell));
      })
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};
