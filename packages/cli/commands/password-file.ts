/** Passwords come from files or standard input, never from the command line, where every user of the machine reads them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { COMMAND_LINE_TEXTS } from '../texts/command-line-texts.ts';

/** A password file holds a password, not a disk image. */
const MAX_PASSWORD_BYTES = 4096;

/** Before it knows in which language: both. */
const PROMPT = 'Mật khẩu / Password: ';

/**
 * What is typed at a terminal and not shown there: bash asks when the terminal shows nothing any more, and puts it right again however it ends.
 * Empty where it can't be asked.
 */
const askAtTerminal = (): string => {
  const { stdout } = spawnSync('bash', ['-c', 'IFS= read -rsp "$0" typed; printf %s "$typed"', PROMPT], {
    stdio: ['inherit', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  process.stderr.write('\n');
  return stdout;
};

/** @param path of a file whose first line is the password; `-` asks at the terminal, or reads standard input where that is none. */
export const readPasswordFile = (path: string): string => {
  let text: string;
  try {
    text = path === '-' && isatty(0) ? askAtTerminal() : readFileSync(path === '-' ? 0 : path, 'utf8');
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
