/**
 * Node keeps what it compiled of our modules in a folder of the site, so that the next start of a process need not compile
 * again: that is half of a start (docs/design/recovery.md). One entry a module and version of Node, so that the folder
 * has a natural bound; it may be deleted at any time. A folder that can't be written or read costs the time, nothing else.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Node leaves the cache at a clean end only, and a recorder that is killed has none: this one leaves it soon after the start. */
const KEEP_SOON = fileURLToPath(new URL('keep-compile-cache.ts', import.meta.url));

/** What a child of ours is started with. */
export interface CompileCacheSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Node's own, in front of the file. */
  readonly nodeOptions: readonly string[];
}

/** A cache that the user chose, or switched off, stays as it is. */
export const compileCacheSettings = (
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): CompileCacheSettings =>
  environment['NODE_COMPILE_CACHE'] !== undefined || environment['NODE_DISABLE_COMPILE_CACHE'] !== undefined
    ? { environment, nodeOptions: [] }
    : {
        environment: { ...environment, NODE_COMPILE_CACHE: join(dataDirectory, 'cache', 'compiled') },
        nodeOptions: ['--import', KEEP_SOON],
      };
