/**
 * One writer a volume: an exclusive SQLite transaction on `lock.sqlite`, held as long as the process lives. The kernel lets
 * go of it with the process, however that ends, so that nothing stale has to be judged.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ArchiveError } from '../port/archive-error.ts';
import { LOCK_FILE } from '../segment/segment-path.ts';
import { makePrivateFile } from '../storage/private-file.ts';
import { isSqliteBusy } from './disk-failure.ts';

/** Held until `release` or the end of the process. */
export class VolumeLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @throws ArchiveError `archive-locked`; SQLite's error where the disk refuses */
  static acquire(volumePath: string): VolumeLock {
    const path = join(volumePath, LOCK_FILE);
    makePrivateFile(path);
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
      return new VolumeLock(database);
    } catch (cause) {
      database.close();
      if (!isSqliteBusy(cause)) throw cause;
      throw new ArchiveError(
        'archive-locked',
        `${volumePath} is being written by another process`,
        { path: volumePath },
        cause,
      );
    }
  }

  release(): void {
    this.#database.close();
  }
}

/** Whether somebody writes the volume now. Asking takes no lock that a starting recorder could stumble over. */
export function isVolumeLocked(volumePath: string): boolean {
  const path = join(volumePath, LOCK_FILE);
  if (!existsSync(path)) return false;
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    try {
      database.prepare('SELECT 1 FROM sqlite_schema').get();
      return false;
    } finally {
      database.close();
    }
  } catch (error) {
    return isSqliteBusy(error);
  }
}
