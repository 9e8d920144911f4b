/** The side of who wants a backup: starts the thread that makes it, and hears how far it is. */
import { Worker } from 'node:worker_threads';
import type { BackupFailure } from '@matlang/contract';
import { BackupFailedError } from './backup-target.ts';
import type { BackupProgress, KeepingOptions, KeptBackup } from './keep-backup.ts';

/** What the thread says. */
export type BackupNotice =
  | { readonly kind: 'progress'; readonly progress: BackupProgress }
  | { readonly kind: 'made'; readonly made: KeptBackup }
  /** `detail` is for the log. */
  | { readonly kind: 'failed'; readonly failure: BackupFailure; readonly detail: string };

/** One backup that is being made. */
export interface BackupThread {
  /** @throws BackupFailedError, its cause for the log */
  readonly result: Promise<KeptBackup>;
  /** What was begun stays, and goes with the next one. */
  readonly end: () => void;
}

/** @param onProgress is called a few times a second */
export function startBackupThread(
  options: KeepingOptions,
  onProgress: (progress: BackupProgress) => void,
): BackupThread {
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: options });
  const { promise, resolve, reject } = Promise.withResolvers<KeptBackup>();
  worker.on('message', (notice: BackupNotice) => {
    if (notice.kind === 'progress') onProgress(notice.progress);
    else if (notice.kind === 'made') resolve(notice.made);
    else reject(new BackupFailedError(notice.failure, { cause: new Error(notice.detail) }));
  });
  const fail = (cause?: Error): void => reject(new BackupFailedError('fault', { cause }));
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('backup: its thread ended')));
  return { result: promise, end: () => void worker.terminate() };
}
