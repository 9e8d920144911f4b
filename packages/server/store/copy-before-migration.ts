/**
 * A copy of the database before its schema is changed, beside it: `site.sqlite.before-8` is the one of schema 8. What an older program needs
 * to go on from, without a backup at hand. The newest few are kept until a later start went well.
 */
import { existsSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

const ENDING = '.before-';
/** One more than what a program that was put in place twice in a row leaves. */
const MAX_COPIES = 3;
/** What a migration itself may need beside the copy. */
const SPARE_BYTES = 32 * 1024 * 1024;

/** There is no room for the copy; nothing was changed. */
export class NoRoomToMigrateError extends Error {
  override readonly name = 'NoRoomToMigrateError';

  constructor(neededBytes: number, freeBytes: number) {
    super(
      `no room for the copy of the database before its schema is changed: ${neededBytes} bytes are needed, ${freeBytes} are free: make room in the data folder and start again`,
    );
  }
}

/**
 * Whole when it has its name. A copy of the same schema from before is replaced: nothing was changed since, or it would not be that schema.
 * @param path of the database that `file` has open
 * @throws NoRoomToMigrateError, the system's error, SQLite's
 */
export async function copyBeforeMigration(file: DatabaseSync, path: string, schema: number): Promise<void> {
  const copy = `${path}${ENDING}${schema}`;
  const begun = `${copy}.new`;
  rmSync(begun, { force: true });
  requireRoom(path);
  try {
    file.prepare('VACUUM INTO ?').run(begun);
    await sync(begun);
    renameSync(begun, copy);
    await sync(dirname(path));
  } finally {
    rmSync(begun, { force: true });
  }
  for (const name of copiesOf(path).slice(MAX_COPIES)) rmSync(join(dirname(path), name), { force: true });
}

/** When a start changed nothing and went well: what the program before it changed needs no way back any more. */
export function dropCopiesBeforeMigration(path: string): void {
  for (const name of copiesOf(path)) rmSync(join(dirname(path), name), { force: true });
}

/** Newest schema first. */
function copiesOf(path: string): readonly string[] {
  const beginning = `${basename(path)}${ENDING}`;
  const schemaOf = (name: string): number => Number(name.slice(beginning.length));
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(beginning) && Number.isInteger(schemaOf(name)))
    .toSorted((one, other) => schemaOf(other) - schemaOf(one));
}

function requireRoom(path: string): void {
  const { bavail, bsize } = statfsSync(dirname(path));
  const log = `${path}-wal`;
  const neededBytes = statSync(path).size + (existsSync(log) ? statSync(log).size : 0) + SPARE_BYTES;
  if (bavail * bsize < neededBytes) throw new NoRoomToMigrateError(neededBytes, bavail * bsize);
}

async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync();
}
