/** Whole numbers as typed: ports, seconds, days. */
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { COMMAND_LINE_TEXTS } from '../texts/command-line-texts.ts';

/** @returns a parser that throws CommandFailure (usage) naming option, text and limits. */
export const wholeNumber =
  (option: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
      throw new CommandFailure(
        EXIT_CODES.usage,
        filled(COMMAND_LINE_TEXTS.notWholeNumber, { option, value: text, least, most }),
      );
    }
    return value;
  };

/** `--port`. */
export const parsePort = wholeNumber('--port', 1, 65_535);
