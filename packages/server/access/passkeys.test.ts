/** Passkeys over HTTP, with an authenticator of real keys: made, shown alone and after the password, and every way in which one is wrong. */
import type { PasskeyCreation, PasskeyListAnswer, PasskeyRequest } from '@matlang/contract';
import { type Deviation, SoftwareAuthenticator } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { THIS_MACHINE } from '../network/entrance.ts';
import {
  auditActions,
  Browser,
  codeOf,
  join,
  type Office,
  openOffice,
  PASSWORD,
  type Reply,
  sessionOf,
  setUpFactor,
} from './office-for-tests.ts';
import { PasskeyCeremonies, userHandleOf } from './passkey-ceremonies.ts';
import { relyingPartyOf } from './relying-party.ts';

const ORIGIN = 'http://localhost:8080';
const MINUTE = 60_000;

/** @returns the key that the browser's person now has */
async function addPasskey(browser: Browser, name = 'Máy của Lan'): Promise<SoftwareAuthenticator> {
  const key = new SoftwareAuthenticator(ORIGIN);
  const added = await tryToAdd(browser, key, {}, name);
  expect(added.status).toBe(201);
  return key;
}

async function tryToAdd(browser: Browser, key: SoftwareAuthenticator, deviation: Deviation, name = 'x') {
  const asked = await browser.ask('POST', '/api/v1/passkeys/challenge');
  if (asked.status !== 200) return asked;
  const passkey = key.make(asked.body as PasskeyCreation, deviation);
  return await browser.ask('POST', '/api/v1/passkeys', { name, passkey });
}

const askFor = async (browser: Browser, wanted: string): Promise<PasskeyRequest> => {
  const asked = await browser.ask('POST', '/api/v1/session/passkey/challenge', { for: wanted });
  expect(asked.status).toBe(200);
  return asked.body as PasskeyRequest;
};

async function signInBy(
  browser: Browser,
  key: SoftwareAuthenticator,
  deviation: Deviation = {},
  wanted = 'sign-in',
): Promise<Reply> {
  const passkey = key.show(await askFor(browser, wanted), deviation);
  return await browser.ask('POST', '/api/v1/session/passkey', { passkey });
}

const details = async ({ site }: Office, action: string) =>
  (await site.context.database.stores.audit.read(site.context.siteId, 0, 1000))
    .filter((entry) => entry.action === action)
    .map(({ detail }) => detail);

test('made in a session of a password alone it is the second factor from then on, with recovery codes; alone it is both', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const elsewhere = new Browser(site);
  expect(sessionOf(await elsewhere.signIn('lan')).state).toBe('signed-in');
  expect(sessionOf(await elsewhere.ask('GET', '/api/v1/session')).passkeys).toBe('offered');
  const key = new SoftwareAuthenticator(ORIGIN);
  const added = await tryToAdd(administrator, key, {}, 'Điện thoại');
  expect(added.body).toMatchObject({
    passkey: { name: 'Điện thoại', host: 'localhost', usedAt: null },
    recoveryCodes: expect.arrayContaining([expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/)]),
  });
  // What showed the password alone is over, this browser has what its role gives.
  expect((await elsewhere.ask('GET', '/api/v1/people')).status).toBe(401);
  expect((await administrator.ask('POST', '/api/v1/people', { userName: 'minh', name: 'Minh' })).status).toBe(
    201,
  );

  const half = await elsewhere.signIn('lan');
  expect(sessionOf(half)).toMatchObject({ state: 'second-factor', passkeys: 'offered' });
  const touched = await signInBy(elsewhere, key, { userVerified: false }, 'second-factor');
  expect(sessionOf(touched)).toMatchObject({ state: 'signed-in', secondFactor: 'shown' });

  const alone = new Browser(site);
  expect(sessionOf(await alone.ask('GET', '/api/v1/session')).passkeys).toBe('offered');
  const request = await askFor(alone, 'sign-in');
  expect(request).toMatchObject({ rpId: 'localhost', allowCredentials: [], userVerification: 'required' });
  const entered = await signInBy(alone, key);
  expect(sessionOf(entered)).toMatchObject({ state: 'signed-in', secondFactor: 'shown' });
  expect(sessionOf(entered).permissions).toContain('people.manage');
  const listed = (await alone.ask('GET', '/api/v1/passkeys')).body as PasskeyListAnswer;
  expect(listed).toMatchObject({
    passkeys: [{ name: 'Điện thoại', usedAt: site.clock.unixMs }],
    authenticator: false,
  });

  // The recovery codes are for the day the phone is gone.
  const [code = ''] = (added.body as { recoveryCodes: string[] }).recoveryCodes;
  const lost = new Browser(site);
  await lost.signIn('lan');
  expect((await lost.ask('POST', '/api/v1/session/second-factor', { code })).status).toBe(200);
  expect(await auditActions(site)).toContain('lan passkey.added');
  expect(await details(office, 'session.opened')).toContainEqual(
    expect.objectContaining({ factors: 'passkey', passkey: 'Điện thoại' }),
  );
});

