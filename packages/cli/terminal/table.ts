/** Plain tables for a terminal: columns padded to the widest cell, counted in characters as a terminal shows them. */

/** Letters a terminal draws; combining marks take no room, so that Vietnamese text in NFD lines up too. */
const width = (text: string): number => Array.from(text.normalize('NFC').replace(/\p{Mark}/gu, '')).length;

/** @returns the table as one string, a line a row, without a line end behind the last. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, column) =>
    Math.max(width(cell), ...rows.map((row) => width(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((columnWidth, column) => {
        const cell = row[column] ?? '';
        return column === widths.length - 1 ? cell : cell + ' '.repeat(columnWidth - width(cell));
      })
      .join('  ')
      .trimEnd();
  return [
    line(head),
    widths.map((columnWidth) => '─'.repeat(columnWidth)).join('  '),
    ...rows.map(line),
  ].join('\n');
};
