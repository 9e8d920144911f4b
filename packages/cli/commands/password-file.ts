/** Passwords come from files or standard input, never from the command line, where every user of the machine reads them. */
import { readFileSync } from 'node:fs';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { COMMAND_LINE_TEXTS } from '../texts/command-line-texts.ts';

/** A password file holds a password, not a disk image. */
const MAX_PASSWORD_BYTES = 4096;

/** @param path of a file whose first line is the password; `-` reads standard input. */
export const readPasswordFile = (path: string): string => {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new CommandFailure(EXIT_CODES.usage, filled(COMMAND_LINE_TEXTS.passwordFileUnreadable, { path }), {
      cause: error,
    });
  }
  const password = text.split(/\r?\n/, 1)[0] ?? '';
  if (password === '' || text.length > MAX_PASSWORD_BYTES)
    throw new CommandFailure(EXIT_CODES.usage, filled(COMMAND_LINE_TEXTS.passwordFileEmpty, { path }));
  return password;
};
