/** From arguments to an exit code: a wrong line, a refusal and a fault of ours each end with a sentence, never a stack trace. */
import { type Command, CommanderError } from 'commander';
import { CommandFailure, EXIT_CODES } from './exit-code.ts';
import { createProgram } from './program.ts';

/** @param args without node and script. @returns the exit code of the process. */
export const run = async (args: readonly string[]): Promise<number> => {
  const program = createProgram();
  throwInsteadOfExit(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT_CODES.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    if (error instanceof CommandFailure) {
      process.stderr.write(`matlang: ${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(`matlang: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env['MATLANG_DEBUG'] !== undefined && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    return EXIT_CODES.failed;
  }
};

const throwInsteadOfExit = (command: Command): void => {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
};
