/** Makes a data folder from a backup: put together and checked beside, then renamed to where it belongs, whole or not at all. */
import { existsSync, readdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openSiteDatabase } from '../store/site-database.ts';
import { BackupError } from './backup-error.ts';
import { syncFolder } from './make-backup.ts';
import type { Manifest } from './manifest.ts';
import { readBackup } from './read-backup.ts';

/** What is on the disk after it: where a test looks at what a kill would have left. */
export type RestoreStep = 'begun' | 'unpacked' | 'checked' | 'placed' | 'done';

/** `nowUnixMs` is the time of the restoring. */
export interface RestoreOptions {
  readonly file: string;
  /** Is not there, or is empty. */
  readonly dataDirectory: string;
  readonly passphrase: string;
  readonly nowUnixMs: number;
  readonly onStep?: (step: RestoreStep) => void;
}

/** Says that what lies there was begun by us, and may go. */
const MARK = 'restoring';

/** @throws BackupError, the system's error, SQLite's; the folder is as it was then, and what was begun is gone */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { file, dataDirectory, passphrase, nowUnixMs, onStep = () => {} } = options;
  if (existsSync(dataDirectory) && readdirSync(dataDirectory).length > 0)
    throw new BackupError('folder-not-empty');
  await using source = await open(file, 'r');
  const staging = `${dataDirectory}.restoring`;
  if (existsSync(staging) && readdirSync(staging).length > 0 && !existsSync(join(staging, MARK)))
    throw new BackupError('staging-taken');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  try {
    await writeFile(join(staging, MARK), '', { mode: 0o600 });
    onStep('begun');
    const manifest = await unpack(passphrase, source, staging);
    onStep('unpacked');
    await check(staging, manifest, nowUnixMs);
    onStep('checked');
    for (const folder of ['keys', 'recorder', '.']) await syncFolder(join(staging, folder));
    // Over an empty folder, or where there is none: one step, or not done.
    await putInPlace(staging, dataDirectory);
    await syncFolder(dirname(dataDirectory));
    onStep('placed');
    // One that stays disturbs nobody.
    await rm(join(dataDirectory, MARK));
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
    onStep('done');
  }
}

async function putInPlace(staging: string, dataDirectory: string): Promise<void> {
  try {
    await rename(staging, dataDirectory);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EBUSY' || code === 'EXDEV') throw new BackupError('folder-mounted', { cause });
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw new BackupError('folder-not-empty', { cause });
    throw cause;
  }
}

async function unpack(passphrase: string, source: FileHandle, staging: string): Promise<Manifest> {
  for (const folder of ['keys', 'recorder']) await mkdir(join(staging, folder), { mode: 0o700 });
  return await readBackup(passphrase, source, async ({ path }, pieces) => {
    // What anybody may read of the node's key is to be readable after it as well.
    const mode = path.endsWith('.pub') ? 0o644 : 0o600;
    // `wx`: a path that is named twice is refused.
    await using target = await open(join(staging, path), 'wx', mode);
    for await (const piece of pieces) await target.writeFile(piece);
    await target.sync();
  });
}

/** Opens the database, brings it to this program's schema, and says in its log what was done. @throws BackupError `damaged` */
async function check(staging: string, manifest: Manifest, nowUnixMs: number): Promise<void> {
  const { siteId, createdUnixMs } = manifest;
  // The backup itself is the copy of before.
  const database = await openSiteDatabase(join(staging, 'site.sqlite'), nowUnixMs, { copyBefore: false });
  try {
    await database.transaction(async (stores) => {
      if ((await stores.site.find())?.id !== siteId) throw new BackupError('damaged');
      await stores.audit.append({
        siteId,
        atUnixMs: nowUnixMs,
        actor: 'operator',
        address: null,
        action: 'site.restored',
        subjectId: siteId,
        detail: { madeUnixMs: createdUnixMs },
      });
    });
  } finally {
    await database.close();
  }
}
