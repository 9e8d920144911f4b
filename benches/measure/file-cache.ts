/** The system's cache of files, emptied by root alone. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/**
 * Writes what waits for the disk and lets go of every page of a file. What the host of a virtual machine keeps is out of reach: its disk
 * may answer from memory. @returns null, or why it could not
 */
export const dropFileCache = (): string | null => {
  const synced = spawnSync('sync');
  if (synced.status !== 0) return 'sync failed';
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
