/** Log files of the demo: one a process, the one before kept, both bounded. A service writes to the system's journal instead. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';

/** Two files of this size a process: a demo that runs for weeks must not fill the disk with words. */
const MAX_LOG_BYTES = 5_000_000;

/** @param name of the process. @returns a stream that appends to `<data>/log/<name>.log`. */
export const openLogFile = (dataDirectory: string, name: string): Writable => {
  const folder = join(dataDirectory, 'log');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  let sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => {
      try {
        if (sizeBytes + chunk.length > MAX_LOG_BYTES) {
          renameSync(file, `${file}.1`);
          sizeBytes = 0;
        }
        appendFileSync(file, chunk);
        sizeBytes += chunk.length;
      } catch {
        // A full disk must end neither the demo nor the recording: the words are lost, the pictures have their own ledger.
      }
      done();
    },
  });
};
