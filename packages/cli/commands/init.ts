/** `matlang init`: makes the folder of a site, its keys and its database, and names it. Asks nothing. */
import { mkdirSync } from 'node:fs';
import { statusSchema } from '@matlang/contract';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { withNewSite } from '../site/site-client.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

/** The verb with its options. */
export const initCommand = (): Command =>
  new Command('init')
    .description('prepare the folder of a site: keys, database, name; safe to repeat')
    .addOption(dataOption())
    .option('--name <text>', 'name of the site, e.g. "Hệ thống camera xã Tân Lập"')
    .addOption(jsonOption())
    .action(async (options: { data: string; name?: string; json?: boolean }) => {
      const directory = dataDirectory(options);
      mkdirSync(directory, { recursive: true, mode: 0o750 });
      const serverArgs = options.name === undefined ? [] : ['--site-name', options.name];
      const status = await withNewSite(
        directory,
        (client) => client.call('GET', '/api/v1/status'),
        serverArgs,
      );
      const { site } = statusSchema.parse(status);
      if (options.name !== undefined && site.name !== options.name.normalize('NFC')) {
        throw new CommandFailure(EXIT_CODES.failed, `${directory} is a site already, called "${site.name}"`);
      }
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ...site, data: directory })}\n`
          : `Ready: ${directory} ("${site.name}")\nNext: npx matlang camera add --data ${options.data} --name NAME --main rtsp://…\n`,
      );
    });
