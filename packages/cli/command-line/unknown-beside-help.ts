/** Commander prints help before it looks at the other options: a mistyped one beside `--help` would go unsaid. */
import { type Command, CommanderError } from 'commander';

const HELP = new Set(['-h', '--help']);

/** @throws CommanderError as commander words it for a line without `--help` */
export const refuseUnknownBesideHelp = (program: Command, args: readonly string[]): void => {
  const end = args.indexOf('--');
  const given = end === -1 ? args : args.slice(0, end);
  if (!given.some((arg) => HELP.has(arg))) return;
  const flags = new Set<string | undefined>([...HELP, ...flagsOf(program)]);
  let command = program;
  for (const arg of given) {
    if (arg.startsWith('--')) {
      const [flag = ''] = arg.split('=', 1);
      if (!flags.has(flag))
        throw new CommanderError(1, 'commander.unknownOption', `error: unknown option '${flag}'`);
      continue;
    }
    const below = command.commands.find((child) => child.name() === arg);
    if (below === undefined) continue;
    command = below;
    for (const flag of flagsOf(command)) flags.add(flag);
  }
};

const flagsOf = ({ options }: Command): readonly (string | undefined)[] => options.map(({ long }) => long);
