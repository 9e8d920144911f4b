/** An office whose people sign in over HTTP, each browser with its own cookies: for tests of accounts. */
import type { NewPersonAnswer, SessionAnswer } from '@matlang/contract';
import { openOperatorToken } from '@matlang/keys';
import type { InjectOptions } from 'fastify';
import { expect, onTestFinished } from 'vitest';
import { openTestSite, type TestSite, type TestSiteOptions } from '../site-for-tests.ts';
import { oneTimeCode } from './one-time-code.ts';

export const PASSWORD = 'trâu vàng uống nước ao sâu';
export const OTHER_PASSWORD = 'bốn con cò đậu cành tre';
export const HOUR = 3_600_000;

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly setCookies: readonly string[];
  /** What the browser is told to throw away; null: nothing. */
  readonly clearSiteData: string | null;
}

export const codeOf = ({ body }: Reply): string => (body as { error: { code: string } }).error.code;
export const sessionOf = ({ body }: Reply): SessionAnswer => body as SessionAnswer;

/** Keeps cookies as a browser does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #site: TestSite;
  readonly #address: string;

  readonly #host: string;

  /** @param host the name by which it opens the site */
  constructor(site: TestSite, address = '192.168.1.20', host = 'localhost:8080') {
    this.#site = site;
    this.#address = address;
    this.#host = host;
  }

  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<Reply> {
    const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const request: InjectOptions = {
      method,
      url,
      remoteAddress: this.#address,
      headers: { ...(cookie === '' ? {} : { cookie }), host: this.#host, 'user-agent': 'Firefox của Lan' },
      ...(payload === undefined ? {} : { payload }),
    };
    const answer = await this.#site.app.inject(request);
    const lines = answer.headers['set-cookie'] ?? [];
    const setCookies = typeof lines === 'string' ? [lines] : lines;
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const clear = answer.headers['clear-site-data'];
    return {
      status: answer.statusCode,
      body: answer.json(),
      setCookies,
      clearSiteData: typeof clear === 'string' ? clear : null,
    };
  }

  readonly signIn = (userName: string, password = PASSWORD): Promise<Reply> =>
    this.ask('POST', '/api/v1/session', { userName, password });
}

export interface Office {
  readonly site: TestSite;
  /** Of the first administrator, signed in. */
  readonly administrator: Browser;
}

/** A site whose first administrator is `lan`. */
export async function openOffice(
  options: Pick<TestSiteOptions, 'withRecorder' | 'monotonicMs'> = { withRecorder: false },
): Promise<Office> {
  const site = await openTestSite({ onTestFinished, ...options });
  const administrator = new Browser(site);
  const made = await site.app.inject({
    method: 'POST',
    url: '/api/v1/setup',
    headers: { authorization: `Bearer ${openOperatorToken(site.dataDirectory)}` },
    payload: { userName: 'lan', name: 'Nguyễn Thị Lan', password: PASSWORD },
  });
  expect(made.statusCode).toBe(201);
  expect((await administrator.signIn('lan')).status).toBe(200);
  return { site, administrator };
}

/** Somebody new in a role, signed in by the invitation. */
export async function join(
  { site, administrator }: Office,
  userName: string,
  grant: object | null,
): Promise<{ readonly id: string; readonly browser: Browser }> {
  await setUpFactor(administrator, site);
  const added = await administrator.ask('POST', '/api/v1/people', { userName, name: userName });
  expect(added.status).toBe(201);
  const { person, invitation } = added.body as NewPersonAnswer;
  if (grant !== null)
    expect((await administrator.ask('POST', `/api/v1/people/${person.id}/grants`, grant)).status).toBe(201);
  const browser = new Browser(site, '192.168.1.30');
  const accepted = await browser.ask('POST', '/api/v1/invitation', { invitation, password: OTHER_PASSWORD });
  expect(sessionOf(accepted)).toMatchObject({ state: 'signed-in', person: { userName } });
  return { id: person.id, browser };
}

const decodeBase32 = (text: string): Buffer => {
  const bits = Array.from(text)
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
};

/** @returns what the phone shows at the site's time, and the recovery codes; null where one is set up already */
export async function setUpFactor(browser: Browser, site: TestSite) {
  const proposed = await browser.ask('POST', '/api/v1/second-factor');
  if (proposed.status === 409) return null;
  const secret = decodeBase32((proposed.body as { secret: string }).secret);
  const codeNow = () => oneTimeCode(secret, Math.floor(site.clock.unixMs / 30_000));
  const confirmed = await browser.ask('POST', '/api/v1/second-factor/confirm', { code: codeNow() });
  expect(confirmed.status).toBe(200);
  return { codeNow, recoveryCodes: (confirmed.body as { recoveryCodes: string[] }).recoveryCodes };
}

export const auditActions = async ({ context }: TestSite) =>
  (await context.database.stores.audit.read(context.siteId, 0, 1000)).map(
    ({ action, actor }) => `${actor} ${action}`,
  );
