/** Whether a site has never recorded: a disk that is missing then is no loss, and there is nothing to check or export. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The recorder makes its key at its first start; an archive without the key is one that somebody brought along. */
export const neverRecorded = (
  dataDirectory: string,
  volumes: readonly { readonly path: string }[],
): boolean =>
  !existsSync(join(dataDirectory, 'keys', 'node.ed25519')) &&
  volumes.every(({ path }) => ['index.sqlite', 'journal'].every((name) => !existsSync(join(path, name))));
