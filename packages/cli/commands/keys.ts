/** `matlang keys rotate`: another key in the place of the site's key; the site goes on running. */
import { keyRotationSchema } from '@matlang/contract';
import { Command } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import { filled, joined, type Say } from '../language/say.ts';
import { withSite } from '../site/with-site.ts';
import { KEYS_TEXTS as TEXTS } from '../texts/keys-texts.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

/** The verb with its sub-verb. */
export const keysCommand = (say: Say): Command =>
  new Command('keys').description(say(TEXTS.description)).addCommand(rotateCommand(say));

const rotateCommand = (say: Say): Command =>
  new Command('rotate')
    .description(say(TEXTS.rotateDescription))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: { readonly data: string; readonly json?: boolean }) => {
      const answer = await withSite(dataDirectory(options), async (site) =>
        keyRotationSchema.parse(await site.call('POST', '/api/v1/keys/rotation', {})),
      );
      const lines = joined(
        [
          filled(TEXTS.rotated, answer),
          ...(answer.unreadable === 0 ? [] : [filled(TEXTS.unreadable, { count: answer.unreadable })]),
          answer.finished ? TEXTS.finished : TEXTS.unfinished,
        ],
        '\n',
      );
      process.stdout.write(options.json === true ? `${JSON.stringify(answer)}\n` : `${say(lines)}\n`);
      process.exitCode = answer.finished ? EXIT_CODES.ok : EXIT_CODES.failed;
    });
