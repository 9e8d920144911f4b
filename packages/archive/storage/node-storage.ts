/** The storage port over `node:fs`, synchronous calls: only for threads that may wait for a disk. */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
  writevSync,
} from 'node:fs';
import { sliceParts } from '@matlang/media/mp4';
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from './private-file.ts';
import { NotAFileError, openRegularFile } from './regular-file.ts';
import {
  type FileHandle,
  type FileStatus,
  type SpaceStatus,
  type Storage,
  systemErrorCode,
} from './storage.ts';

/** IOV_MAX of Linux. */
const MAX_PARTS_A_WRITE = 1024;

/** Has no state of its own: any number may exist. */
export class NodeStorage implements Storage {
  createFile(path: string): FileHandle {
    return openSync(path, 'ax', PRIVATE_FILE_MODE);
  }

  openAppend(path: string): FileHandle {
    return openRegularFile(
      path,
      constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT,
      PRIVATE_FILE_MODE,
    );
  }

  openRead(path: string): FileHandle {
    return openRegularFile(path, constants.O_RDONLY);
  }

  append(file: FileHandle, ...parts: readonly Uint8Array[]): void {
    let left = sliceParts(parts, 0);
    while (left.length > 0) left = sliceParts(left, writevSync(file, left.slice(0, MAX_PARTS_A_WRITE)));
  }

  read(file: FileHandle, offsetBytes: number, into: Uint8Array): number {
    let filled = 0;
    while (filled < into.length) {
      const got = readSync(file, into, filled, into.length - filled, offsetBytes + filled);
      if (got === 0) break;
      filled += got;
    }
    return filled;
  }

  syncData(file: FileHandle): void {
    fdatasyncSync(file);
  }

  truncate(path: string, sizeBytes: number): void {
    const file = openRegularFile(path, constants.O_RDWR);
    try {
      ftruncateSync(file, sizeBytes);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  close(file: FileHandle): void {
    closeSync(file);
  }

  syncDirectory(path: string): void {
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }

  makeDirectory(path: string): boolean {
    try {
      mkdirSync(path, PRIVATE_DIRECTORY_MODE);
      return true;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
      // Behind a link what is recorded would go to wherever it leads.
      if (!lstatSync(path).isDirectory()) throw new NotAFileError(path, 'ELOOP');
      return false;
    }
  }

  removeDirectory(path: string): void {
    rmdirSync(path);
  }

  unlink(path: string): void {
    unlinkSync(path);
  }

  rename(from: string, to: string): void {
    renameSync(from, to);
  }

  list(path: string): readonly string[] {
    try {
      return readdirSync(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  status(path: string): FileStatus | null {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    return {
      kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other',
      sizeBytes: found.size,
    };
  }

  space(path: string): SpaceStatus {
    const found = statfsSync(path);
    return { totalBytes: found.blocks * found.bsize, freeBytes: found.bavail * found.bsize };
  }
}
