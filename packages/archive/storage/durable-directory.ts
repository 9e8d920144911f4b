/** Directories whose names survive a power cut. */
import type { Storage } from './storage.ts';

/**
 * Makes `relativePaths` (parents first) under `root` where they are missing, and syncs the parent of each one made.
 */
export function makeDurableDirectories(
  storage: Storage,
  root: string,
  relativePaths: readonly string[],
): void {
  for (const path of relativePaths) {
    if (!storage.makeDirectory(`${root}/${path}`)) continue;
    const slash = path.lastIndexOf('/');
    storage.syncDirectory(slash < 0 ? root : `${root}/${path.slice(0, slash)}`);
  }
}
