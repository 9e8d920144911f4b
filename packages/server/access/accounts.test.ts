/** Accounts over HTTP on a real database, each browser with its own cookies: first start, signing in, roles, sessions, and attacks on them. */
import type {
  AuditPageAnswer,
  GrantAnswer,
  NewPersonAnswer,
  PersonAnswer,
  SessionListAnswer,
  TokenAnswer,
} from '@matlang/contract';
import { openOperatorToken, SiteKeys } from '@matlang/keys';
import { expect, onTestFinished, test } from 'vitest';
import type { ApiError } from '../answer/api-error.ts';
import { openTestSite, type TestSite } from '../site-for-tests.ts';
import {
  auditActions,
  Browser,
  codeOf,
  HOUR,
  join,
  OTHER_PASSWORD,
  openOffice,
  PASSWORD,
  sessionOf,
  setUpFactor,
} from './office-for-tests.ts';
import { SecondFactors } from './second-factors.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Tries } from './tries.ts';

test('the first start: open on this machine until there is an administrator, whom only the terminal’s code makes', async () => {
  const site = await openTestSite({ onTestFinished, withRecorder: false });
  const browser = new Browser(site);
  expect(sessionOf(await browser.ask('GET', '/api/v1/session'))).toMatchObject({
    state: 'open',
    person: null,
  });
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(200);
  const draft = { userName: ' Lan ', name: 'Nguyễn Thị Lan', password: PASSWORD };
  for (const code of ['', 'AAAA-AAAA-AAAA']) {
    const refused = await browser.ask('POST', '/api/v1/setup', { ...draft, code });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'set-up-refused']);
  }
  const code = site.setUpCode ?? '';
  const weak = await browser.ask('POST', '/api/v1/setup', { ...draft, code, password: 'nguyenthilan2026' });
  expect(weak.body).toMatchObject({ error: { field: 'password', rule: 'password-guessable' } });
  const made = await browser.ask('POST', '/api/v1/setup', { ...draft, code: code.toLowerCase() });
  expect(made.status).toBe(201);
  expect(sessionOf(made)).toMatchObject({
    state: 'signed-in',
    person: { userName: 'lan' },
    secondFactor: 'to-set-up',
  });
  for (const line of made.setCookies) expect(line).toMatch(/HttpOnly; SameSite=Strict/);
  const stranger = new Browser(site);
  expect(sessionOf(await stranger.ask('GET', '/api/v1/session'))).toMatchObject({
    state: 'signed-out',
    permissions: [],
  });
  expect(codeOf(await stranger.ask('GET', '/api/v1/cameras'))).toBe('sign-in-needed');
  expect(codeOf(await stranger.ask('POST', '/api/v1/setup', { ...draft, code }))).toBe('set-up-already');
  expect(await auditActions(site)).toEqual(
    expect.arrayContaining(['local person.added', 'local grant.added', 'lan session.opened']),
  );
});

test('whatever is wrong in signing in, the answer is the same; passwords are in no row and no log', async () => {
  const { site } = await openOffice();
  const browser = new Browser(site);
  const answers = [
    await browser.signIn('lan', 'sai hoàn toàn rồi'),
    await browser.signIn('khong-co-ai', PASSWORD),
    await browser.signIn('lan', ''),
  ];
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 401 });
  expect(codeOf(answers[0]!)).toBe('sign-in-refused');
  const entries = await site.context.database.stores.audit.read(site.context.siteId, 0, 1000);
  expect(JSON.stringify(entries)).not.toMatch(/sai hoàn toàn|trâu vàng|khong-co-ai/);
  expect(site.logged.join()).not.toMatch(/sai hoàn toàn|trâu vàng/);
  expect((await browser.signIn(' LAN ', PASSWORD.normalize('NFD'))).status).toBe(200);
});

test('session fixation: a token that was there before is not the one after signing in, and ends with signing out', async () => {
  const { site } = await openOffice();
  const browser = new Browser(site);
  browser.cookies.set('matlang-session', 'A'.repeat(43));
  await browser.signIn('lan');
  const token = browser.cookies.get('matlang-session');
  expect(token).not.toBe('A'.repeat(43));
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(200);
  const left = await browser.ask('DELETE', '/api/v1/session');
  expect(sessionOf(left).state).toBe('signed-out');
  // Segments of recordings, which a player may keep for an hour.
  expect(left.clearSiteData).toBe('"cache"');
  expect(browser.cookies.has('matlang-session')).toBe(false);
  browser.cookies.set('matlang-session', token ?? '');
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(401);
});

