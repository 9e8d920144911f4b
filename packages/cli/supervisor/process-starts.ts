/** Tells the server how often each process was started again: `<data>/run/processes.json`, read by server/site/process-starts. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessRole } from './supervised-process.ts';

/** Writes the whole file atomically. A disk that refuses costs the figure, never a process. */
export const publishRestarts = (
  dataDirectory: string,
  restarts: Readonly<Record<ProcessRole, number>>,
): void => {
  const file = join(dataDirectory, 'run', 'processes.json');
  try {
    mkdirSync(join(dataDirectory, 'run'), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, `${JSON.stringify({ supervisorPid: process.pid, restarts })}\n`);
    renameSync(`${file}.new`, file);
  } catch {
    // See above.
  }
};
