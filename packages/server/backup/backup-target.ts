/**
 * The folder in which the site keeps backups by itself. It bears a mark of the site: a mount point whose disk is away is a folder too, and
 * would fill the disk of the machine with backups that nobody takes home.
 */
import { existsSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { realpath, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import type { BackupFailure } from '@matlang/contract';
import { ApiError } from '../answer/api-error.ts';
import { BackupError } from './backup-error.ts';
import { instantOfName, keptInstants } from './kept-backups.ts';
import { PARTIAL_ENDING } from './make-backup.ts';

/** Beside a snapshot and the sealed file, which is as large. */
const SPARE_BYTES = 32 * 1024 * 1024;
/** Ends the name of a file that was not read back yet. */
export const UNCHECKED_ENDING = '.unchecked';

/** Why the site could not make a backup by itself. */
export class BackupFailedError extends Error {
  override readonly name = 'BackupFailedError';
  readonly code: BackupFailure;

  constructor(code: BackupFailure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const markOf = (siteId: string): string => `.matlang-${siteId}`;

/** Makes a folder the place of the site's backups. @throws ApiError; nothing is changed then */
export async function chooseTarget(directory: string, siteId: string, dataDirectory: string): Promise<void> {
  try {
    if (!isAbsolute(directory) || !(await stat(directory)).isDirectory())
      throw new ApiError('backup-folder-refused', { directory });
    if (`${await realpath(directory)}${sep}`.startsWith(`${await realpath(dataDirectory)}${sep}`))
      throw new ApiError('backup-folder-in-site', { directory });
    await writeFile(join(directory, markOf(siteId)), 'Mắt Làng: backups of this site are kept here.\n');
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError('backup-folder-refused', { directory }, { cause });
  }
}

/** @throws BackupFailedError `target-missing`, `target-other` */
export function requireTarget(directory: string, siteId: string): void {
  // A disk that answers with faults says so here.
  if (!readdirSync(directory).includes(markOf(siteId))) throw new BackupFailedError('target-other');
}

/** What a backup that was broken off has left; another one of this site never runs at the same time. */
export function clearBegun(directory: string, siteId: string): void {
  for (const name of readdirSync(directory)) {
    const file = [UNCHECKED_ENDING, `${UNCHECKED_ENDING}${PARTIAL_ENDING}`].find((end) => name.endsWith(end));
    if (file !== undefined && instantOfName(siteId, name.slice(0, -file.length)) !== null)
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** @throws BackupFailedError `target-full`, before anything is written */
export function requireRoom(directory: string, databasePath: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const log = `${databasePath}-wal`;
  const databaseBytes = statSync(databasePath).size + (existsSync(log) ? statSync(log).size : 0);
  if (bavail * bsize < 2 * databaseBytes + SPARE_BYTES) throw new BackupFailedError('target-full');
}

/** Whether what takes the data takes the backups as well; null: it can't be found out. */
export async function isSameDisk(directory: string, dataDirectory: string): Promise<boolean | null> {
  try {
    return (await stat(directory)).dev === (await stat(dataDirectory)).dev;
  } catch {
    return null;
  }
}

/** Takes away what need not stay: see `keptInstants`. Files of others, and of names that are none of ours, are left alone. */
export function dropOldBackups(directory: string, siteId: string): void {
  const backups = readdirSync(directory).flatMap((name) => {
    const unixMs = instantOfName(siteId, name);
    return unixMs === null ? [] : [{ name, unixMs }];
  });
  const kept = keptInstants(backups.map(({ unixMs }) => unixMs));
  for (const { name, unixMs } of backups) if (!kept.has(unixMs)) rmSync(join(directory, name));
}

/** What SQLite says in its message, because its code is the same for all. */
const DATABASE_FAILURES: readonly (readonly [message: RegExp, code: BackupFailure])[] = [
  [/disk is full/i, 'target-full'],
  [/disk I\/O error/i, 'target-fault'],
  [/readonly database|unable to open database/i, 'target-read-only'],
];
const SYSTEM_FAILURES: Readonly<Record<string, BackupFailure>> = {
  ENOENT: 'target-missing',
  ENOTDIR: 'target-missing',
  ENODEV: 'target-missing',
  ENOTCONN: 'target-missing',
  ESTALE: 'target-missing',
  ENOSPC: 'target-full',
  EDQUOT: 'target-full',
  EROFS: 'target-read-only',
  EACCES: 'target-read-only',
  EPERM: 'target-read-only',
  EIO: 'target-fault',
};

/** Which of the known reasons an error is. */
export function failureOf(error: unknown): BackupFailure {
  if (error instanceof BackupFailedError) return error.code;
  if (error instanceof BackupError && error.code === 'keys-changed') return 'keys-changed';
  if (!(error instanceof Error)) return 'fault';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    SYSTEM_FAILURES[code] ??
    DATABASE_FAILURES.find(([message]) => message.test(error.message))?.[1] ??
    'fault'
  );
}