test.each<[string, Deviation]>([
  ['from a page of another origin', { origin: 'http://localhost:9090' }],
  ['from a page that was opened by HTTP', { origin: 'https://localhost:8080' }],
  ['for another site', { rpId: 'example.org' }],
  ['without showing who touches it', { userVerified: false }],
  ['with an answer of an earlier question', { challenge: 'c'.repeat(43) }],
  ['without saying whose it is', { userHandle: null }],
  ['saying that it is somebody else’s', { userHandle: userHandleOf('01990000-0000-7000-8000-000000000003') }],
  ['a copy, whose counter stands still', { counter: 1 }],
])('signing in by a passkey %s is refused and in the log', async (_, deviation) => {
  const office = await openOffice();
  const key = await addPasskey(office.administrator);
  const stranger = new Browser(office.site, '192.168.1.66');
  const refused = await signInBy(stranger, key, deviation);
  expect([refused.status, codeOf(refused)]).toEqual([403, 'passkey-refused']);
  expect((await stranger.ask('GET', '/api/v1/people')).status).toBe(401);
  expect(await details(office, 'session.refused')).toMatchObject([
    { factor: 'passkey', reason: 'counter' in deviation ? 'counter' : 'answer' },
  ]);
  expect((await signInBy(stranger, key, { counter: 9 })).status).toBe(200);
});

test.each<[string, Deviation]>([
  ['from a page of another origin', { origin: 'http://127.0.0.1:8080' }],
  ['for another site', { rpId: 'example.org' }],
  ['without showing who touches it', { userVerified: false }],
  ['with an answer of an earlier question', { challenge: 'c'.repeat(43) }],
])('a passkey made %s is not kept', async (_, deviation) => {
  const { administrator } = await openOffice();
  const refused = await tryToAdd(administrator, new SoftwareAuthenticator(ORIGIN), deviation);
  expect(codeOf(refused)).toBe('passkey-refused');
  expect((await administrator.ask('GET', '/api/v1/passkeys')).body).toMatchObject({ passkeys: [] });
});

test('an answer is good once, in the browser that was asked, for what it was asked', async () => {
  const { site, administrator } = await openOffice();
  const key = await addPasskey(administrator);
  const browser = new Browser(site);
  const passkey = key.show(await askFor(browser, 'sign-in'));
  const asked = new Map(browser.cookies);
  const other = new Browser(site);
  expect(codeOf(await other.ask('POST', '/api/v1/session/passkey', { passkey }))).toBe('passkey-over');
  expect((await browser.ask('POST', '/api/v1/session/passkey', { passkey })).status).toBe(200);
  for (const [name, value] of asked) other.cookies.set(name, value);
  expect(codeOf(await other.ask('POST', '/api/v1/session/passkey', { passkey }))).toBe('passkey-over');
  // Asked for once more who is signed in: nobody signs in by that.
  const proof = key.show(await askFor(browser, 'proof'));
  expect(codeOf(await browser.ask('POST', '/api/v1/session/passkey', { passkey: proof }))).toBe(
    'passkey-over',
  );
});

test('after the password of one person the passkey of another is nothing', async () => {
  const office = await openOffice();
  const key = await addPasskey(office.administrator);
  const minh = await join(office, 'minh', { role: 'officer' });
  const theirs = await addPasskey(minh.browser);
  const browser = new Browser(office.site);
  await browser.signIn('lan');
  expect(codeOf(await signInBy(browser, theirs, {}, 'second-factor'))).toBe('passkey-refused');
  // Nor is a key listed, or taken away, by anybody else.
  const listed = (await office.administrator.ask('GET', '/api/v1/passkeys')).body as PasskeyListAnswer;
  const id = listed.passkeys[0]?.id;
  expect(codeOf(await minh.browser.ask('DELETE', `/api/v1/passkeys/${id}`))).toBe('passkey-not-found');
  expect((await signInBy(browser, key, {}, 'second-factor')).status).toBe(200);
  // A key is one person's: made a second time it is refused.
  expect(codeOf(await tryToAdd(minh.browser, key, {}))).toBe('passkey-there');
});

test('what was asked ends after three minutes, and nobody pushes out what others were asked', () => {
  const time = { ms: 0 };
  const ceremonies = new PasskeyCeremonies(() => time.ms);
  const relyingParty = { host: 'localhost', origin: ORIGIN };
  const ask = (owner: string): string =>
    ceremonies.askToShow({ wanted: 'sign-in', holder: '', owner, relyingParty }, []).token;
  const waiting = ask('192.168.1.20');
  for (let flood = 0; flood < 5000; flood += 1) ask('192.168.1.66');
  expect(ceremonies.take(waiting).wanted).toBe('sign-in');
  expect(() => ceremonies.take(waiting)).toThrow('passkey-over');
  const late = ask('192.168.1.20');
  time.ms += 3 * MINUTE;
  expect(() => ceremonies.take(late)).toThrow('passkey-over');
});

