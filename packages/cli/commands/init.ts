/** `matlang init`: makes the folder of a site, its keys and its database, and names it. Asks nothing. */
import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { withSite } from '../site/site-client.ts';
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
      const site = await withSite(directory, (client) =>
        options.name === undefined
          ? client.call('GET', '/api/v1/site')
          : client.call('PATCH', '/api/v1/site', { name: options.name }),
      );
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(site)}\n`
          : `Ready: ${directory}\nNext: matlang camera add --data ${directory} --help\n`,
      );
    });
