/**
 * A disk in memory behind the archive's storage port: every write, sync and commit goes to a log that can be cut at any step,
 * dropping what was not synced; faults are injected by code and path; a stall moves a simulated clock.
 */
import type { FileHandle, FileStatus, SpaceStatus, Storage } from '@matlang/archive/storage';

/** One thing done to the disk. `commit`: SQLite made something durable; `snapshot` is the database file. */
export type DiskOperation =
  | { readonly type: 'create' | 'unlink' | 'make-directory' | 'remove-directory'; readonly path: string }
  | { readonly type: 'append'; readonly inode: number; readonly bytes: Uint8Array }
  | { readonly type: 'sync-data'; readonly inode: number }
  | { readonly type: 'sync-directory'; readonly path: string }
  | { readonly type: 'truncate'; readonly inode: number; readonly sizeBytes: number }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'commit'; readonly snapshot: Uint8Array };

/** What a fault can be injected into: every operation of the log, and the calls that change nothing. */
export type DiskCall = DiskOperation['type'] | 'open' | 'read' | 'space';

/** Decides before each call whether it fails: a system error code, or null. */
export type DiskFault = (call: DiskCall, path: string) => string | null;

interface Inode {
  readonly number: number;
  bytes: Uint8Array;
}

const DIRECTORY = Symbol('directory');
type Node = Inode | typeof DIRECTORY;

/** Size and root of the disk, and who watches its log grow. */
export interface SimulatedStorageOptions {
  /** A directory that is there from the start. */
  readonly root: string;
  readonly totalBytes?: number;
  /** Called with the log's newest entry. */
  readonly onOperation?: (operation: DiskOperation) => void;
}

/** One disk; files live as long as the object. */
export class SimulatedStorage implements Storage {
  readonly log: DiskOperation[] = [];
  /** Written by others on the same disk. */
  foreignBytes = 0;
  /** Handles that were closed a second time. */
  readonly strayCloses: FileHandle[] = [];
  fault: DiskFault = () => null;
  /** How long every call takes on the simulated clock. */
  onDelay: () => void = () => undefined;
  readonly #options: SimulatedStorageOptions;
  readonly #nodes = new Map<string, Node>();
  readonly #handles = new Map<number, { readonly inode: Inode; readonly path: string }>();
  #nextHandle = 1;
  #nextInode = 1;

  constructor(options: SimulatedStorageOptions) {
    this.#options = options;
    this.#nodes.set(options.root, DIRECTORY);
  }

  /** To be called behind each commit of the index. */
  noteCommit(snapshot: Uint8Array): void {
    this.#record({ type: 'commit', snapshot });
  }

  get openHandles(): number {
    return this.#handles.size;
  }

