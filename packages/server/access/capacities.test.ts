/** Legal capacities, over HTTP by people who sign in: kept with dates, and that a security team never exports, whatever its role. */
import type { CapacityAnswer, PersonAnswer } from '@matlang/contract';
import { expect, test } from 'vitest';
import {
  type Browser,
  codeOf,
  HOUR,
  join,
  type Office,
  openOffice,
  setUpFactor,
} from './office-for-tests.ts';

const DAY = 24 * HOUR;

async function openReadyOffice(): Promise<Office> {
  const office = await openOffice();
  await setUpFactor(office.administrator, office.site);
  return office;
}

const capacitiesOf = async (
  { administrator }: Office,
  personId: string,
): Promise<readonly CapacityAnswer[]> => {
  const { people } = (await administrator.ask('GET', '/api/v1/people')).body as { people: PersonAnswer[] };
  return people.find(({ id }) => id === personId)?.capacities ?? [];
};

const mayExport = async (browser: Browser): Promise<boolean> => {
  const session = (await browser.ask('GET', '/api/v1/session')).body as { permissions: readonly string[] };
  return session.permissions.includes('footage.export');
};

test('kept with dates, ended, and never gone; each in the log', async () => {
  const office = await openReadyOffice();
  const { site } = office;
  const { id } = await join(office, 'minh', { role: 'officer' });
  const now = site.clock.unixMs;
  const url = `/api/v1/people/${id}/capacities`;
  const police = await office.administrator.ask('POST', url, { capacity: 'police', from: now - 30 * DAY });
  expect(police.status).toBe(201);
  const authorised = { capacity: 'investigator', from: now, until: now + 90 * DAY };
  expect((await office.administrator.ask('POST', url, authorised)).status).toBe(201);
  expect(await capacitiesOf(office, id)).toMatchObject([
    authorised,
    { capacity: 'police', from: now - 30 * DAY, until: null },
  ]);
  const policeId = (await capacitiesOf(office, id))[1]?.id ?? '';
  site.clock.unixMs += HOUR;
  await office.administrator.signIn('lan');
  expect((await office.administrator.ask('DELETE', `${url}/${policeId}`)).status).toBe(200);
  expect(codeOf(await office.administrator.ask('DELETE', `${url}/${policeId}`))).toBe('capacity-not-found');
  expect(await capacitiesOf(office, id)).toMatchObject([authorised, { until: now + HOUR }]);
  const log = await site.context.database.stores.audit.read(site.context.siteId, 0, 1000);
  expect(log.filter(({ action }) => action.startsWith('person.capacity'))).toMatchObject([
    { action: 'person.capacity-added', actor: 'lan', subjectId: id, detail: { legalCapacity: 'police' } },
    { action: 'person.capacity-added', subjectId: id, detail: { legalCapacity: 'investigator' } },
    {
      action: 'person.capacity-ended',
      subjectId: id,
      detail: { capacityId: policeId, untilUnixMs: now + HOUR },
    },
  ]);
});

test('a member of the security team never exports, in whatever role, for as long as that is all they are', async () => {
  const office = await openReadyOffice();
  const { administrator, site } = office;
  const { id, browser } = await join(office, 'minh', { role: 'officer' });
  await setUpFactor(browser, site);
  expect(await mayExport(browser)).toBe(true);
  const url = `/api/v1/people/${id}/capacities`;
  const until = site.clock.unixMs + 2 * HOUR;
  await administrator.ask('POST', url, { capacity: 'security-team', until });
  expect(await mayExport(browser)).toBe(false);
  const asked = { cameras: ['01990000-0000-7000-8000-000000000000'], from: 1, to: 2, purpose: 'x' };
  expect(codeOf(await browser.ask('POST', '/api/v1/exports', asked))).toBe('not-permitted');
  // Everything else of the role stays.
  expect((await browser.ask('GET', '/api/v1/exports')).status).toBe(200);
  await administrator.ask('POST', url, { capacity: 'police', from: site.clock.unixMs + HOUR, until });
  site.clock.unixMs += HOUR - 1;
  expect(await mayExport(browser)).toBe(false);
  site.clock.unixMs += 1;
  expect(await mayExport(browser)).toBe(true);
  site.clock.unixMs += HOUR;
  // Both are over: the role alone decides again.
  expect(await mayExport(browser)).toBe(true);
});

test('what makes no sense is refused, and nobody reaches beyond what they hold', async () => {
  const office = await openReadyOffice();
  const { administrator, site } = office;
  const { id } = await join(office, 'minh', null);
  const url = `/api/v1/people/${id}/capacities`;
  const fieldOf = async (payload: object): Promise<string | undefined> =>
    ((await administrator.ask('POST', url, payload)).body as { error: { field?: string } }).error.field;
  expect(await fieldOf({ capacity: 'king' })).toBe('capacity');
  expect(await fieldOf({ capacity: 'police', from: 2000, until: 2000 })).toBe('until');
  const nobody = '/api/v1/people/01990000-0000-7000-8000-000000000000/capacities';
  expect(codeOf(await administrator.ask('POST', nobody, { capacity: 'police' }))).toBe('person-not-found');
  const made = await administrator.ask('POST', '/api/v1/roles', {
    name: 'Văn thư',
    permissions: ['people.manage'],
  });
  const clerk = await join(office, 'hoa', { role: (made.body as { id: string }).id });
  await setUpFactor(clerk.browser, site);
  const lan = await site.context.database.stores.people.findByUserName(site.context.siteId, 'lan');
  const climbing = clerk.browser.ask('POST', `/api/v1/people/${lan?.id}/capacities`, {
    capacity: 'resident',
  });
  expect(codeOf(await climbing)).toBe('beyond-own-rights');
});
