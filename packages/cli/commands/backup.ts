/** `matlang backup` and `matlang restore`: a site in one file, without its footage. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  BACKUP_RHYTHMS,
  type BackupChange,
  backupSchema,
  LEAST_PASSPHRASE_CHARACTERS,
  ROUTES,
} from '@matlang/contract';
import { BackupError } from '@matlang/server/backup-error';
import { makeBackup, noteBackup } from '@matlang/server/make-backup';
import { restoreBackup } from '@matlang/server/restore-backup';
import { Command, Option } from 'commander';
import { systemFailure } from '../command-line/failure-of.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { dayAndClock } from '../language/site-time.ts';
import { requireSite, requireWritableFolder } from '../site/site-folder.ts';
import { startFailureText } from '../site/start-failure.ts';
import { withSite } from '../site/with-site.ts';
import { BACKUP_ERROR_TEXTS, BACKUP_TEXTS as TEXTS } from '../texts/backup-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface FileOptions {
  readonly data: string;
  readonly passphraseFile: string;
  readonly json?: boolean;
}

interface BackupCommandOptions extends FileOptions {
  readonly to?: string;
  readonly every?: (typeof BACKUP_RHYTHMS)[number];
}

const withCommonOptions = (say: Say, command: Command): Command =>
  command
    .option(`--passphrase-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.passphraseFile), '-')
    .addOption(dataOption(say))
    .addOption(jsonOption(say));

/** The verb with its options. */
export const backupCommand = (say: Say): Command =>
  withCommonOptions(
    say,
    new Command('backup')
      .description(say(TEXTS.backupDescription))
      .argument(`[${say(OPTION_TEXTS.fileWord)}]`)
      .option(`--to <${say(OPTION_TEXTS.folderWord)}>`, say(TEXTS.to))
      .addOption(
        new Option(`--every <${say(OPTION_TEXTS.kindWord)}>`, say(TEXTS.every)).choices(BACKUP_RHYTHMS),
      ),
  ).action(async (path: string | undefined, options: BackupCommandOptions, command: Command) => {
    const isSetting = options.to !== undefined || options.every !== undefined;
    if (isSetting === (path !== undefined)) throw new CommandFailure(EXIT_CODES.usage, TEXTS.fileOrFolder);
    if (path !== undefined) return await makeFile(say, resolve(path), options);
    const isNamed = command.getOptionValueSource('passphraseFile') === 'cli';
    return await configure(say, options, isNamed);
  });

async function makeFile(say: Say, file: string, options: FileOptions): Promise<void> {
  const directory = dataDirectory(options);
  requireSite(directory);
  if (existsSync(file)) throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.fileExists, { file }));
  requireWritableFolder(dirname(file));
  const passphrase = readPassphrase(options);
  const { manifest } = await explained(
    makeBackup({ dataDirectory: directory, file, passphrase, nowUnixMs: Date.now() }),
  );
  await explained(noteBackup(directory, manifest));
  const { siteId, siteName, createdUnixMs } = manifest;
  const text = say(filled(TEXTS.made, { name: siteName, file }));
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ file, siteId, siteName, createdUnixMs })}\n` : `${text}\n`,
  );
}

/** @param isNamed whether a file of the passphrase was named: else it is asked for only where the site has none */
async function configure(say: Say, options: BackupCommandOptions, isNamed: boolean): Promise<void> {
  const answer = await withSite(dataDirectory(options), async (site) => {
    const before = backupSchema.parse(await site.call('GET', SETTINGS));
    const directory = options.to === undefined ? before.settings.directory : resolve(options.to);
    const isAsked = isNamed || (directory !== null && !before.hasPassphrase);
    const change: BackupChange = {
      every: options.every ?? 'day',
      directory,
      ...(isAsked ? { passphrase: readPassphrase(options) } : {}),
    };
    return backupSchema.parse(await site.call('PUT', SETTINGS, change));
  });
  const { every, directory } = answer.settings;
  const values = { folder: directory ?? '', days: answer.keptDays, weeks: answer.keptWeeks };
  const text = say(filled(every === 'day' ? TEXTS.everyDay : TEXTS.never, values));
  process.stdout.write(options.json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

const SETTINGS = ROUTES.getBackups.path;

function readPassphrase({ passphraseFile }: FileOptions): string {
  const passphrase = readPasswordFile(passphraseFile);
  if (passphrase.length < LEAST_PASSPHRASE_CHARACTERS)
    throw new CommandFailure(
      EXIT_CODES.usage,
      filled(TEXTS.tooShort, { least: LEAST_PASSPHRASE_CHARACTERS }),
    );
  return passphrase;
}

/** The verb with its options. */
export const restoreCommand = (say: Say): Command =>
  withCommonOptions(
    say,
    new Command('restore')
      .description(say(TEXTS.restoreDescription))
      .argument(`<${say(OPTION_TEXTS.fileWord)}>`),
  ).action(async (path: string, options: FileOptions) => {
    const directory = dataDirectory(options);
    requireWritableFolder(dirname(directory));
    const { siteId, siteName, createdUnixMs } = await explained(
      restoreBackup({
        file: resolve(path),
        dataDirectory: directory,
        passphrase: readPasswordFile(options.passphraseFile),
        nowUnixMs: Date.now(),
      }),
    );
    const time = dayAndClock(createdUnixMs);
    const text = say(filled(TEXTS.restored, { name: siteName, directory, time, data: dataHint(options) }));
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ data: directory, siteId, siteName, createdUnixMs })}\n`
        : `${text}\n`,
    );
  });

const explained = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BackupError)
      throw new CommandFailure(EXIT_CODES.failed, BACKUP_ERROR_TEXTS[error.code], { cause: error });
    const detail = error instanceof Error ? error.message : '';
    const database = startFailureText('', detail);
    if (database !== null && systemFailure(error) === null)
      throw new CommandFailure(EXIT_CODES.failed, database, { cause: error });
    throw error;
  }
};
