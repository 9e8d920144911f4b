/** Texts of the catalogue with their values, and the one place where a language is picked. */
import { type Bilingual, fillText } from '@matlang/contract';
import type { Language } from './language.ts';

/** Names in braces of a text whose letters the compiler knows; none where it knows only `string`. */
type PlaceholderOf<Text extends string> = string extends Text
  ? never
  : Text extends `${string}{${infer Name}}${infer Rest}`
    ? Name | PlaceholderOf<Rest>
    : never;

/** What may stand in a sentence: a word in both languages goes into each sentence in its own. */
export type TextValue = string | number | Bilingual;

type ValuesOf<Text extends Bilingual> = [PlaceholderOf<Text['en']>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceholderOf<Text['en']>, TextValue>>];

/** The text with a value for each of its placeholders: one that is forgotten does not compile. */
export const filled = <const Text extends Bilingual>(text: Text, ...[values]: ValuesOf<Text>): Bilingual => {
  const entries: readonly (readonly [string, TextValue])[] = Object.entries(values ?? {});
  const fill = (language: Language): string =>
    fillText(
      text,
      Object.fromEntries(
        entries.map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
      ),
    )[language];
  return { vi: fill('vi'), en: fill('en') };
};

/** Texts side by side, in both languages. */
export const joined = (texts: readonly Bilingual[], between: string): Bilingual => ({
  vi: texts.map(({ vi }) => vi).join(between),
  en: texts.map(({ en }) => en).join(between),
});

/** The same in both languages: names, paths, codes. */
export const verbatim = (text: string): Bilingual => ({ vi: text, en: text });

/** Gives a text in the language of the command line. */
export type Say = (text: Bilingual) => string;

/** `matlang` before one of its verbs: a command that somebody may type. */
const COMMAND =
  /(?<![\w/.-]|npx )matlang(?= (?:run|demo|init|check|camera|export|verify-chain|audit|backup|restore|rtsp-serve)\b)/g;

/**
 * The voice of one call of the command line.
 * @param command how it was called: commands that texts propose are written so, those in sentences of the contract too
 */
export const sayIn =
  (language: Language, command = 'matlang'): Say =>
  (text) =>
    text[language].replace(COMMAND, command);
