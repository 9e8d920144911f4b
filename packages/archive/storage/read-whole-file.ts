/** A file's bytes at once, into a buffer that may serve the next file too. */
import type { Storage } from './storage.ts';

/** Grows when a larger file comes; one per walk over many files. */
export class FileBuffer {
  #bytes = new Uint8Array(1 << 20);

  /**
   * A view of the file's first `sizeBytes`, good until the next call.
   * @throws the system's error
   */
  read(storage: Storage, path: string, sizeBytes: number): Uint8Array {
    if (this.#bytes.length < sizeBytes) this.#bytes = new Uint8Array(Math.ceil(sizeBytes * 1.25));
    const file = storage.openRead(path);
    try {
      return this.#bytes.subarray(0, storage.read(file, 0, this.#bytes.subarray(0, sizeBytes)));
    } finally {
      storage.close(file);
    }
  }
}

/** Null where there is nothing, or a link, or another thing that is no file. */
export function fileSizeBytes(storage: Storage, path: string): number | null {
  const status = storage.status(path);
  return status?.kind === 'file' ? status.sizeBytes : null;
}
