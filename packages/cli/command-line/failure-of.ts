/** Whatever a command ended with, as a sentence: a refusal of ours, of the operating system, of the keys, or a fault. */
import { userInfo } from 'node:os';
import { type Bilingual, fillText } from '@matlang/contract';
import { KeyError } from '@matlang/keys';
import { CommanderError } from 'commander';
import { CommandFailure, EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';
import { usageFailure } from './usage-failure.ts';

/** By the codes of the operating system; their texts have `{path}`, `{user}`, `{port}` or `{code}`. */
const SYSTEM_FAILURES: Readonly<Record<string, { readonly text: Bilingual; readonly exitCode: ExitCode }>> = {
  EACCES: { text: FAILURE_TEXTS.pathForbidden, exitCode: EXIT_CODES.failed },
  EPERM: { text: FAILURE_TEXTS.pathForbidden, exitCode: EXIT_CODES.failed },
  EROFS: { text: FAILURE_TEXTS.folderReadOnly, exitCode: EXIT_CODES.failed },
  ENOENT: { text: FAILURE_TEXTS.pathMissing, exitCode: EXIT_CODES.notFound },
  ENOTDIR: { text: FAILURE_TEXTS.pathNoFolder, exitCode: EXIT_CODES.notFound },
  EISDIR: { text: FAILURE_TEXTS.pathIsFolder, exitCode: EXIT_CODES.failed },
  ENOSPC: { text: FAILURE_TEXTS.diskFull, exitCode: EXIT_CODES.failed },
  EDQUOT: { text: FAILURE_TEXTS.diskFull, exitCode: EXIT_CODES.failed },
  EIO: { text: FAILURE_TEXTS.diskFault, exitCode: EXIT_CODES.failed },
  EADDRINUSE: { text: FAILURE_TEXTS.portTaken, exitCode: EXIT_CODES.busy },
};

/** @returns the failure that ends the command: its sentence and its exit code. */
export const failureOf = (error: unknown): CommandFailure => {
  if (error instanceof CommandFailure) return error;
  if (error instanceof CommanderError) return usageFailure(error);
  if (error instanceof KeyError) return keyFailure(error);
  const detail = error instanceof Error ? error.message : String(error);
  return (
    systemFailure(error) ??
    new CommandFailure(EXIT_CODES.failed, filled(FAILURE_TEXTS.ourFault, { detail }), { cause: error })
  );
};

/** @returns null for an error that is not of the operating system, or none that a person can do something about. */
export const systemFailure = (error: unknown): CommandFailure | null => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const known = SYSTEM_FAILURES[error.code];
  if (known === undefined) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '';
  const port = 'port' in error && typeof error.port === 'number' ? error.port : '';
  const values = { path, folder: path, port, code: error.code, user: currentUser() };
  return new CommandFailure(known.exitCode, fillText(known.text, values), { cause: error });
};

/** As whom this runs; a user without an entry in the system's list has only a number. */
export const currentUser = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
};

/** What a key or a folder is refused for, in English; Vietnamese names the file or folder alone: its sentence has said the rest. */
export const keyDetail = (message: string): Bilingual => ({
  vi: /^(?<path>.+?) (?:may be|holds|has|vanished|is|belongs)\b/.exec(message)?.groups?.['path'] ?? message,
  en: message,
});

const keyFailure = (error: KeyError): CommandFailure => {
  const detail = keyDetail(error.message);
  const text =
    error.code === 'folder-not-private'
      ? filled(FAILURE_TEXTS.folderNotPrivate, { user: currentUser(), detail })
      : error.code === 'key-file-readable-by-others'
        ? filled(FAILURE_TEXTS.keyFileReadable, { detail })
        : error.code === 'site-key-elsewhere'
          ? FAILURE_TEXTS.siteKeyElsewhere
          : filled(FAILURE_TEXTS.keyFileInvalid, { detail });
  return new CommandFailure(EXIT_CODES.failed, text, { cause: error });
};
