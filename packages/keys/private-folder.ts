/** Whether a site's folder is in nobody else's hands: whoever may write in it, or bend a link in it, has the keys. */
import { lstatSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeyError } from './key-error.ts';

/** Of a site's folder; the archive is looked after by its own rights. */
const FOLDERS = ['.', 'keys', 'recorder', 'run', 'cache', 'jobs'];
/** Group and others, to write. */
const OTHERS_WRITE_MASK = 0o022;
/** In such a folder nobody removes or renames what belongs to another. */
const STICKY = 0o1000;

/**
 * Looks at the folder of a site and those of its parts that are there. Root and the user of this process are trusted.
 * @throws KeyError `folder-not-private` for a link that belongs to another user or leads to another user's folder, for a folder
 *   of another user, and for one in which group or others may write
 */
export function requirePrivateFolders(dataDirectory: string): void {
  for (const name of FOLDERS) requirePrivate(name === '.' ? dataDirectory : join(dataDirectory, name));
}

function requirePrivate(path: string): void {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link === undefined || process.getuid === undefined) return;
  const folder = link.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : link;
  if (link.isSymbolicLink() && (isForeign(link) || folder === undefined || isForeign(folder))) {
    refuse(path, 'is a link of another user, or leads to another user’s folder: name the folder itself');
  }
  if (folder === undefined) return;
  if (!folder.isDirectory()) refuse(path, 'is no folder');
  if (isForeign(folder)) {
    refuse(path, `belongs to another user (uid ${folder.uid}): start as that user, or chown it`);
  }
  if ((folder.mode & OTHERS_WRITE_MASK) !== 0 && (folder.mode & STICKY) === 0) {
    refuse(path, `may be written by others than its owner: chmod go-w ${path}`);
  }
}

function isForeign({ uid }: Stats): boolean {
  return uid !== 0 && uid !== process.getuid?.();
}

function refuse(path: string, why: string): never {
  throw new KeyError('folder-not-private', `${path} ${why}`);
}
