/** The tree of commands: parsed by run-command-line.ts, printed into docs/ref/cli.md by a test. */
import { Command } from 'commander';
import { cameraCommand } from './commands/camera.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { exportCommand } from './commands/export.ts';
import { initCommand } from './commands/init.ts';
import { rtspServeCommand } from './commands/rtsp-serve.ts';
import { runCommand } from './commands/run.ts';
import { verifyChainCommand } from './commands/verify-chain.ts';

const EXIT_CODE_HELP = `
Exit codes: 0 done; 1 something is wrong or could not be finished; 2 the command line is wrong;
3 what was named does not exist; 4 another process holds what this needs; 130 interrupted.`;

/** @returns a fresh tree: commander keeps state in it while parsing. */
export const createProgram = (): Command =>
  new Command('matlang')
    .description('Mắt Làng: records the cameras of a commune, keeps them safe, gives any second back')
    .addCommand(runCommand())
    .addCommand(demoCommand())
    .addCommand(initCommand())
    .addCommand(checkCommand())
    .addCommand(cameraCommand())
    .addCommand(exportCommand())
    .addCommand(verifyChainCommand())
    .addCommand(rtspServeCommand())
    .addHelpText('after', EXIT_CODE_HELP);
