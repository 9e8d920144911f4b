/** From arguments to an exit code: a wrong line, a refusal and a fault of ours each end with a sentence, never a stack trace. */
import { CommanderError } from 'commander';
import { failureOf } from './command-line/failure-of.ts';
import { EXIT_CODES } from './exit-code.ts';
import { chooseLanguage } from './language/language.ts';
import { sayIn } from './language/say.ts';
import { createProgram } from './program.ts';

/** @param args without node and script. @returns the exit code of the process. */
export const run = async (args: readonly string[]): Promise<number> => {
  const say = sayIn(chooseLanguage(args, process.env), commandIn(process.env));
  try {
    await createProgram(say).parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT_CODES.ok;
  } catch (error) {
    if (isRequestForHelp(error)) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    const failure = failureOf(error);
    process.stderr.write(`matlang: ${say(failure.text)}\n`);
    if (process.env['MATLANG_DEBUG'] !== undefined && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    return failure.exitCode;
  }
};

/** npm says of itself that it runs a command: in a checkout `npx matlang` works, and `matlang` alone does not. */
const commandIn = (environment: Readonly<Record<string, string | undefined>>): string =>
  environment['npm_command'] === undefined ? 'matlang' : 'npx matlang';

/** Help that was asked for, or that a line without a verb gets: it is printed already. */
const isRequestForHelp = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.code.startsWith('commander.help');
