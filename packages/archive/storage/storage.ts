/**
 * The port through which everything but SQLite touches a disk: synchronous, because each volume has a thread of its own.
 * Tests put a simulated disk behind it (testkit/storage). No policy here: who syncs when is the volume's business.
 */

/** An open file. Numbers, as the kernel hands them out; only valid for the storage that gave it. */
export type FileHandle = number;

/** Of the name itself: a link is `other`, wherever it leads. `sizeBytes` of a directory means nothing. */
export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'other';
  readonly sizeBytes: number;
}

/** Of the file system that holds a path. */
export interface SpaceStatus {
  readonly totalBytes: number;
  /** What this process may still write. */
  readonly freeBytes: number;
}

/**
 * Every call throws the system's error (`code` ENOSPC, EROFS, EIO, ENOENT and so on) and otherwise is done when it
 * returns; what survives a power cut is only what `syncData`, `syncFile` and `syncDirectory` confirmed.
 */
export interface Storage {
  /** Makes a file that must not exist; writing appends. */
  createFile(path: string): FileHandle;
  /** An existing file; writing appends. */
  openAppend(path: string): FileHandle;
  /** Like all opening: refuses a link, and what is no regular file. */
  openRead(path: string): FileHandle;
  /** All of the parts, one behind the other, in one write, or an error; after an error anything may have been written. */
  append(file: FileHandle, ...parts: readonly Uint8Array[]): void;
  /** Fills `into` from `offsetBytes`; returns how much, fewer only at the end of the file. */
  read(file: FileHandle, offsetBytes: number, into: Uint8Array): number;
  /** fdatasync: bytes and size. */
  syncData(file: FileHandle): void;
  /** Durable when it returns. */
  truncate(path: string, sizeBytes: number): void;
  close(file: FileHandle): void;
  /** Makes names in the directory durable: created, renamed, unlinked. */
  syncDirectory(path: string): void;
  /** One level; an existing directory is fine, a link to one is not. True when it was made. */
  makeDirectory(path: string): boolean;
  /** An empty directory. */
  removeDirectory(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  /** Names without order; empty where there is no such directory. */
  list(path: string): readonly string[];
  /** Null where there is nothing. Of a volume's root, which may be a link: `root/.`. */
  status(path: string): FileStatus | null;
  space(path: string): SpaceStatus;
}

/** The `code` of a system error, or of an SQLite error; null for anything else. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
