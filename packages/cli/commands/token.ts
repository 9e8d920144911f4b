/** `matlang token create|list|revoke`: what lets a script ask the site. */
import {
  cameraListSchema,
  newTokenAnswerSchema,
  PERMISSION_NAMES,
  tokenListSchema,
  tokenSchema,
} from '@matlang/contract';
import { Command, Option } from 'commander';
import { filled, type Say } from '../language/say.ts';
import { dayAndClock } from '../language/site-time.ts';
import { findCamera, unknown } from '../site/find-camera.ts';
import type { SiteClient } from '../site/site-client.ts';
import { withSite } from '../site/with-site.ts';
import { formatTable } from '../terminal/table.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { TOKEN_TEXTS as TEXTS } from '../texts/token-texts.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';
import { wholeNumber } from './whole-number-argument.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 366;

interface TokenOptions {
  readonly data: string;
  readonly json?: boolean;
}

interface CreateOptions extends TokenOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly camera?: readonly string[];
  readonly days?: number;
}

/** The verb with its sub-verbs. */
export const tokenCommand = (say: Say): Command =>
  new Command('token')
    .description(say(TEXTS.description))
    .addCommand(createCommand(say))
    .addCommand(listCommand(say))
    .addCommand(revokeCommand(say));

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const createCommand = (say: Say): Command =>
  new Command('create')
    .description(say(TEXTS.createDescription))
    .requiredOption(`--name <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.name))
    .addOption(
      new Option(`--scope <${say(TEXTS.scopeWord)}...>`, say(TEXTS.scope))
        .choices(PERMISSION_NAMES)
        .makeOptionMandatory(),
    )
    .option(`--camera <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.camera), collected)
    .option(`--days <${say(OPTION_TEXTS.numberWord)}>`, say(TEXTS.days), wholeNumber('--days', 1, MAX_DAYS))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: CreateOptions) => {
      const answer = await withSite(dataDirectory(options), async (site) => {
        const cameras = options.camera === undefined ? null : await camerasOf(site, options.camera);
        const until = options.days === undefined ? {} : { until: Date.now() + options.days * DAY_MS };
        const request = { name: options.name, permissions: options.scope, cameras, ...until };
        return newTokenAnswerSchema.parse(await site.call('POST', '/api/v1/tokens', request));
      });
      const { token, secret } = answer;
      const text = filled(TEXTS.created, { name: token.name, until: dayAndClock(token.expiresAt), secret });
      process.stdout.write(options.json === true ? `${JSON.stringify(answer)}\n` : `${say(text)}\n`);
    });

/** @throws CommandFailure (notFound) */
const camerasOf = async (site: SiteClient, asked: readonly string[]): Promise<readonly string[]> => {
  const { cameras } = cameraListSchema.parse(await site.call('GET', '/api/v1/cameras'));
  return asked.map((name) => {
    const found = findCamera(cameras, name);
    if (found === null) throw unknown(name, cameras);
    return found.id;
  });
};

const listCommand = (say: Say): Command =>
  new Command('list')
    .description(say(TEXTS.listDescription))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: TokenOptions) => {
      const list = await withSite(dataDirectory(options), async (site) =>
        tokenListSchema.parse(await site.call('GET', '/api/v1/tokens')),
      );
      const head = [TEXTS.headId, TEXTS.headName, TEXTS.headUntil, TEXTS.headScope].map((text) => say(text));
      const rows = list.tokens.map(({ id, name, permissions, expiresAt, revokedAt }) => [
        id,
        name,
        revokedAt === null ? dayAndClock(expiresAt) : say(TEXTS.revokedState),
        permissions.join(', '),
      ]);
      const text = (): string => (rows.length === 0 ? say(TEXTS.none) : formatTable(head, rows));
      process.stdout.write(options.json === true ? `${JSON.stringify(list)}\n` : `${text()}\n`);
    });

const revokeCommand = (say: Say): Command =>
  new Command('revoke')
    .description(say(TEXTS.revokeDescription))
    .argument(`<${say(TEXTS.idWord)}>`)
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (id: string, options: TokenOptions) => {
      const token = await withSite(dataDirectory(options), async (site) =>
        tokenSchema.parse(await site.call('DELETE', `/api/v1/tokens/${encodeURIComponent(id)}`)),
      );
      const text = say(filled(TEXTS.revoked, { name: token.name }));
      process.stdout.write(options.json === true ? `${JSON.stringify(token)}\n` : `${text}\n`);
    });
