/** The thread in which a backup is made: a copy of the database takes as long as its disk does, and nobody else waits for it. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../log/log.ts';
import { failureOf } from './backup-target.ts';
import type { BackupNotice } from './backup-thread.ts';
import { type KeepingOptions, keepBackup } from './keep-backup.ts';

/** Behind everything else. On Linux it is this thread's alone. */
const LOWEST = 19;
/** Of progress: a page asks once a second. */
const TELL_EVERY_MS = 250;

async function run(options: KeepingOptions, tell: (notice: BackupNotice) => void): Promise<void> {
  let [toldMs, phase] = [Number.NEGATIVE_INFINITY, ''];
  try {
    const made = await keepBackup(options, (progress) => {
      const nowMs = performance.now();
      if (progress.phase === phase && nowMs - toldMs < TELL_EVERY_MS) return;
      [toldMs, phase] = [nowMs, progress.phase];
      tell({ kind: 'progress', progress });
    });
    tell({ kind: 'made', made });
  } catch (error) {
    tell({ kind: 'failed', failure: failureOf(error), detail: describeError(error) });
  }
}

if (parentPort !== null) {
  const port = parentPort;
  setPriority(LOWEST);
  // Only `backup-thread.ts` starts this thread: its data is what that wrote.
  const options: KeepingOptions = workerData;
  await run(options, (notice) => port.postMessage(notice, []));
}
