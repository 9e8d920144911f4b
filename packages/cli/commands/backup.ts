/** `matlang backup` and `matlang restore`: a site in one file, without its footage. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { BackupError } from '../backup/backup-error.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { systemFailure } from '../command-line/failure-of.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { dayAndClock } from '../language/site-time.ts';
import { requireSite, requireWritableFolder } from '../site/site-folder.ts';
import { startFailureText } from '../site/start-failure.ts';
import { BACKUP_ERROR_TEXTS, BACKUP_TEXTS as TEXTS } from '../texts/backup-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface BackupCommandOptions {
  readonly data: string;
  readonly passphraseFile: string;
  readonly json?: boolean;
}

/** As of passwords: SP 800-63B-4. */
const LEAST_CHARACTERS = 15;

const verb = (say: Say, name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument(`<${say(OPTION_TEXTS.fileWord)}>`)
    .option(`--passphrase-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.passphraseFile), '-')
    .addOption(dataOption(say))
    .addOption(jsonOption(say));

/** The verb with its options. */
export const backupCommand = (say: Say): Command =>
  verb(say, 'backup', say(TEXTS.backupDescription)).action(
    async (path: string, options: BackupCommandOptions) => {
      const file = resolve(path);
      const directory = dataDirectory(options);
      requireSite(directory);
      if (existsSync(file)) throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.fileExists, { file }));
      requireWritableFolder(dirname(file));
      const passphrase = readPasswordFile(options.passphraseFile);
      if (passphrase.length < LEAST_CHARACTERS)
        throw new CommandFailure(EXIT_CODES.usage, filled(TEXTS.tooShort, { least: LEAST_CHARACTERS }));
      const { siteId, siteName, createdUnixMs } = await explained(
        makeBackup({ dataDirectory: directory, file, passphrase, nowUnixMs: Date.now() }),
      );
      const text = say(filled(TEXTS.made, { name: siteName, file }));
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ file, siteId, siteName, createdUnixMs })}\n`
          : `${text}\n`,
      );
    },
  );

/** The verb with its options. */
export const restoreCommand = (say: Say): Command =>
  verb(say, 'restore', say(TEXTS.restoreDescription)).action(
    async (path: string, options: BackupCommandOptions) => {
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
    },
  );

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