  createFile(path: string): FileHandle {
    this.#call('create', path);
    if (this.#nodes.has(path)) throw systemError('EEXIST', path);
    this.#requireDirectory(parentOf(path));
    const inode: Inode = { number: this.#nextInode++, bytes: new Uint8Array(0) };
    this.#nodes.set(path, inode);
    this.#record({ type: 'create', path });
    return this.#handle(inode, path);
  }

  openAppend(path: string): FileHandle {
    this.#call('open', path);
    return this.#handle(this.#file(path), path);
  }

  openRead(path: string): FileHandle {
    this.#call('open', path);
    return this.#handle(this.#file(path), path);
  }

  append(file: FileHandle, ...parts: readonly Uint8Array[]): void {
    const { inode, path } = this.#opened(file);
    const code = this.fault('append', path);
    // A disk that fills up takes a part of the write first.
    const bytes = new Uint8Array(Buffer.concat(parts));
    const taken = code === null ? bytes : bytes.slice(0, bytes.length >> 1);
    const grown = new Uint8Array(inode.bytes.length + taken.length);
    grown.set(inode.bytes);
    grown.set(taken, inode.bytes.length);
    inode.bytes = grown;
    this.#record({ type: 'append', inode: inode.number, bytes: taken });
    this.onDelay();
    if (code !== null) throw systemError(code, path);
  }

  read(file: FileHandle, offsetBytes: number, into: Uint8Array): number {
    const { inode, path } = this.#opened(file);
    this.#call('read', path);
    const part = inode.bytes.subarray(offsetBytes, offsetBytes + into.length);
    into.set(part);
    return part.length;
  }

  syncData(file: FileHandle): void {
    const { inode, path } = this.#opened(file);
    this.#call('sync-data', path);
    this.#record({ type: 'sync-data', inode: inode.number });
  }

  truncate(path: string, sizeBytes: number): void {
    this.#call('truncate', path);
    const inode = this.#file(path);
    inode.bytes = inode.bytes.slice(0, sizeBytes);
    this.#record({ type: 'truncate', inode: inode.number, sizeBytes });
  }

  close(file: FileHandle): void {
    if (this.#handles.delete(file)) return;
    this.strayCloses.push(file);
    throw systemError('EBADF', String(file));
  }

  syncDirectory(path: string): void {
    this.#call('sync-directory', path);
    this.#requireDirectory(path);
    this.#record({ type: 'sync-directory', path });
  }

  makeDirectory(path: string): boolean {
    this.#call('make-directory', path);
    if (this.#nodes.has(path)) return false;
    this.#requireDirectory(parentOf(path));
    this.#nodes.set(path, DIRECTORY);
    this.#record({ type: 'make-directory', path });
    return true;
  }

  removeDirectory(path: string): void {
    this.#call('remove-directory', path);
    if (this.list(path).length > 0) throw systemError('ENOTEMPTY', path);
    this.#nodes.delete(path);
    this.#record({ type: 'remove-directory', path });
  }

  unlink(path: string): void {
    this.#call('unlink', path);
    this.#file(path);
    this.#nodes.delete(path);
    this.#record({ type: 'unlink', path });
  }

  rename(from: string, to: string): void {
    this.#call('rename', from);
    this.#nodes.set(to, this.#file(from));
    this.#nodes.delete(from);
    this.#record({ type: 'rename', from, to });
  }

  list(path: string): readonly string[] {
    const prefix = `${path}/`;
    return [...this.#nodes.keys()]
      .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'))
      .map((name) => name.slice(prefix.length));
  }

  status(path: string): FileStatus | null {
    const node = this.#nodes.get(path.replace(/\/\.$/, ''));
    if (node === undefined) return null;
    return node === DIRECTORY
      ? { kind: 'directory', sizeBytes: 0 }
      : { kind: 'file', sizeBytes: node.bytes.length };
  }

  space(path: string): SpaceStatus {
    this.#call('space', path);
    const totalBytes = this.#options.totalBytes ?? 2 ** 40;
    let usedBytes = this.foreignBytes;
    for (const node of this.#nodes.values()) if (node !== DIRECTORY) usedBytes += node.bytes.length;
    return { totalBytes, freeBytes: Math.max(0, totalBytes - usedBytes) };
  }

  #handle(inode: Inode, path: string): FileHandle {
    const handle = this.#nextHandle++;
    this.#handles.set(handle, { inode, path });
    return handle;
  }

  #opened(file: FileHandle): { readonly inode: Inode; readonly path: string } {
    const found = this.#handles.get(file);
    if (found === undefined) throw systemError('EBADF', String(file));
    return found;
  }

  #file(path: string): Inode {
    const node = this.#nodes.get(path);
    if (node === undefined || node === DIRECTORY) throw systemError('ENOENT', path);
    return node;
  }

  #requireDirectory(path: string): void {
    if (this.#nodes.get(path) !== DIRECTORY) throw systemError('ENOENT', path);
  }

  #call(call: DiskCall, path: string): void {
    const code = this.fault(call, path);
    this.onDelay();
    if (code !== null) throw systemError(code, path);
  }

  #record(operation: DiskOperation): void {
    this.log.push(operation);
    this.#options.onOperation?.(operation);
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** As `node:fs` throws them. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: simulated, '${path}'`), { code });
}
