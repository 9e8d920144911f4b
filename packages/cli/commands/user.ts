/** `matlang user list|invite|recovery-sheet`: what mends a lost administrator, by whoever owns the machine. It is in the audit log. */
import {
  newPersonAnswerSchema,
  newRecoverySheetSchema,
  type PersonAnswer,
  personListSchema,
} from '@matlang/contract';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { dayAndClock } from '../language/site-time.ts';
import type { SiteClient } from '../site/site-client.ts';
import { withSite } from '../site/with-site.ts';
import { formatTable } from '../terminal/table.ts';
import { USER_TEXTS as TEXTS } from '../texts/user-texts.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

interface UserOptions {
  readonly data: string;
  readonly json?: boolean;
}

const peopleOf = async (site: SiteClient): Promise<readonly PersonAnswer[]> =>
  personListSchema.parse(await site.call('GET', '/api/v1/people')).people;

/** The verb with its sub-verbs. */
export const userCommand = (say: Say): Command =>
  new Command('user')
    .description(say(TEXTS.description))
    .addCommand(listCommand(say))
    .addCommand(inviteCommand(say))
    .addCommand(recoverySheetCommand(say));

const listCommand = (say: Say): Command =>
  new Command('list')
    .description(say(TEXTS.listDescription))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: UserOptions) => {
      const people = await withSite(dataDirectory(options), peopleOf);
      const text = (): string => (people.length === 0 ? say(TEXTS.none) : formatPeople(say, people));
      process.stdout.write(options.json === true ? `${JSON.stringify({ people })}\n` : `${text()}\n`);
    });

const formatPeople = (say: Say, people: readonly PersonAnswer[]): string => {
  const head = [TEXTS.headUser, TEXTS.headName, TEXTS.headRoles, TEXTS.headState].map((text) => say(text));
  const stateOf = ({ endedAt, joined }: PersonAnswer): string =>
    say(endedAt !== null ? TEXTS.ended : joined ? TEXTS.active : TEXTS.invited);
  const rows = people.map((person) => [
    person.userName,
    person.name,
    person.grants.map(({ role }) => role).join(', '),
    stateOf(person),
  ]);
  return formatTable(head, rows);
};

const inviteCommand = (say: Say): Command =>
  new Command('invite')
    .description(say(TEXTS.inviteDescription))
    .argument(`<${say(TEXTS.userWord)}>`)
    .option('--remove-second-factor', say(TEXTS.removeSecondFactor))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (userName: string, options: UserOptions & { readonly removeSecondFactor?: true }) => {
      const answer = await withSite(dataDirectory(options), async (site) => {
        const { id } = findPerson(userName, await peopleOf(site));
        const path = `/api/v1/people/${id}`;
        if (options.removeSecondFactor === true) await site.call('PATCH', path, { removeSecondFactor: true });
        return newPersonAnswerSchema.parse(await site.call('POST', `${path}/invitation`));
      });
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(answer)}\n`);
        return;
      }
      const { person, invitation, invitationEndsAt } = answer;
      const until = dayAndClock(invitationEndsAt ?? 0);
      process.stdout.write(
        `${say(filled(TEXTS.invitation, { name: person.name, code: invitation ?? '', until }))}\n`,
      );
    });

const recoverySheetCommand = (say: Say): Command =>
  new Command('recovery-sheet')
    .description(say(TEXTS.sheetDescription))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: UserOptions) => {
      const sheet = await withSite(dataDirectory(options), async (site) =>
        newRecoverySheetSchema.parse(await site.call('POST', '/api/v1/recovery-sheet')),
      );
      const { code, siteName: site, createdAt } = sheet;
      const administrators = sheet.administrators
        .map(({ userName, name }) => `${userName} (${name})`)
        .join(', ');
      const text = filled(TEXTS.sheet, { site, code, administrators, at: dayAndClock(createdAt) });
      process.stdout.write(options.json === true ? `${JSON.stringify(sheet)}\n` : `${say(text)}\n`);
    });

/** @throws CommandFailure (notFound) with the names that there are */
const findPerson = (userName: string, people: readonly PersonAnswer[]): PersonAnswer => {
  const found = people.find((person) => person.userName === userName.trim().toLowerCase());
  if (found !== undefined) return found;
  const known = people.map((person) => person.userName).join(', ');
  throw new CommandFailure(EXIT_CODES.notFound, filled(TEXTS.unknown, { userName, known }));
};
