/** A small secret file that comes into being whole or not at all, and that two processes can create at the same time. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { KeyError } from './key-error.ts';

/** Group and others. */
const OTHERS_MASK = 0o077;

/**
 * The file's bytes; when there is none, `create()` is written there with mode 0600 first. Whoever comes second at the same
 * time gets the bytes of the first: a link fails where a rename would overwrite. Synchronous: at start only.
 */
export function readOrCreateKeyFile(path: string, create: () => Uint8Array): Uint8Array {
  const existing = readKeyFile(path);
  if (existing !== null) {
    return existing;
  }
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeSync(descriptor, create());
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    chmodSync(temporary, 0o600);
    linkSync(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  } finally {
    unlinkSync(temporary);
  }
  syncDirectory(directory);
  const written = readKeyFile(path);
  if (written === null) {
    throw new KeyError('key-file-invalid', `${path} vanished while it was created`);
  }
  return written;
}

/** Puts one key file in the place of another: after that a power cut can't bring the one before back. @throws the system's error */
export function replaceKeyFile(from: string, path: string): void {
  renameSync(from, path);
  syncDirectory(dirname(path));
}

/** No such file is no error. */
export function removeKeyFile(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

/** Null: there is none. @throws KeyError `key-file-readable-by-others` */
export function readKeyFile(path: string): Uint8Array | null {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    return null;
  }
  if (process.platform !== 'win32' && (status.mode & OTHERS_MASK) !== 0) {
    throw new KeyError(
      'key-file-readable-by-others',
      `${path} may be read by others than its owner: chmod 600 it`,
    );
  }
  return readFileSync(path);
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
