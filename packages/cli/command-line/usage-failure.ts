/** Commander's errors as sentences in both languages: it gives a code and an English message, whose parts are taken out of it. */
import type { Bilingual } from '@matlang/contract';
import type { CommanderError } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, verbatim } from '../language/say.ts';
import { COMMAND_LINE_TEXTS as TEXTS } from '../texts/command-line-texts.ts';

type Parts = Readonly<Record<string, string | undefined>>;

interface Wording {
  readonly message: RegExp;
  readonly say: (parts: Parts) => Bilingual;
}

/** As commander 15.1 words them; a test goes through each. */
const WORDINGS: readonly Wording[] = [
  {
    message: /^error: unknown option '(?<flag>.*?)'(?:\n\(Did you mean (?:one of )?(?<suggestion>.+)\?\))?$/s,
    say: ({ flag = '', suggestion }) =>
      suggestion === undefined
        ? filled(TEXTS.unknownOption, { flag })
        : filled(TEXTS.unknownOptionSuggestion, { flag, suggestion }),
  },
  {
    message:
      /^error: unknown command '(?<name>.*?)'(?:\n\(Did you mean (?:one of )?(?<suggestion>.+)\?\))?$/s,
    say: ({ name = '', suggestion }) =>
      suggestion === undefined
        ? filled(TEXTS.unknownCommand, { name })
        : filled(TEXTS.unknownCommandSuggestion, { name, suggestion }),
  },
  {
    message: /^error: missing required argument '(?<name>.*)'$/,
    say: ({ name = '' }) => filled(TEXTS.argumentMissing, { name }),
  },
  {
    message: /^error: option '(?<flags>.*)' argument missing$/,
    say: ({ flags = '' }) => filled(TEXTS.optionValueMissing, { flags }),
  },
  {
    message: /^error: required option '(?<flags>.*)' not specified$/,
    say: ({ flags = '' }) => filled(TEXTS.optionMissing, { flags }),
  },
  {
    message: /^error: too many arguments.*? but got \d+: (?<given>.*)\.$/s,
    say: ({ given = '' }) => filled(TEXTS.tooManyArguments, { given }),
  },
  {
    message:
      /^error: option '(?<flags>.*?)' argument '(?<value>.*)' is invalid\. Allowed choices are (?<choices>.*)\.$/s,
    say: ({ flags = '', value = '', choices = '' }) => filled(TEXTS.choiceInvalid, { flags, value, choices }),
  },
  {
    message: /^error: option '(?<flags>.*?)' argument '(?<value>.*)' is invalid\./s,
    say: ({ flags = '', value = '' }) => filled(TEXTS.valueInvalid, { flags, value }),
  },
];

/** @returns the failure (usage) for an error of commander that is no request for help. */
export const usageFailure = (error: CommanderError): CommandFailure => {
  for (const { message, say } of WORDINGS) {
    const match = message.exec(error.message);
    if (match !== null) return failure(say({ ...match.groups }), error);
  }
  return failure(verbatim(error.message), error);
};

const failure = (what: Bilingual, cause: CommanderError): CommandFailure =>
  new CommandFailure(EXIT_CODES.usage, filled(TEXTS.seeHelp, { what }), { cause });
