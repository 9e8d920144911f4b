/** What somebody does who can write the disk and hasn't the key: journal lines with a right CRC, SQL on the index. */
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/** Where in a line the entry's text begins; it ends before the last character. */
export const ENTRY_AT = '{"crc":"00000000","entry":'.length;

export const forgedLine = (entry: string): string =>
  `{"crc":"${crc32(entry).toString(16).padStart(8, '0')}","entry":${entry}}\n`;

/** Each line's entry as its JSON text; null takes the line away. */
export function forgeJournal(path: string, change: (entry: string) => string | null): void {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const forged = lines.map((line) => {
    const entry = change(line.slice(ENTRY_AT, -1));
    return entry === null ? '' : forgedLine(entry);
  });
  writeFileSync(path, forged.join(''));
}

export function runSql(file: string, statements: string): void {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
}

/** So that nobody says the index had not followed: its position is put behind the journal's last line. */
export function followJournal(indexFile: string, journalFile: string, day: string): void {
  const size = readFileSync(journalFile).length;
  runSql(indexFile, `UPDATE meta SET value = '${day}:${size}' WHERE key = 'journalPosition'`);
}
