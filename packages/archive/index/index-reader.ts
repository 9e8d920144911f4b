/** A volume's index opened read-only: beside a running recorder, or without one, also on a disk mounted read-only. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ArchiveError } from '../port/archive-error.ts';
import { INDEX_FILE } from '../segment/segment-path.ts';
import { IndexQueries } from './index-queries.ts';
import { openReadOnly } from './open-read-only.ts';
import { numberOf } from './row-mapping.ts';
import { INDEX_APPLICATION_ID, INDEX_SCHEMA_BEFORE_CHECKPOINTS, INDEX_SCHEMA_VERSION } from './schema.ts';
import { StatementCache } from './statement-cache.ts';

/**
 * Not thread-safe, synchronous. Statements see the newest commit unless inside `snapshot`. SQLite's own errors come
 * through as they are (`SQLITE_IOERR` and so on: a disk that went away).
 */
export class IndexReader extends IndexQueries {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    super(new StatementCache(database));
    this.#database = database;
  }

  /**
   * @throws ArchiveError `volume-missing` without an index file, `index-version`, `index-damaged`
   */
  static open(volumePath: string): IndexReader {
    const path = join(volumePath, INDEX_FILE);
    if (!existsSync(path)) throw new ArchiveError('volume-missing', `${path} is not there`, { path });
    const database = openReadOnly(path);
    try {
      checkVersion(database, path);
    } catch (error) {
      database.close();
      throw error;
    }
    return new IndexReader(database);
  }

  /** Runs `read` on one state of the index: what commits meanwhile is not seen. */
  snapshot<T>(read: () => T): T {
    this.#database.exec('BEGIN');
    try {
      return read();
    } finally {
      this.#database.exec('ROLLBACK');
    }
  }

  close(): void {
    this.#database.close();
  }
}

function checkVersion(database: DatabaseSync, path: string): void {
  const pragma = (name: 'application_id' | 'user_version'): number => {
    const row = database.prepare(`PRAGMA ${name}`).get();
    return row === undefined ? 0 : numberOf(row, name);
  };
  if (pragma('application_id') !== INDEX_APPLICATION_ID) {
    throw new ArchiveError('index-damaged', `${path} is not an index of an archive`, { path });
  }
  const version = pragma('user_version');
  if (version !== INDEX_SCHEMA_VERSION && version !== INDEX_SCHEMA_BEFORE_CHECKPOINTS) {
    throw new ArchiveError('index-version', `${path} has version ${version}`, { path, version });
  }
}