test('wrong passkeys slow down as wrong passwords do', async () => {
  const office = await openOffice();
  const key = await addPasskey(office.administrator);
  const stranger = new Browser(office.site, '192.168.1.66');
  const codes: string[] = [];
  for (let tries = 0; tries < 6; tries += 1)
    codes.push(codeOf(await signInBy(stranger, key, { rpId: 'example.org' })));
  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'passkey-refused'), 'too-many-tries']);
});

test('a browser left open: what decides who comes in later asks who it is', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const phone = await setUpFactor(administrator, site);
  const key = await addPasskey(administrator);
  const { passkeys } = (await administrator.ask('GET', '/api/v1/passkeys')).body as PasskeyListAnswer;
  const guarded = [
    ['POST', '/api/v1/second-factor'],
    ['POST', '/api/v1/passkeys/challenge'],
    ['DELETE', `/api/v1/passkeys/${passkeys[0]?.id}`],
    ['POST', '/api/v1/recovery-sheet'],
  ] as const;
  const expectGuarded = async (): Promise<void> => {
    site.clock.unixMs += 10 * MINUTE;
    for (const [method, path] of guarded)
      expect([path, codeOf(await administrator.ask(method, path))]).toEqual([path, 'proof-needed']);
  };
  const prove = (body: object) => administrator.ask('POST', '/api/v1/session/proof', body);
  await expectGuarded();
  expect(codeOf(await prove({ password: 'không phải mật khẩu này' }))).toBe('sign-in-refused');
  expect((await prove({ password: PASSWORD })).body).toEqual({ until: site.clock.unixMs + 10 * MINUTE });
  expect((await administrator.ask('POST', '/api/v1/passkeys/challenge')).status).toBe(200);
  await expectGuarded();
  expect(codeOf(await prove({ code: '000000' }))).toBe('sign-in-refused');
  expect((await prove({ code: phone?.codeNow() })).status).toBe(200);
  expect((await administrator.ask('POST', '/api/v1/recovery-sheet')).status).toBe(201);
  await expectGuarded();
  const shown = key.show(await askFor(administrator, 'proof'), { userVerified: false });
  expect(codeOf(await prove({ passkey: shown }))).toBe('passkey-refused');
  expect((await prove({ passkey: key.show(await askFor(administrator, 'proof')) })).status).toBe(200);
  expect((await administrator.ask('DELETE', `/api/v1/passkeys/${passkeys[0]?.id}`)).status).toBe(200);
  expect((await auditActions(site)).filter((action) => action === 'lan session.proved')).toHaveLength(3);
  // A clock that was set back proves nothing.
  site.clock.unixMs -= 4 * MINUTE;
  expect(codeOf(await administrator.ask('POST', '/api/v1/passkeys/challenge'))).toBe('proof-needed');
});

test('the last second factor that is removed takes its recovery codes with it, and a lost phone takes its passkeys', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  await addPasskey(administrator);
  const { passkeys } = (await administrator.ask('GET', '/api/v1/passkeys')).body as PasskeyListAnswer;
  expect((await administrator.ask('DELETE', `/api/v1/passkeys/${passkeys[0]?.id}`)).body).toMatchObject({
    passkeys: [],
  });
  expect(await auditActions(site)).toContain('lan passkey.removed');
  expect(sessionOf(await new Browser(site).signIn('lan'))).toMatchObject({ secondFactor: 'to-set-up' });

  const minh = await join(office, 'minh', { role: 'officer' });
  const key = await addPasskey(minh.browser);
  const mended = await administrator.ask('PATCH', `/api/v1/people/${minh.id}`, { removeSecondFactor: true });
  expect(mended.body).toMatchObject({ secondFactor: false });
  const browser = new Browser(site);
  expect(codeOf(await signInBy(browser, key))).toBe('passkey-refused');
  // Whose account ended comes in by nothing.
  const again = new Browser(site);
  await again.signIn('minh', 'bốn con cò đậu cành tre');
  const next = await addPasskey(again);
  await administrator.ask('PATCH', `/api/v1/people/${minh.id}`, { ended: true });
  expect(codeOf(await signInBy(browser, next))).toBe('passkey-refused');
});

test('is offered by the names of the site, in clear on its own machine alone', () => {
  const network = { ...THIS_MACHINE, from: 'network' as const };
  const secure = { ...network, secure: true };
  const at = (host: string, entrance = THIS_MACHINE) => relyingPartyOf({ headers: { host }, entrance });
  expect(at('LOCALHOST:8080')).toEqual({ host: 'localhost', origin: ORIGIN });
  expect(at('127.0.0.1:8080')).toBe('needs-name');
  expect(at('[::1]:8080')).toBe('needs-name');
  expect(at('camera.lan', secure)).toEqual({ host: 'camera.lan', origin: 'https://camera.lan' });
  expect(at('camera.lan:8443', secure)).toEqual({ host: 'camera.lan', origin: 'https://camera.lan:8443' });
  expect(at('192.168.1.5:8443', secure)).toBe('needs-name');
  expect(at('camera.lan', network)).toBe('needs-https');
});
