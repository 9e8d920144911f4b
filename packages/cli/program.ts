/** The tree of commands: parsed by run-command-line.ts, printed into docs/ref/cli.md by a test. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { dressProgram } from './command-line/dress-program.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { cameraCommand } from './commands/camera.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { exportCommand } from './commands/export.ts';
import { initCommand } from './commands/init.ts';
import { keysCommand } from './commands/keys.ts';
import { rtspServeCommand } from './commands/rtsp-serve.ts';
import { runCommand } from './commands/run.ts';
import { tokenCommand } from './commands/token.ts';
import { userCommand } from './commands/user.ts';
import { verifyChainCommand } from './commands/verify-chain.ts';
import { LANGUAGES } from './language/language.ts';
import type { Say } from './language/say.ts';
import { COMMAND_LINE_TEXTS as TEXTS } from './texts/command-line-texts.ts';

const readVersion = (): string => {
  const text = readFileSync(new URL('package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '';
};

/**
 * @param say the voice of everything that the commands print
 * @returns a fresh tree: commander keeps state in it while parsing
 */
export const createProgram = (say: Say): Command => {
  const program = new Command('matlang')
    .description(say(TEXTS.description))
    // What it says was read before the tree was made: here it is only accepted, shown and refused.
    .addOption(new Option(`--language <${say(TEXTS.languageWord)}>`, say(TEXTS.language)).choices(LANGUAGES))
    .addOption(new Option('--lang <code>').choices(LANGUAGES).hideHelp())
    .version(`matlang ${readVersion()}`, '--version', say(TEXTS.version))
    .addCommand(runCommand(say))
    .addCommand(demoCommand(say))
    .addCommand(initCommand(say))
    .addCommand(checkCommand(say))
    .addCommand(cameraCommand(say))
    .addCommand(userCommand(say))
    .addCommand(tokenCommand(say))
    .addCommand(keysCommand(say))
    .addCommand(exportCommand(say))
    .addCommand(auditCommand(say))
    .addCommand(backupCommand(say))
    .addCommand(restoreCommand(say))
    .addCommand(verifyChainCommand(say))
    .addCommand(rtspServeCommand(say))
    .addHelpText('after', say(TEXTS.exitCodes));
  dressProgram(program, say);
  return program;
};
