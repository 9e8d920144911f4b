/** `matlang init`: makes the folder of a site, its keys and its database, and names it. Asks nothing. */
import { statusSchema } from '@matlang/contract';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { requireSiteFolder } from '../site/site-folder.ts';
import { withNewSite } from '../site/with-site.ts';
import { INIT_TEXTS as TEXTS } from '../texts/init-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

/** The verb with its options. */
export const initCommand = (say: Say): Command =>
  new Command('init')
    .description(say(TEXTS.description))
    .addOption(dataOption(say))
    .option(`--name <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.name))
    .addOption(jsonOption(say))
    .action(async (options: { data: string; name?: string; json?: boolean }) => {
      const directory = dataDirectory(options);
      requireSiteFolder(directory);
      const serverArgs = options.name === undefined ? [] : ['--site-name', options.name];
      const status = await withNewSite(
        directory,
        (client) => client.call('GET', '/api/v1/status'),
        serverArgs,
      );
      const { site } = statusSchema.parse(status);
      if (options.name !== undefined && site.name !== options.name.normalize('NFC')) {
        throw new CommandFailure(
          EXIT_CODES.failed,
          filled(TEXTS.namedAlready, { directory, name: site.name }),
        );
      }
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ...site, data: directory })}\n`
          : `${say(filled(TEXTS.ready, { directory, name: site.name, data: options.data }))}\n`,
      );
    });
