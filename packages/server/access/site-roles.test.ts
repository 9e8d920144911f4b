/** Roles of a site's own, over HTTP by people who sign in: what they give, what they may be made of, and that nobody climbs by them. */
import type { RoleAnswer, RoleListAnswer } from '@matlang/contract';
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

const makeRole = async (
  browser: Browser,
  name: string,
  permissions: readonly string[],
): Promise<RoleAnswer> => {
  const answer = await browser.ask('POST', '/api/v1/roles', { name, permissions });
  expect(answer.status).toBe(201);
  return answer.body as RoleAnswer;
};

const rolesOf = async (browser: Browser) =>
  ((await browser.ask('GET', '/api/v1/roles')).body as RoleListAnswer).roles;

const entriesOf = async ({ site }: Office) =>
  (await site.context.database.stores.audit.read(site.context.siteId, 0, 1000)).filter(({ action }) =>
    action.startsWith('role.'),
  );

async function openReadyOffice(): Promise<Office> {
  const office = await openOffice();
  await setUpFactor(office.administrator, office.site);
  return office;
}

test('made, given, changed while somebody has it, and removed when nobody does; each in the log', async () => {
  const office = await openReadyOffice();
  const { administrator, site } = office;
  const role = await makeRole(administrator, ' Trưởng thôn ', ['live.view', 'cameras.read', 'live.view']);
  expect(role).toMatchObject({
    name: 'Trưởng thôn',
    permissions: ['cameras.read', 'live.view'],
    needsSecondFactor: false,
  });
  const chief = await join(office, 'thanh', { role: role.id });
  expect((await chief.browser.ask('GET', '/api/v1/cameras')).status).toBe(200);
  expect(codeOf(await chief.browser.ask('GET', '/api/v1/bookmarks'))).toBe('not-permitted');

  const change = { name: 'Trưởng thôn, tổ trưởng', permissions: ['bookmarks.read'] };
  const changed = await administrator.ask('PUT', `/api/v1/roles/${role.id}`, change);
  expect(changed.body).toMatchObject(change);
  expect((await chief.browser.ask('GET', '/api/v1/bookmarks')).status).toBe(200);
  expect(codeOf(await chief.browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');

  const remove = () => administrator.ask('DELETE', `/api/v1/roles/${role.id}`);
  expect(codeOf(await remove())).toBe('role-in-use');
  const person = await site.context.database.stores.people.findByUserName(site.context.siteId, 'thanh');
  const [grant] = await site.context.database.stores.grants.ofPerson(site.context.siteId, person?.id ?? '');
  await administrator.ask('DELETE', `/api/v1/people/${person?.id}/grants/${grant?.id}`);
  expect((await remove()).status).toBe(200);
  expect((await rolesOf(administrator)).map(({ id }) => id)).not.toContain(role.id);
  expect(codeOf(await remove())).toBe('role-not-found');
  const { id: subjectId } = role;
  const before = { name: 'Trưởng thôn', permissions: ['cameras.read', 'live.view'] };
  expect(await entriesOf(office)).toMatchObject([
    { action: 'role.made', actor: 'lan', subjectId, detail: before },
    { action: 'role.changed', actor: 'lan', subjectId, detail: { before, after: change } },
    { action: 'role.removed', actor: 'lan', subjectId, detail: change },
  ]);
});

test('one that exports waits for the second factor, as those of the program do', async () => {
  const office = await openReadyOffice();
  const role = await makeRole(office.administrator, 'Trích xuất', [
    'footage.view',
    'footage.export',
    'jobs.read',
  ]);
  expect(role.needsSecondFactor).toBe(true);
  const clerk = await join(office, 'hoa', { role: role.id });
  const estimate = '/api/v1/exports/estimate?cameras=01990000-0000-7000-8000-000000000000&from=1&to=2';
  expect(codeOf(await clerk.browser.ask('GET', estimate))).toBe('not-permitted');
  expect((await clerk.browser.ask('GET', '/api/v1/exports')).status).toBe(200);
});

test('climbing: who manages people gives, takes, makes and resets nothing beyond what they hold themselves', async () => {
  const office = await openReadyOffice();
  const { administrator, site } = office;
  const clerkRole = await makeRole(administrator, 'Văn thư', ['people.read', 'people.manage', 'live.view']);
  const strong = await makeRole(administrator, 'Đọc nhật ký', ['audit.read']);
  const clerk = await join(office, 'hoa', { role: clerkRole.id });
  await setUpFactor(clerk.browser, site);
  const other = await join(office, 'minh', { role: 'commander' });
  const lan = await site.context.database.stores.people.findByUserName(site.context.siteId, 'lan');
  const [lansGrant] = await site.context.database.stores.grants.ofPerson(site.context.siteId, lan?.id ?? '');
  const tries = {
    'a role for herself': ['POST', `/api/v1/people/${clerk.id}/grants`, { role: 'administrator' }],
    'a role for another': ['POST', `/api/v1/people/${other.id}/grants`, { role: 'officer' }],
    'a role beyond hers': ['POST', '/api/v1/roles', { name: 'x', permissions: ['audit.read'] }],
    'more in her own role': [
      'PUT',
      `/api/v1/roles/${clerkRole.id}`,
      { name: 'Văn thư', permissions: ['people.manage', 'audit.read'] },
    ],
    'less in a role beyond hers': [
      'PUT',
      `/api/v1/roles/${strong.id}`,
      { name: 'x', permissions: ['live.view'] },
    ],
    'a role beyond hers removed': ['DELETE', `/api/v1/roles/${strong.id}`],
    'the administrator’s account by an invitation': ['POST', `/api/v1/people/${lan?.id}/invitation`],
    'the administrator’s phone': ['PATCH', `/api/v1/people/${lan?.id}`, { removeSecondFactor: true }],
    'the administrator’s account ended': ['PATCH', `/api/v1/people/${lan?.id}`, { ended: true }],
    'the administrator’s role': ['DELETE', `/api/v1/people/${lan?.id}/grants/${lansGrant?.id}`],
  } as const;
  const codes: Record<string, string> = {};
  for (const [name, [method, url, payload]] of Object.entries(tries))
    codes[name] = codeOf(await clerk.browser.ask(method, url, payload));
  expect(codes).toEqual(Object.fromEntries(Object.keys(tries).map((name) => [name, 'beyond-own-rights'])));
  // What she holds she may give, and make a role of; for as long as she holds it.
  const weaker = await makeRole(clerk.browser, 'Xem', ['live.view']);
  const given = await clerk.browser.ask('POST', `/api/v1/people/${other.id}/grants`, { role: weaker.id });
  expect(given.status).toBe(201);
});

test('a right that ends can be given on until its end, and not be kept for good', async () => {
  const office = await openReadyOffice();
  const { administrator, site } = office;
  const clerkRole = await makeRole(administrator, 'Văn thư', ['people.read', 'people.manage']);
  const watch = await makeRole(administrator, 'Xem lại', ['footage.view']);
  const clerk = await join(office, 'hoa', { role: clerkRole.id });
  await setUpFactor(clerk.browser, site);
  const until = site.clock.unixMs + HOUR;
  await administrator.ask('POST', `/api/v1/people/${clerk.id}/grants`, { role: watch.id, until });
  const give = (grant: object) => clerk.browser.ask('POST', `/api/v1/people/${clerk.id}/grants`, grant);
  expect(codeOf(await give({ role: watch.id }))).toBe('beyond-own-rights');
  expect(codeOf(await give({ role: watch.id, until: until + 1 }))).toBe('beyond-own-rights');
  const own = { name: 'Của tôi', permissions: ['footage.view'] };
  expect(codeOf(await clerk.browser.ask('POST', '/api/v1/roles', own))).toBe('beyond-own-rights');
  expect((await give({ role: watch.id, until })).status).toBe(201);
});

test('what makes no sense is refused with its field or its reason', async () => {
  const office = await openReadyOffice();
  const { administrator } = office;
  const tell = async (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const { status, body } = await administrator.ask(method, url, payload);
    return status < 400 ? 'done' : (body as { error: { code: string; field?: string } }).error;
  };
  const make = (name: string, permissions: readonly string[]) =>
    tell('POST', '/api/v1/roles', { name, permissions });
  expect(await make(' ', ['live.view'])).toMatchObject({ code: 'request-invalid', field: 'name' });
  expect(await make('x'.repeat(61), ['live.view'])).toMatchObject({ field: 'name' });
  expect(await make('x', [])).toMatchObject({ field: 'permissions' });
  expect(await make('x', ['live.control'])).toMatchObject({ field: 'permissions.0' });
  expect(await make('Tổ trưởng', ['live.view'])).toBe('done');
  expect(await make('TỔ TRƯỞNG', ['live.view'])).toMatchObject({ code: 'role-name-taken' });
  const draft = { name: 'x', permissions: ['live.view'] };
  expect(await tell('PUT', '/api/v1/roles/officer', draft)).toMatchObject({ code: 'role-built-in' });
  expect(await tell('DELETE', '/api/v1/roles/officer')).toMatchObject({ code: 'role-built-in' });
  for (let made = 1; made < 50; made += 1) expect(await make(`r${made}`, ['live.view'])).toBe('done');
  expect(await make('one more', ['live.view'])).toMatchObject({ code: 'too-many-roles' });
  expect((await rolesOf(administrator)).length).toBe(57);
});