test('the second factor: what a role gives by it waits for it; a code is good once, a recovery code too', async () => {
  const { site, administrator } = await openOffice();
  expect((await administrator.ask('GET', '/api/v1/people')).status).toBe(200);
  expect(codeOf(await administrator.ask('POST', '/api/v1/people', { userName: 'minh', name: 'Minh' }))).toBe(
    'not-permitted',
  );
  const factor = await setUpFactor(administrator, site);
  expect((await administrator.ask('POST', '/api/v1/people', { userName: 'minh', name: 'Minh' })).status).toBe(
    201,
  );

  const phone = new Browser(site, '192.168.1.40');
  const half = await phone.signIn('lan');
  expect(sessionOf(half)).toMatchObject({ state: 'second-factor', person: null, permissions: [] });
  expect((await phone.ask('GET', '/api/v1/cameras')).status).toBe(401);
  const confirm = (code: string) => phone.ask('POST', '/api/v1/session/second-factor', { code });
  // Typed a moment ago to set it up.
  expect(codeOf(await confirm(factor!.codeNow()))).toBe('sign-in-refused');
  site.clock.unixMs += 30_000;
  expect(
    sessionOf(await confirm(` ${factor!.codeNow().slice(0, 3)} ${factor!.codeNow().slice(3)}`)),
  ).toMatchObject({
    state: 'signed-in',
    secondFactor: 'shown',
  });
  const [recovery = ''] = factor!.recoveryCodes;
  for (const expected of [200, 401]) {
    await phone.signIn('lan');
    expect((await confirm(recovery.toLowerCase())).status).toBe(expected);
  }
  for (let wrong = 0; wrong < 4; wrong += 1) await confirm('000000');
  expect(codeOf(await confirm(factor!.codeNow()))).toBe('sign-in-over');
});

test('an invitation is good once and for three days, and a new one takes the old password’s sessions with it', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const { id, browser } = await join(office, 'minh', { role: 'duty-watcher' });
  const again = await administrator.ask('POST', `/api/v1/people/${id}/invitation`);
  const { invitation } = again.body as NewPersonAnswer;
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(200);
  const other = new Browser(site);
  const take = () => other.ask('POST', '/api/v1/invitation', { invitation, password: PASSWORD });
  expect((await take()).status).toBe(200);
  expect(codeOf(await take())).toBe('invitation-over');
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(401);
  const late = (await administrator.ask('POST', `/api/v1/people/${id}/invitation`)).body as NewPersonAnswer;
  site.clock.unixMs = late.invitationEndsAt ?? 0;
  const tooLate = await other.ask('POST', '/api/v1/invitation', {
    invitation: late.invitation,
    password: PASSWORD,
  });
  expect([tooLate.status, codeOf(tooLate)]).toEqual([410, 'invitation-over']);
});

