/** `matlang init`: makes the folder of a site, its keys and its database, and names it. Asks nothing. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { type StatusAnswer, statusSchema } from '@matlang/contract';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { isSite, requireSiteFolder } from '../site/site-folder.ts';
import { withNewSite } from '../site/with-site.ts';
import { INIT_TEXTS as TEXTS } from '../texts/init-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { USER_TEXTS } from '../texts/user-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface InitOptions {
  readonly data: string;
  readonly name?: string;
  readonly volume?: readonly NamedVolume[];
  readonly admin?: string;
  readonly passwordFile?: string;
  readonly json?: boolean;
}

interface NamedVolume {
  readonly id: string;
  /** Within the site's folder where it is not absolute. */
  readonly path: string;
}

/** Where cameras record unless told otherwise. */
const MAIN_VOLUME: NamedVolume = { id: 'default', path: 'archive' };

/** The verb with its options. */
export const initCommand = (say: Say): Command =>
  new Command('init')
    .description(say(TEXTS.description))
    .addOption(dataOption(say))
    .option(`--name <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.name))
    .option(`--volume <${say(TEXTS.volumeWord)}>`, say(TEXTS.volume), addVolume)
    .option(`--admin <${say(USER_TEXTS.userWord)}>`, say(TEXTS.admin))
    .option(`--password-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.adminPasswordFile))
    .addOption(jsonOption(say))
    .action((options: InitOptions) => initSite(say, options));

const initSite = async (say: Say, options: InitOptions): Promise<void> => {
  const directory = dataDirectory(options);
  requireSiteFolder(directory);
  const administrator = readAdministrator(options);
  const fresh = !isSite(directory);
  const { volume: named = [] } = options;
  const volumes = named.some(({ id }) => id === MAIN_VOLUME.id) ? named : [MAIN_VOLUME, ...named];
  const serverArgs = [
    ...(options.name === undefined ? [] : ['--site-name', options.name]),
    ...(named.length === 0 ? [] : volumes.flatMap(({ id, path }) => ['--volume', `${id}=${path}`])),
  ];
  const status = statusSchema.parse(
    await withNewSite(
      directory,
      async (client) => {
        if (administrator !== null) await client.call('POST', '/api/v1/setup', administrator);
        return await client.call('GET', '/api/v1/status');
      },
      serverArgs,
    ),
  );
  const { site } = status;
  if (options.name !== undefined && site.name !== options.name.normalize('NFC')) {
    throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.namedAlready, { directory, name: site.name }));
  }
  if (named.length > 0) requireVolumes(directory, volumes, status.volumes);
  const unnamed = fresh && options.name === undefined ? TEXTS.unnamed : '';
  const data = dataHint(options);
  const admin =
    administrator === null ? '' : filled(TEXTS.adminMade, { userName: administrator.userName, data });
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ...site, data: directory })}\n`
      : `${say(filled(TEXTS.ready, { directory, name: site.name, unnamed, admin, data }))}\n`,
  );
};

/** Null: none is to be made. The name is the user name until somebody writes a better one. @throws CommandFailure (usage) */
const readAdministrator = ({ admin, passwordFile }: InitOptions) => {
  if (admin === undefined && passwordFile === undefined) return null;
  if (admin === undefined || passwordFile === undefined)
    throw new CommandFailure(EXIT_CODES.usage, TEXTS.adminNeedsPassword);
  return { userName: admin, name: admin, password: readPasswordFile(passwordFile) };
};

/** As commander calls it for each `--volume`. */
const addVolume = (
  value: string,
  before: readonly NamedVolume[] | undefined = [],
): readonly NamedVolume[] => {
  const [, id, path] = /^([a-z0-9][a-z0-9-]{0,63})=(.{1,1024})$/.exec(value) ?? [];
  if (id === undefined || path === undefined)
    throw new CommandFailure(EXIT_CODES.usage, filled(TEXTS.volumeMalformed, { value }));
  if (before.some((volume) => volume.id === id))
    throw new CommandFailure(EXIT_CODES.usage, filled(TEXTS.volumeTwice, { id }));
  // A folder within the site's is made; one elsewhere is a mounted disk, and the recorder does not make it.
  if (isAbsolute(path) && !existsSync(path))
    throw new CommandFailure(EXIT_CODES.notFound, filled(TEXTS.volumeFolderMissing, { path }));
  return [...before, { id, path }];
};

/** A site that was there keeps its volumes. */
const requireVolumes = (
  directory: string,
  asked: readonly NamedVolume[],
  found: StatusAnswer['volumes'],
): void => {
  const same =
    asked.length === found.length &&
    asked.every(({ id, path }) =>
      found.some(
        (volume) => volume.id === id && resolve(directory, volume.path) === resolve(directory, path),
      ),
    );
  if (same) return;
  const volumes = found.map(({ id, path }) => `${id}=${path}`).join(', ');
  throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.volumesFixed, { directory, volumes }));
};
