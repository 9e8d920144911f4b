/** The command `matlang`: composition root of the command line. Each verb is a file in commands/. */
import { run } from './run-command-line.ts';

process.exitCode = await run(process.argv.slice(2));
