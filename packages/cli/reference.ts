/** docs/ref/cli.md, written from the tree of commands: a test holds the file equal to it. */
import type { Command } from 'commander';
import { sayIn } from './language/say.ts';
import { createProgram } from './program.ts';

const describe = (command: Command, name: string): readonly string[] => [
  `## ${name}`,
  '',
  '```text',
  command.configureHelp({ helpWidth: 110 }).helpInformation().trimEnd(),
  '```',
  '',
  ...command.commands.flatMap((child) => describe(child, `${name} ${child.name()}`)),
];

/** @returns the document with its line end. */
export const commandLineReference = (): string =>
  [
    '# The command `matlang`',
    '',
    'Made from the commands themselves; `--help` behind any of them says the same. In a checkout: `npx matlang`.',
    '',
    '| exit code | meaning |',
    '| --- | --- |',
    '| 0 | done |',
    '| 1 | something is wrong (a check found errors, a camera did not answer), or the work could not be finished |',
    '| 2 | the command line is wrong |',
    '| 3 | what was named does not exist: no such camera, nothing recorded in the span |',
    '| 4 | another process holds what this needs: the archive, the port |',
    '| 5 | it could not be checked, because a disk is not mounted; nothing is wrong with what could be |',
    '| 130 | interrupted |',
    '',
    'It speaks Vietnamese, and English where it is told to: `--language en` on the line, else `MATLANG_LANGUAGE=en`, else a locale',
    '(`LC_ALL`, `LC_MESSAGES`, `LANG`) that begins with `en`. This page is the English help; what `--json` prints is the same in both.',
    '',
    '`--json` prints one JSON document on standard output. Progress goes to standard error and only to a terminal.',
    'Passwords are read from files (`--password-file`, `-` for standard input), never from the command line.',
    '',
    ...createProgram(sayIn('en')).commands.flatMap((command) =>
      describe(command, `matlang ${command.name()}`),
    ),
  ].join('\n');
