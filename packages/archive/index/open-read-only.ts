/** Opens the file of an index for reading, beside a running recorder or on a disk mounted read-only. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { ArchiveError } from '../port/archive-error.ts';

/** A checkpoint of the recorder may block a reader for a moment. */
const BUSY_TIMEOUT_MS = 1000;

/**
 * A WAL index on a read-only disk can be opened only as immutable: nobody can be writing it there.
 * @throws ArchiveError `index-damaged`
 */
export function openReadOnly(path: string): DatabaseSync {
  const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS };
  try {
    const database = new DatabaseSync(path, options);
    try {
      database.prepare('SELECT 1 FROM sqlite_schema').get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (cause) {
    if (existsSync(`${path}-wal`))
      throw new ArchiveError('index-damaged', `${path}: ${said(cause)}`, { path }, cause);
    try {
      const database = new DatabaseSync(new URL('?immutable=1', pathToFileURL(path)), options);
      database.prepare('SELECT 1 FROM sqlite_schema').get();
      return database;
    } catch {
      throw new ArchiveError('index-damaged', `${path}: ${said(cause)}`, { path }, cause);
    }
  }
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
