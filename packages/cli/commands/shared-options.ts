/** Options that several commands have, worded once. */
import { join, resolve } from 'node:path';
import { Option } from 'commander';

/** Where a site lives unless told: MATLANG_DATA, else ./data/site. */
export const defaultDataDirectory = (): string => process.env['MATLANG_DATA'] ?? join('data', 'site');

/** `--data DIR`. */
export const dataOption = (): Option =>
  new Option('--data <dir>', 'folder of the site').default(
    defaultDataDirectory(),
    '$MATLANG_DATA or ./data/site',
  );

/** `--json`. */
export const jsonOption = (): Option => new Option('--json', 'print one JSON document for scripts');

/** @returns the absolute path of the folder. */
export const dataDirectory = (options: { readonly data: string }): string => resolve(options.data);
