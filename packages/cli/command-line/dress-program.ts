/** Makes commander speak the language of the command line: titles, choices, defaults, its own option and command `help`. */
import type { Bilingual } from '@matlang/contract';
import { type Argument, type Command, Help, type HelpConfiguration, type Option } from 'commander';
import { filled, type Say } from '../language/say.ts';
import { columnWidth } from '../terminal/column-width.ts';
import { COMMAND_LINE_TEXTS } from '../texts/command-line-texts.ts';

const plain = new Help();

/** By the English titles that commander asks to be styled. */
const TITLES: Readonly<Record<string, Bilingual>> = Object.fromEntries(
  [
    COMMAND_LINE_TEXTS.usageTitle,
    COMMAND_LINE_TEXTS.argumentsTitle,
    COMMAND_LINE_TEXTS.optionsTitle,
    COMMAND_LINE_TEXTS.globalOptionsTitle,
    COMMAND_LINE_TEXTS.commandsTitle,
  ].map((title) => [title.en, title]),
);

const inBrackets = (texts: readonly Bilingual[], say: Say): string =>
  texts.length === 0 ? '' : ` (${texts.map(say).join(', ')})`;

const described = (item: Option | Argument, say: Say): string => {
  const extras: Bilingual[] = [];
  // A description that explains each choice has named them.
  if (item.argChoices?.every((choice) => item.description.includes(choice)) === false)
    extras.push(filled(COMMAND_LINE_TEXTS.choices, { choices: item.argChoices.join(', ') }));
  if (item.defaultValue !== undefined)
    extras.push(
      filled(COMMAND_LINE_TEXTS.byDefault, {
        value: item.defaultValueDescription ?? String(item.defaultValue),
      }),
    );
  return `${item.description}${inBrackets(extras, say)}`;
};

const helpWords = (say: Say): HelpConfiguration => {
  const reword = (usage: string): string =>
    usage
      .replace('[options]', say(COMMAND_LINE_TEXTS.optionsWord))
      .replace('[command]', say(COMMAND_LINE_TEXTS.commandWord));
  return {
    showGlobalOptions: true,
    displayWidth: columnWidth,
    styleTitle: (title) => {
      const text = TITLES[title];
      return text === undefined ? title : say(text);
    },
    commandUsage: (command) => reword(plain.commandUsage(command)),
    subcommandTerm: (command) => reword(plain.subcommandTerm(command)),
    optionDescription: (option) => described(option, say),
    argumentDescription: (argument) => described(argument, say),
  };
};

/** For a command and all below it; nothing is printed by commander about errors: run-command-line does. */
export const dressProgram = (command: Command, say: Say): void => {
  command.exitOverride();
  command.configureHelp(helpWords(say));
  command.configureOutput({ outputError: () => {} });
  command.helpOption('-h, --help', say(COMMAND_LINE_TEXTS.help));
  if (command.commands.length > 0)
    command.helpCommand(`help ${say(COMMAND_LINE_TEXTS.commandWord)}`, say(COMMAND_LINE_TEXTS.helpCommand));
  for (const child of command.commands) dressProgram(child, say);
};
