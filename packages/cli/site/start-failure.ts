/** Why a server did not start, in both languages: it logs in English what kind of error ended it. */
import type { Bilingual } from '@matlang/contract';
import { currentUser, keyDetail } from '../command-line/failure-of.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';

/** By the error's code, else its name. */
const TEXTS: Readonly<Record<string, (detail: string) => Bilingual>> = {
  SchemaTooNewError: () => FAILURE_TEXTS.databaseTooNew,
  NoRoomToMigrateError: () => FAILURE_TEXTS.siteDiskFull,
  ForeignConfigurationError: () => FAILURE_TEXTS.foreignConfiguration,
  'folder-not-private': (detail) =>
    filled(FAILURE_TEXTS.folderNotPrivate, { user: currentUser(), detail: keyDetail(detail) }),
  'key-file-invalid': (detail) => filled(FAILURE_TEXTS.keyFileInvalid, { detail: keyDetail(detail) }),
  'site-key-elsewhere': () => FAILURE_TEXTS.siteKeyElsewhere,
  'key-file-readable-by-others': (detail) =>
    filled(FAILURE_TEXTS.keyFileReadable, { detail: keyDetail(detail) }),
  EACCES: () => FAILURE_TEXTS.siteForbidden,
  EPERM: () => FAILURE_TEXTS.siteForbidden,
  EROFS: () => FAILURE_TEXTS.siteReadOnly,
  ENOSPC: () => FAILURE_TEXTS.siteDiskFull,
  EIO: () => FAILURE_TEXTS.siteDiskFault,
};

/** What SQLite says in its message: its code is the same for all. */
const DATABASE_TEXTS: readonly (readonly [message: RegExp, text: Bilingual])[] = [
  [/database is locked/i, FAILURE_TEXTS.databaseLocked],
  [/malformed|not a database/i, FAILURE_TEXTS.databaseDamaged],
  [/readonly database/i, FAILURE_TEXTS.siteReadOnly],
  [/disk is full/i, FAILURE_TEXTS.siteDiskFull],
  [/disk I\/O error/i, FAILURE_TEXTS.siteDiskFault],
  [/unable to open database file/i, FAILURE_TEXTS.siteForbidden],
];

/** @param detail what the server said, in English. @returns null where it is none of the known ones */
export const startFailureText = (kind: string, detail: string): Bilingual | null =>
  TEXTS[kind]?.(detail) ?? DATABASE_TEXTS.find(([message]) => message.test(detail))?.[1] ?? null;
