/** Moving a file out of the archive without destroying it: what only looks as if it had to go is left for somebody to look at. */
import { PUT_ASIDE_DIRECTORY } from '../segment/segment-path.ts';
import { makeDurableDirectories } from '../storage/durable-directory.ts';
import type { Storage } from '../storage/storage.ts';

/** A name that is taken gets a number; so often the same file comes back. */
const MOST_OF_A_NAME = 1000;

/**
 * Where a file of that path could be put: nothing lies there yet, the directories are made. Both are relative to the volume.
 * @throws the system's error
 */
export function placeAside(storage: Storage, root: string, path: string): string {
  const parts = directoryOf(path).split('/');
  const directories = parts.map((_, at) => [PUT_ASIDE_DIRECTORY, ...parts.slice(0, at + 1)].join('/'));
  makeDurableDirectories(storage, root, [PUT_ASIDE_DIRECTORY, ...directories]);
  const wanted = `${PUT_ASIDE_DIRECTORY}/${path}`;
  for (let number = 1; number < MOST_OF_A_NAME; number += 1) {
    const target = number === 1 ? wanted : `${wanted}.${number}`;
    if (storage.status(`${root}/${target}`) === null) return target;
  }
  throw new Error(`${wanted}: put aside ${MOST_OF_A_NAME} times`);
}

/**
 * Moves the file to what `placeAside` said; the journal must have that by then, or a kill makes it a silence. Durable when it returns.
 * @throws the system's error
 */
export function putAside(storage: Storage, root: string, path: string, target: string): void {
  storage.rename(`${root}/${path}`, `${root}/${target}`);
  storage.syncDirectory(`${root}/${directoryOf(target)}`);
  storage.syncDirectory(`${root}/${directoryOf(path)}`);
}

/**
 * A copy of the file from a byte on, before it is cut there. Answers where it lies.
 * @throws the system's error
 */
export function putTailAside(
  storage: Storage,
  root: string,
  path: string,
  bytes: Uint8Array,
  fromBytes: number,
): string {
  const target = placeAside(storage, root, `${path}.from-${fromBytes}`);
  const file = storage.createFile(`${root}/${target}`);
  try {
    storage.append(file, bytes.subarray(fromBytes));
    storage.syncData(file);
  } finally {
    storage.close(file);
  }
  storage.syncDirectory(`${root}/${directoryOf(target)}`);
  return target;
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
