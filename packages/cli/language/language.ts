/** Which language the command line speaks: asked for, set for the machine, or the locale's. */

/** Vietnamese first: whoever has set nothing reads it. */
export const LANGUAGES = ['vi', 'en'] as const;
/** One of LANGUAGES. */
export type Language = (typeof LANGUAGES)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** As POSIX orders them: the first one that is set counts. */
const LOCALE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * `--language` (or `--lang`), else MATLANG_LANGUAGE, else the locale: `en…` is English, everything else (C and POSIX too, which say nothing
 * of a person) Vietnamese. A value that is no language is passed over here; the parser refuses it as an option.
 */
export const chooseLanguage = (args: readonly string[], environment: Environment): Language => {
  const locale = LOCALE_VARIABLES.map((name) => environment[name]).find(
    (value) => value !== undefined && value !== '',
  );
  return (
    languageOf(askedIn(args)) ??
    languageOf(environment['MATLANG_LANGUAGE']) ??
    (/^en(?:[_.@-]|$)/i.test(locale ?? '') ? 'en' : 'vi')
  );
};

/** `--lang` is what people try first. */
const OPTION = /^--lang(?:uage)?(?:=|$)/;

const askedIn = (args: readonly string[]): string | undefined => {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  const at = options.findLastIndex((arg) => OPTION.test(arg));
  const [name, value] = (options[at] ?? '').split('=', 2);
  return name === '' ? undefined : (value ?? options[at + 1]);
};

/** The arguments without the option of the language: nothing is asked for where nothing else is there. */
export const withoutLanguage = (args: readonly string[]): readonly string[] =>
  args.filter(
    (arg, at) =>
      !OPTION.test(arg) && !(/^--lang(?:uage)?$/.test(args[at - 1] ?? '') && languageOf(arg) !== null),
  );

const languageOf = (text: string | undefined): Language | null =>
  LANGUAGES.find((language) => language === text) ?? null;
