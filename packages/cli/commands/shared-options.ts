/** Options that several commands have, worded once. */
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Say } from '../language/say.ts';
import { OPTION_TEXTS as TEXTS } from '../texts/option-texts.ts';

/** Where a site lives unless told: MATLANG_DATA, else ./data/site. */
export const defaultDataDirectory = (): string => process.env['MATLANG_DATA'] ?? join('data', 'site');

/** `--data DIR`. */
export const dataOption = (say: Say): Option =>
  new Option(`--data <${say(TEXTS.folderWord)}>`, say(TEXTS.data)).default(
    defaultDataDirectory(),
    say(TEXTS.dataDefault),
  );

/** `--json`. */
export const jsonOption = (say: Say): Option => new Option('--json', say(TEXTS.json));

/** @returns the absolute path of the folder. */
export const dataDirectory = (options: { readonly data: string }): string => resolve(options.data);

/** @returns ` --data DIR` for a command that is proposed to somebody; empty where the default, or MATLANG_DATA, does. */
export const dataHint = ({ data }: { readonly data: string }): string =>
  resolve(data) === resolve(defaultDataDirectory()) ? '' : ` --data ${quoted(data)}`;

/** As a shell takes it. */
const quoted = (text: string): string =>
  /[^\w./-]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
