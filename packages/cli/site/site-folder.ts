/** The folder of a site: whether it is one, and whether this user may write into it. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requirePrivateFolders } from '@matlang/keys';
import { currentUser } from '../command-line/failure-of.ts';
import { dataHint } from '../commands/shared-options.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';

/** Whether `matlang init` or `matlang demo` made it. */
export const isSite = (directory: string): boolean =>
  ['site.sqlite', join('recorder', 'cameras.json')].some((file) => existsSync(join(directory, file)));

/** @throws CommandFailure (notFound) when the folder is no site: a mistyped folder must not become one. */
export const requireSite = (directory: string): void => {
  if (!isSite(directory))
    throw new CommandFailure(
      EXIT_CODES.notFound,
      filled(FAILURE_TEXTS.notASite, { directory, data: dataHint({ data: directory }) }),
    );
};

/**
 * Makes the folder of a site where it is missing.
 * @throws CommandFailure as `requireWritableFolder`; KeyError where others may write in it, which the processes would refuse
 */
export const requireSiteFolder = (directory: string): void => {
  requireWritableFolder(directory);
  requirePrivateFolders(directory);
};

/** Makes the folder where it is missing. @throws CommandFailure naming the folder that refuses, its permissions and the user. */
export const requireWritableFolder = (directory: string): void => {
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderFailure(directory, error);
  }
};

/** Folder by folder: what Node itself does recursively never ends where a file system answers ENOENT to it, as /proc does. */
const makeFolder = (directory: string): void => {
  if (existsSync(directory) && statSync(directory).isDirectory()) return;
  const parent = dirname(directory);
  if (parent !== directory) makeFolder(parent);
  mkdirSync(directory, { mode: 0o750 });
};

/** What stands in the way lies at or above the folder: the nearest one that exists. */
const folderFailure = (directory: string, cause: unknown): CommandFailure => {
  let folder = directory;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const status = statSync(folder);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const text = !status.isDirectory()
    ? filled(FAILURE_TEXTS.folderIsFile, { directory, folder })
    : code === 'EROFS'
      ? filled(FAILURE_TEXTS.folderReadOnly, { folder })
      : code === 'ENOENT'
        ? filled(FAILURE_TEXTS.folderNotMade, { directory, folder })
        : filled(FAILURE_TEXTS.folderNotWritable, {
            folder,
            mode: (status.mode & 0o7777).toString(8).padStart(4, '0'),
            owner: `uid ${status.uid}`,
            user: currentUser(),
          });
  return new CommandFailure(EXIT_CODES.failed, text, { cause });
};
