/** Files that SQLite makes with the mode of the umask; what it makes beside them (-wal, -shm) has the mode of the file. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

/** Of every file and directory of a volume: footage is for the user that records. */
export const PRIVATE_FILE_MODE = 0o600;
/** The same of directories, with the right to enter. */
export const PRIVATE_DIRECTORY_MODE = 0o700;
const OTHERS_MASK = 0o077;

/**
 * Makes an empty file that only its owner may read, whatever the umask is; takes the others' rights from one that is there.
 * It is never opened: closing it again would let go of locks that this process holds on it (POSIX).
 * @throws the system's error
 */
export function makePrivateFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    closeSync(openSync(path, 'wx', PRIVATE_FILE_MODE));
    return;
  }
  if ((found.mode & OTHERS_MASK) !== 0) chmodSync(path, PRIVATE_FILE_MODE);
}
