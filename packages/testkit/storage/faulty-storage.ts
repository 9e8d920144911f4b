/** The real disk with faults injected: full, read-only, broken, by call and path; and a space that tests decide. */
import { type FileHandle, NodeStorage, type SpaceStatus } from '@matlang/archive/storage';
import { type DiskFault, systemError } from './simulated-storage.ts';

/** `fault` decides before each call that changes something. */
export class FaultyStorage extends NodeStorage {
  fault: DiskFault = () => null;
  /** Instead of the disk's; null: the disk's own. */
  spaceOverride: SpaceStatus | null = null;
  /** Handles that were closed a second time: the kernel may have given their number to somebody else meanwhile. */
  readonly strayCloses: FileHandle[] = [];
  readonly #paths = new Map<FileHandle, string>();

  override createFile(path: string): FileHandle {
    this.#check('create', path);
    const file = super.createFile(path);
    this.#paths.set(file, path);
    return file;
  }

  override openAppend(path: string): FileHandle {
    this.#check('open', path);
    const file = super.openAppend(path);
    this.#paths.set(file, path);
    return file;
  }

  override openRead(path: string): FileHandle {
    const file = super.openRead(path);
    this.#paths.set(file, path);
    return file;
  }

  /** @throws EBADF for a handle that isn't open, which the kernel only says while nobody else has its number */
  override close(file: FileHandle): void {
    if (!this.#paths.delete(file)) {
      this.strayCloses.push(file);
      throw systemError('EBADF', String(file));
    }
    super.close(file);
  }

  /** A disk that fills up takes a part of the write first. */
  override append(file: FileHandle, ...parts: readonly Uint8Array[]): void {
    const path = this.#paths.get(file) ?? '';
    const code = this.fault('append', path);
    if (code === null) {
      super.append(file, ...parts);
      return;
    }
    const bytes = Buffer.concat(parts);
    super.append(file, bytes.subarray(0, bytes.length >> 1));
    throw systemError(code, path);
  }

  override syncData(file: FileHandle): void {
    this.#check('sync-data', this.#paths.get(file) ?? '');
    super.syncData(file);
  }

  override truncate(path: string, sizeBytes: number): void {
    this.#check('truncate', path);
    super.truncate(path, sizeBytes);
  }

  override syncDirectory(path: string): void {
    this.#check('sync-directory', path);
    super.syncDirectory(path);
  }

  override makeDirectory(path: string): boolean {
    this.#check('make-directory', path);
    return super.makeDirectory(path);
  }

  override unlink(path: string): void {
    this.#check('unlink', path);
    super.unlink(path);
  }

  override space(path: string): SpaceStatus {
    this.#check('space', path);
    return this.spaceOverride ?? super.space(path);
  }

  #check(call: Parameters<DiskFault>[0], path: string): void {
    const code = this.fault(call, path);
    if (code !== null) throw systemError(code, path);
  }
}
