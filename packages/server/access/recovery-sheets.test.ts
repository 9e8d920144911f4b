/** The recovery sheet over HTTP: printed, used once by an administrator who lost everything else, and guessed at. */
import type { NewRecoverySheetAnswer, SessionListAnswer } from '@matlang/contract';
import { expect, test } from 'vitest';
import {
  auditActions,
  Browser,
  codeOf,
  join,
  type Office,
  OTHER_PASSWORD,
  openOffice,
  PASSWORD,
  sessionOf,
  setUpFactor,
} from './office-for-tests.ts';

const NEW_PASSWORD = 'con mèo mà trèo cây cau';

async function makeSheet({ administrator, site }: Office): Promise<NewRecoverySheetAnswer> {
  await setUpFactor(administrator, site);
  const made = await administrator.ask('POST', '/api/v1/recovery-sheet');
  expect(made.status).toBe(201);
  return made.body as NewRecoverySheetAnswer;
}

const recoverWith = (browser: Browser, code: string, more: object = {}) =>
  browser.ask('POST', '/api/v1/recovery', { userName: 'lan', code, password: NEW_PASSWORD, ...more });

test('an administrator who lost everything gets in once; the phone, the password and the sessions of before are nothing', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const { code, administrators } = await makeSheet(office);
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){5}$/);
  expect(administrators).toEqual([{ userName: 'lan', name: 'Nguyễn Thị Lan' }]);
  expect((await administrator.ask('GET', '/api/v1/recovery-sheet')).body).toEqual({
    sheet: { createdAt: site.clock.unixMs, createdBy: 'lan' },
  });

  const browser = new Browser(site, '192.168.1.77');
  const typed = code.toLowerCase().replaceAll('-', ' ');
  // A weak password costs nothing.
  const weak = await recoverWith(browser, typed, { password: 'ngắn' });
  expect(weak.body).toMatchObject({ error: { field: 'password' } });
  const entered = await recoverWith(browser, typed);
  expect(sessionOf(entered)).toMatchObject({ state: 'signed-in', secondFactor: 'to-set-up' });
  expect((await administrator.ask('GET', '/api/v1/people')).status).toBe(401);
  expect(codeOf(await new Browser(site).signIn('lan', PASSWORD))).toBe('sign-in-refused');

  // Good once; then a new one is printed, with the new second factor.
  expect(codeOf(await recoverWith(new Browser(site), code))).toBe('recovery-refused');
  expect((await browser.ask('GET', '/api/v1/recovery-sheet')).body).toEqual({ sheet: null });
  expect(codeOf(await browser.ask('POST', '/api/v1/recovery-sheet'))).toBe('not-permitted');
  await setUpFactor(browser, site);
  expect((await browser.ask('POST', '/api/v1/recovery-sheet')).status).toBe(201);
  const { sessions } = (await browser.ask('GET', '/api/v1/sessions')).body as SessionListAnswer;
  expect(sessions).toHaveLength(1);
  expect(await auditActions(site)).toEqual(
    expect.arrayContaining(['lan recovery-sheet.made', 'lan recovery-sheet.used', 'nobody session.refused']),
  );
});

test('a new sheet ends the one before, and no code is in any row or log', async () => {
  const office = await openOffice();
  const first = await makeSheet(office);
  const second = await makeSheet(office);
  expect(codeOf(await recoverWith(new Browser(office.site), first.code))).toBe('recovery-refused');
  const { stores } = office.site.context.database;
  const log = JSON.stringify(await stores.audit.read(office.site.context.siteId, 0, 1000));
  for (const { code } of [first, second]) {
    expect(log).not.toContain(code);
    expect(office.site.logged.join('\n')).not.toContain(code);
  }
  expect((await recoverWith(new Browser(office.site), second.code)).status).toBe(200);
});

test('is for administrators alone, and whoever guesses at it waits, as do those who guess at its user names', async () => {
  const office = await openOffice();
  const { code } = await makeSheet(office);
  await join(office, 'minh', { role: 'commander' });
  const stranger = new Browser(office.site, '192.168.1.66');
  for (const userName of ['minh', 'nobody.here'])
    expect(codeOf(await recoverWith(stranger, code, { userName }))).toBe('recovery-refused');
  const codes: string[] = [];
  for (let tries = 0; tries < 6; tries += 1)
    codes.push(codeOf(await recoverWith(stranger, 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')));
  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'recovery-refused'), 'too-many-tries']);
  // Who guesses at the sheet keeps nobody from signing in with the password, and the sheet waits for no wrong passwords.
  expect(sessionOf(await new Browser(office.site).signIn('lan')).state).toBe('second-factor');
  expect(sessionOf(await new Browser(office.site).signIn('minh', OTHER_PASSWORD)).state).toBe('signed-in');
});
