/**
 * Opening files of a volume. Whoever can write the disk can put a link, or a pipe, where a file is expected: a link would make
 * us read and hand out any file of the machine (the node's key, for one), a pipe would keep the thread for ever.
 */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';

/** Of no effect on a regular file; a pipe is opened without waiting for its other end, and then refused. */
const SAFE_FLAGS = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** `camera/kind/day/file`. */
const LEVELS_OF_A_SEGMENT = 4;

/** As the system says it: a link has the code ELOOP already when it is opened. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly code: 'ELOOP' | 'ENOTREG';

  constructor(path: string, code: 'ELOOP' | 'ENOTREG') {
    super(`${code}: ${path} is ${code === 'ELOOP' ? 'behind a link' : 'no regular file'}`);
    this.code = code;
  }
}

/** A descriptor. `flags`: of `constants`, without O_NOFOLLOW. @throws the system's error, ELOOP for a link; NotAFileError */
export function openRegularFile(path: string, flags: number, mode?: number): number {
  const file = openSync(path, flags | SAFE_FLAGS, mode);
  try {
    if (fstatSync(file).isFile()) return file;
    throw new NotAFileError(path, 'ENOTREG');
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * A segment's file for reading. The directories from the volume's root down to it must be no links either: the kernel says
 * where the opened file lies, so that nobody can exchange one between a look and the opening.
 * @throws the system's error, ENOENT also for one that is deleted meanwhile; NotAFileError
 */
export async function openSegmentFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | SAFE_FLAGS);
  try {
    if (!(await file.stat()).isFile()) throw new NotAFileError(path, 'ENOTREG');
    const whole = resolve(path);
    let root = whole;
    for (let level = 0; level < LEVELS_OF_A_SEGMENT; level += 1) root = dirname(root);
    const expected = resolve(await realpath(root), relative(root, whole));
    const opened = await readlink(`/proc/self/fd/${file.fd}`);
    if (opened === `${expected} (deleted)`)
      throw Object.assign(new Error(`ENOENT: ${path} was deleted`), { code: 'ENOENT' });
    if (opened !== expected) throw new NotAFileError(path, 'ELOOP');
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Whether opening failed because a link or something else stands where a file should. */
export function isNotAFile(error: unknown): boolean {
  return (
    error instanceof NotAFileError || (error instanceof Error && 'code' in error && error.code === 'ELOOP')
  );
}