test('a role holds where and as long as it was given, and ends at once when it is taken away', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  await setUpFactor(administrator, site);
  const camera = async (name: string) =>
    (
      (await administrator.ask('POST', '/api/v1/cameras', { name, main: { url: 'rtsp://h/1' } })).body as {
        id: string;
      }
    ).id;
  const [own, foreign] = [await camera('Cổng chợ'), await camera('Nhà văn hoá')];
  const { id, browser } = await join(office, 'minh', null);
  expect(codeOf(await browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');
  const until = site.clock.unixMs + HOUR;
  const given = await administrator.ask('POST', `/api/v1/people/${id}/grants`, {
    role: 'officer',
    cameras: [own],
    until,
  });
  const names = async () =>
    ((await browser.ask('GET', '/api/v1/cameras')).body as { cameras: { id: string }[] }).cameras.map(
      (one) => one.id,
    );
  expect(await names()).toEqual([own]);
  expect((await browser.ask('GET', `/api/v1/cameras/${foreign}`)).status).toBe(404);
  site.clock.unixMs = until;
  expect(codeOf(await browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');
  site.clock.unixMs = until - 1;
  expect(await names()).toEqual([own]);
  const { id: grantId } = given.body as GrantAnswer;
  expect((await administrator.ask('DELETE', `/api/v1/people/${id}/grants/${grantId}`)).status).toBe(200);
  expect(codeOf(await browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');
  expect(codeOf(await administrator.ask('DELETE', `/api/v1/people/${id}/grants/${grantId}`))).toBe(
    'grant-not-found',
  );
});

test('an account that ends is signed out everywhere, and its name is nobody else’s; the last administrator stays', async () => {
  const office = await openOffice();
  const { administrator } = office;
  const { id, browser } = await join(office, 'minh', { role: 'duty-watcher' });
  expect((await administrator.ask('PATCH', `/api/v1/people/${id}`, { ended: true })).status).toBe(200);
  expect((await browser.ask('GET', '/api/v1/cameras')).status).toBe(401);
  expect((await browser.signIn('minh', OTHER_PASSWORD)).status).toBe(401);
  expect(codeOf(await administrator.ask('POST', '/api/v1/people', { userName: 'Minh', name: 'x' }))).toBe(
    'user-name-taken',
  );
  const { people } = (await administrator.ask('GET', '/api/v1/people')).body as { people: PersonAnswer[] };
  const lan = people.find(({ userName }) => userName === 'lan')!;
  expect(codeOf(await administrator.ask('PATCH', `/api/v1/people/${lan.id}`, { ended: true }))).toBe(
    'last-administrator',
  );
  const ending = await administrator.ask('DELETE', `/api/v1/people/${lan.id}/grants/${lan.grants[0]!.id}`);
  expect(codeOf(ending)).toBe('last-administrator');
  expect((await administrator.ask('GET', '/api/v1/people')).status).toBe(200);
});

test('sessions are seen and ended one by one or all; a new password ends the others', async () => {
  const { site, administrator } = await openOffice();
  const [desk, phone] = [new Browser(site), new Browser(site, '192.168.1.50')];
  for (const browser of [desk, phone]) {
    site.clock.unixMs += 1000;
    await browser.signIn('lan');
  }
  const list = async () =>
    ((await administrator.ask('GET', '/api/v1/sessions')).body as SessionListAnswer).sessions;
  expect((await list()).map(({ own, device }) => [own, device])).toEqual([
    [false, 'Firefox của Lan'],
    [false, 'Firefox của Lan'],
    [true, 'Firefox của Lan'],
  ]);
  const newest = (await list())[0]!;
  expect(newest.address).toBe('192.168.1.50');
  await administrator.ask('DELETE', `/api/v1/sessions/${newest.id}`);
  expect((await phone.ask('GET', '/api/v1/cameras')).status).toBe(401);
  expect((await desk.ask('GET', '/api/v1/cameras')).status).toBe(200);
  const wrong = await administrator.ask('POST', '/api/v1/password', {
    current: 'x',
    password: OTHER_PASSWORD,
  });
  expect(codeOf(wrong)).toBe('sign-in-refused');
  await administrator.ask('POST', '/api/v1/password', { current: PASSWORD, password: OTHER_PASSWORD });
  expect((await desk.ask('GET', '/api/v1/cameras')).status).toBe(401);
  expect((await administrator.ask('GET', '/api/v1/cameras')).status).toBe(200);
  expect((await desk.signIn('lan')).status).toBe(401);
  expect((await desk.signIn('lan', OTHER_PASSWORD)).status).toBe(200);
});

test('a session ends unused after 8 hours and in any case after 24; a clock that jumps ends none for good', async () => {
  const { site, administrator } = await openOffice();
  const start = site.clock.unixMs;
  const status = async (atMs: number) => {
    site.clock.unixMs = start + atMs;
    return (await administrator.ask('GET', '/api/v1/cameras')).status;
  };
  expect(await status(10 * 365 * 24 * HOUR)).toBe(401);
  expect(await status(7 * HOUR)).toBe(200);
  expect(await status(14 * HOUR)).toBe(200);
  expect(await status(-HOUR)).toBe(401);
  expect(await status(21 * HOUR)).toBe(200);
  expect(await status(24 * HOUR)).toBe(401);
  site.clock.unixMs = start;
  const other = new Browser(site);
  await other.signIn('lan');
  site.clock.unixMs = start + 8 * HOUR;
  expect((await other.ask('GET', '/api/v1/cameras')).status).toBe(401);
});

test('10,000 wrong log-ins from 1,000 addresses: the owner still gets in from the usual browser, and the log stays small', async () => {
  const { site } = await openOffice();
  const signIn = signInOf(site);
  const tryFrom = async (address: string, password: string, deviceToken: string | null = null) =>
    await signIn.withPassword({ userName: 'lan', password }, { address, device: '', deviceToken });
  const usual = await tryFrom('192.168.1.20', PASSWORD);
  if (usual.kind !== 'signed-in') throw new Error(usual.kind);
  const refusals = new Map<string, number>();
  for (let one = 0; one < 10_000; one += 1) {
    const refusal = tryFrom(`10.0.${(one % 1000) >> 8}.${one & 255}`, 'không phải mật khẩu này');
    const { code } = await refusal.then(
      () => ({ code: 'let in' }),
      (error: ApiError) => error,
    );
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  }
  expect(Object.fromEntries(refusals)).toEqual({ 'sign-in-refused': 5, 'too-many-tries': 9995 });
  await expect(tryFrom('192.168.1.99', PASSWORD)).rejects.toMatchObject({ code: 'too-many-tries' });
  expect((await tryFrom('192.168.1.20', PASSWORD, usual.deviceToken)).kind).toBe('signed-in');
  expect((await auditActions(site)).filter((action) => action.endsWith('session.refused'))).toHaveLength(5);
}, 60_000);

test('a forged or foreign bearer is nobody, whatever cookie comes with it; the operator’s is this machine', async () => {
  const { site, administrator } = await openOffice();
  const token = administrator.cookies.get('matlang-session') ?? '';
  const ask = async (authorization: string) =>
    (
      await site.app.inject({
        url: '/api/v1/people',
        headers: { authorization, cookie: `matlang-session=${token}` },
      })
    ).statusCode;
  for (const bearer of [
    'Bearer mlo_',
    `Bearer mlo_${'A'.repeat(43)}`,
    `Bearer ${token}`,
    'Basic bGFuOng=',
    `bearer ${token}`,
  ])
    expect(await ask(bearer)).toBe(401);
  expect(await ask(`Bearer ${openOperatorToken(site.dataDirectory)}`)).toBe(200);
});

test('a token does what it was made for, as long as that, and shows its secret once', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  await setUpFactor(administrator, site);
  const until = site.clock.unixMs + HOUR;
  const wish = { name: 'màn hình trực', permissions: ['status.read'], until };
  const made = await administrator.ask('POST', '/api/v1/tokens', wish);
  const { secret, token } = made.body as { secret: string; token: TokenAnswer };
  const ask = async (url: string) =>
    (await site.app.inject({ url, headers: { authorization: `Bearer ${secret}` } })).statusCode;
  expect(await ask('/api/v1/status')).toBe(200);
  expect(await ask('/api/v1/cameras')).toBe(403);
  expect(await ask('/api/v1/sessions')).toBe(401);
  const list = await administrator.ask('GET', '/api/v1/tokens');
  expect(JSON.stringify(list.body)).not.toContain(secret.slice(4));
  site.clock.unixMs = until;
  expect(await ask('/api/v1/status')).toBe(401);
  site.clock.unixMs = until - 1;
  expect(await ask('/api/v1/status')).toBe(200);
  expect((await administrator.ask('DELETE', `/api/v1/tokens/${token.id}`)).status).toBe(200);
  expect(await ask('/api/v1/status')).toBe(401);
  expect(codeOf(await administrator.ask('DELETE', `/api/v1/tokens/${token.id}`))).toBe('token-not-found');
  const late = await administrator.ask('POST', '/api/v1/tokens', { ...wish, until: until + 367 * 24 * HOUR });
  expect(late.body).toMatchObject({ error: { field: 'until', rule: 'span-too-long' } });
});

test('the log is read by who may, page by page and by what it is about, and reading it is in it', async () => {
  const office = await openOffice();
  const { administrator } = office;
  const { id, browser } = await join(office, 'kiem-tra', { role: 'auditor' });
  const read = async (query: string) =>
    (await browser.ask('GET', `/api/v1/audit?${query}`)).body as AuditPageAnswer;
  const first = await read('limit=2');
  expect(first.entries.map(({ action }) => action)).toEqual(['session.opened', 'person.joined']);
  const second = await read(`limit=2&before=${first.next}`);
  expect(second.entries[0]?.hash).toBe(first.entries[1]?.previousHash);
  // Two pages of one list are one reading.
  expect((await read('action=audit.')).entries.map(({ actor }) => actor)).toEqual(['kiem-tra']);
  expect((await read(`about=${id}`)).entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['person.added', 'person.invited', 'grant.added', 'person.joined']),
  );
  expect(codeOf(await browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');
  expect((await administrator.ask('GET', '/api/v1/audit?actor=kiem-tra')).status).toBe(200);
});

/** A sign-in of its own beside the site's, so that time stands still and no HTTP lies between. */
function signInOf({ context, dataDirectory }: TestSite): SignIn {
  const sessions = new Sessions({ database: context.database, clock: context.clock });
  const secondFactors = new SecondFactors(new SiteKeys(dataDirectory), context.clock);
  const tries = new Tries(context, () => 0);
  return new SignIn({ context, sessions, secondFactors, tries, monotonicMs: () => 0 });
}

test('a desk that two people share gives neither of them free tries at the other', async () => {
  const office = await openOffice();
  await join(office, 'minh', { role: 'duty-watcher' });
  const signIn = signInOf(office.site);
  let deviceToken: string | null = null;
  const sign = async (userName: string, password: string) => {
    const answer = await signIn.withPassword(
      { userName, password },
      { address: '192.168.1.9', device: '', deviceToken },
    );
    if (answer.kind === 'signed-in') ({ deviceToken } = answer);
    return answer.kind;
  };
  // A code is awaited of lan: the browser is known by minh alone.
  let refused = 0;
  for (let one = 0; one < 40; one += 1) {
    const code = await sign('lan', 'không phải mật khẩu này').catch((error: ApiError) => error.code);
    if (code === 'sign-in-refused') refused += 1;
    if (one % 4 === 3) expect(await sign('minh', OTHER_PASSWORD)).toBe('signed-in');
  }
  expect(refused).toBe(5);
});

test('a hundred wrong passwords at once are no more than five', async () => {
  const { site } = await openOffice();
  const signIn = signInOf(site);
  const visitor = { address: '10.0.0.7', device: '', deviceToken: null };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      signIn
        .withPassword({ userName: 'lan', password: 'không phải mật khẩu này' }, visitor)
        .catch((error: ApiError) => error.code),
    ),
  );
  expect(answers.filter((code) => code === 'sign-in-refused')).toHaveLength(5);
  expect(answers.filter((code) => code === 'too-many-tries')).toHaveLength(95);
});

test('before there is an administrator nobody makes an account or a token by the side door', async () => {
  const site = await openTestSite({ onTestFinished, withRecorder: false });
  const browser = new Browser(site, '127.0.0.1');
  const asked = [
    await browser.ask('POST', '/api/v1/people', { userName: 'minh', name: 'Minh', password: OTHER_PASSWORD }),
    await browser.ask('POST', '/api/v1/tokens', { name: 'x', permissions: ['status.read'] }),
  ];
  expect(asked.map(codeOf)).toEqual(['not-permitted', 'not-permitted']);
});

test('an invitation does not go round the authenticator, and a changed password ends half a sign-in', async () => {
  const { site, administrator } = await openOffice();
  const factor = await setUpFactor(administrator, site);
  const { id } = sessionOf(await administrator.ask('GET', '/api/v1/session')).person ?? { id: '' };
  const phone = new Browser(site, '192.168.1.60');
  expect(sessionOf(await phone.signIn('lan')).state).toBe('second-factor');
  const { invitation } = (await administrator.ask('POST', `/api/v1/people/${id}/invitation`))
    .body as NewPersonAnswer;
  const other = new Browser(site, '192.168.1.61');
  const taken = await other.ask('POST', '/api/v1/invitation', { invitation, password: OTHER_PASSWORD });
  expect(sessionOf(taken)).toMatchObject({ state: 'second-factor', permissions: [] });
  expect((await other.ask('GET', '/api/v1/cameras')).status).toBe(401);
  site.clock.unixMs += 30_000;
  const code = factor!.codeNow();
  expect(codeOf(await phone.ask('POST', '/api/v1/session/second-factor', { code }))).toBe('sign-in-over');
  expect(sessionOf(await other.ask('POST', '/api/v1/session/second-factor', { code })).state).toBe(
    'signed-in',
  );
});

test('a role that was taken away stays away when the clock is put right; tokens go with whoever made them', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const { id, browser } = await join(office, 'minh', { role: 'administrator' });
  await setUpFactor(browser, site);
  const made = await browser.ask('POST', '/api/v1/tokens', { name: 'x', permissions: ['status.read'] });
  const { secret } = made.body as { secret: string };
  const bearer = { authorization: `Bearer ${secret}` };
  expect((await site.app.inject({ url: '/api/v1/status', headers: bearer })).statusCode).toBe(200);
  expect(
    codeOf(await browser.ask('POST', '/api/v1/tokens', { name: 'y', permissions: ['people.manage'] })),
  ).toBe('not-permitted');
  const { people } = (await administrator.ask('GET', '/api/v1/people')).body as { people: PersonAnswer[] };
  const grant = people.find((person) => person.id === id)!.grants[0]!;
  site.clock.unixMs += 7 * HOUR;
  await administrator.ask('DELETE', `/api/v1/people/${id}/grants/${grant.id}`);
  site.clock.unixMs -= 7 * HOUR - 1000;
  expect(codeOf(await browser.ask('GET', '/api/v1/cameras'))).toBe('not-permitted');
  expect((await administrator.ask('PATCH', `/api/v1/people/${id}`, { ended: true })).status).toBe(200);
  expect((await site.app.inject({ url: '/api/v1/status', headers: bearer })).statusCode).toBe(401);
});
