/** From arguments to an exit code: a wrong line, a refusal and a fault of ours each end with a sentence, never a stack trace. */
import { CommanderError } from 'commander';
import { failureOf } from './command-line/failure-of.ts';
import { refuseUnknownBesideHelp } from './command-line/unknown-beside-help.ts';
import { EXIT_CODES } from './exit-code.ts';
import { chooseLanguage, withoutLanguage } from './language/language.ts';
import { sayIn } from './language/say.ts';
import { createProgram } from './program.ts';

/** @param args without node and script. @returns the exit code of the process. */
export const run = async (args: readonly string[]): Promise<number> => {
  const say = sayIn(chooseLanguage(args, process.env), commandIn(process.env));
  try {
    const program = createProgram(say);
    if (withoutLanguage(args).length === 0) {
      program.outputHelp();
      return EXIT_CODES.ok;
    }
    refuseUnknownBesideHelp(program, args);
    await program.parseAsync([...args], { from: 'user' });
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

/** Help or version that was asked for, or help that a line without a sub-verb gets: it is printed already. */
const isRequestForHelp = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && /^commander\.(?:help|version)/.test(error.code);
