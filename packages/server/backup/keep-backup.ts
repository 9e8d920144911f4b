/** One backup of the site by itself, from the look at its folder to the last old one that goes: made, read back, and only then named. */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupPhase } from '@matlang/contract';
import { BackupError } from './backup-error.ts';
import {
  BackupFailedError,
  clearBegun,
  dropOldBackups,
  isSameDisk,
  requireRoom,
  requireTarget,
  UNCHECKED_ENDING,
} from './backup-target.ts';
import { backupName } from './kept-backups.ts';
import { makeBackup, syncFolder } from './make-backup.ts';
import { checkBackup } from './read-backup.ts';

/** What it works with; `nowUnixMs` is the time of the backup. */
export interface KeepingOptions {
  readonly dataDirectory: string;
  readonly siteId: string;
  readonly directory: string;
  readonly passphrase: string;
  readonly nowUnixMs: number;
}

/** How far it is; `totalBytes` null: not known. */
export interface BackupProgress {
  readonly phase: BackupPhase;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

/** One that can be restored. */
export interface KeptBackup {
  readonly file: string;
  readonly sizeBytes: number;
  /** Null: not known. */
  readonly sameDisk: boolean | null;
}

/** @throws BackupFailedError, BackupError, the system's error, SQLite's; no file has its name then, and those of before are all there */
export async function keepBackup(
  { dataDirectory, siteId, directory, passphrase, nowUnixMs }: KeepingOptions,
  onProgress: (progress: BackupProgress) => void,
): Promise<KeptBackup> {
  onProgress({ phase: 'snapshot', doneBytes: 0, totalBytes: null });
  requireTarget(directory, siteId);
  clearBegun(directory, siteId);
  requireRoom(directory, join(dataDirectory, 'site.sqlite'));
  const file = join(directory, backupName(siteId, nowUnixMs));
  const unchecked = `${file}${UNCHECKED_ENDING}`;
  const tell = (phase: BackupPhase) => (doneBytes: number, totalBytes: number) =>
    onProgress({ phase, doneBytes, totalBytes });
  const options = { dataDirectory, file: unchecked, passphrase, nowUnixMs, onProgress: tell('writing') };
  const { sizeBytes } = await makeBackup(options);
  try {
    await checkBackup(unchecked, passphrase, tell('checking'));
  } catch (cause) {
    rmSync(unchecked, { force: true });
    throw cause instanceof BackupError ? new BackupFailedError('not-readable', { cause }) : cause;
  }
  renameSync(unchecked, file);
  await syncFolder(directory);
  dropOldBackups(directory, siteId);
  return { file, sizeBytes, sameDisk: await isSameDisk(directory, dataDirectory) };
}
