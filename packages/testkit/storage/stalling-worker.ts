/** A volume's thread whose disk stalls while a shared flag is 1: `Atomics.wait` before each write, as a hanging disk does. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileHandle } from '@matlang/archive/storage';
import { serveVolume, type VolumeWorkerData } from '@matlang/archive/volume';
import { FaultyStorage } from './faulty-storage.ts';

class StallingStorage extends FaultyStorage {
  readonly #flag: Int32Array;

  constructor(flag: Int32Array) {
    super();
    this.#flag = flag;
  }

  override append(file: FileHandle, ...parts: readonly Uint8Array[]): void {
    Atomics.wait(this.#flag, 0, 1);
    super.append(file, ...parts);
  }
}

if (parentPort !== null) {
  const { flag, ...data }: VolumeWorkerData & { flag: Int32Array } = workerData;
  serveVolume(parentPort, data, new StallingStorage(flag));
}
