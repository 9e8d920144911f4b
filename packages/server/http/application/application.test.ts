/** The application as it was built, and as the server gives it out: what a browser may do with it, what it keeps, what it weighs. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeSite, type SiteServer } from '../../compose-site.ts';
import { createLog } from '../../log/log.ts';
import { type Application, readApplication } from './application-files.ts';

const BUILD = fileURLToPath(new URL('../../../web/dist', import.meta.url));
/** Of all components. */
const STYLES = join(import.meta.dirname, '../../../../node_modules', '@mantine', 'core/styles.css');
const PAGES = [
  '/',
  '/live',
  '/review',
  '/exports',
  '/bookmarks',
  '/holds',
  '/storage',
  '/sign-in',
  '/set-up',
  '/invitation',
  '/account',
  '/people',
  '/log',
] as const;
/** What must have come before the frame stands, by gzip. */
const SHELL_BYTES = 250_000;

let site: SiteServer;
let close = async (): Promise<void> => undefined;
let application: Application;
let folder = '';

beforeAll(async () => {
  const built = readApplication(BUILD);
  if (built === null) throw new Error('the application is not built: run scripts/setup.mjs first');
  application = built;
  folder = await mkdtemp(join(tmpdir(), 'matlang-application-'));
  site = await composeSite({
    dataDirectory: folder,
    recorderSocketPath: join(folder, 'run', 'recorder.sock'),
    version: 'test',
    clock: { nowUnixMs: () => Date.UTC(2026, 1, 15) },
    log: createLog(() => undefined, Date.now),
    applicationDirectory: BUILD,
  });
  close = () => site.close();
});

afterAll(async () => {
  await close();
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

const get = (url: string, encoding?: string): Promise<LightMyRequestResponse> =>
  site.app.inject({ url, ...(encoding === undefined ? {} : { headers: { 'accept-encoding': encoding } }) });

/** Directives of a content security policy by name. */
function policyOf({ headers }: LightMyRequestResponse): ReadonlyMap<string, readonly string[]> {
  return new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources] as const;
      }),
  );
}

const nonceIn = (html: string): string => /name="style-nonce" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('the page', () => {
  test.each(PAGES)('%s lets a browser run our own files, and no word of a script inside it', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const policy = policyOf(answer);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('style-src')).toEqual(["'self'", `'nonce-${nonceIn(answer.body)}'`]);
    for (const [name, sources] of policy)
      for (const source of sources)
        expect(source, name).toMatch(/^(?:'self'|'none'|blob:|'nonce-[A-Za-z0-9+/]{22}==')$/);
    for (const script of answer.body.match(/<script[\s\S]*?<\/script>/g) ?? [])
      expect(script).toMatch(/^<script [^>]*src="\/[^"]+"><\/script>$/);
    expect(answer.body).not.toMatch(/<style| style=| on[a-z]+=|javascript:|https?:\/\//i);
  });

  test('no two answers bear the same nonce', async () => {
    const nonces = await Promise.all(PAGES.map(async (url) => nonceIn((await get(url)).body)));
    expect(new Set(nonces).size).toBe(PAGES.length);
    expect(nonces).not.toContain('');
  });

  test('names only files that are there', async () => {
    const { body } = await get('/');
    const manifest = (await get('/manifest.webmanifest')).json<{ icons: { src: string }[] }>();
    const named = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(5);
    for (const url of [...named, ...manifest.icons.map(({ src }) => src), '/service-worker.js'])
      expect((await get(url)).statusCode, url).toBe(200);
  });
});

describe('its files', () => {
  test('have the style of every component that is in them', () => {
    const textOf = (end: string): string =>
      [...application.files]
        .flatMap(([url, { bytes }]) => (url.endsWith(end) ? [bytes.toString()] : []))
        .join();
    const classesIn = (text: string): ReadonlySet<string> => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));
    const styled = classesIn(textOf('.css'));
    const all = readFileSync(STYLES, 'utf8');
    const used = [...classesIn(textOf('.js'))].filter((name) => all.includes(`.${name}`));
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((name) => !styled.has(name))).toEqual([]);
  });

  test('are the same small and whole, and what is kept for ever has its hash in its name', async () => {
    expect(application.files.size).toBeGreaterThan(10);
    for (const [url, { bytes }] of application.files) {
      const whole = await get(url);
      expect(whole.rawPayload.equals(bytes), url).toBe(true);
      expect(whole.headers['content-encoding']).toBeUndefined();
      expect(whole.headers['vary']).toBe('Accept-Encoding');
      expect(whole.headers['x-content-type-options']).toBe('nosniff');
      const isHashed = /^\/assets\/.+-[\w-]{8}\.\w+$/.test(url);
      expect(url.startsWith('/assets/'), url).toBe(isHashed);
      expect(whole.headers['cache-control'], url).toBe(
        isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      const small = await get(url, 'br, gzip;q=0.8');
      expect(small.headers['vary']).toBe('Accept-Encoding');
      if (small.headers['content-encoding'] === undefined) expect(small.rawPayload.equals(bytes)).toBe(true);
      else expect(gunzipSync(small.rawPayload).equals(bytes), url).toBe(true);
    }
  });

  test('scripts and styles are sent packed to whoever takes that, and to nobody else', async () => {
    const texts = [...application.files].filter(
      ([url, { bytes }]) => /\.(?:js|css)$/.test(url) && bytes.length > 1000,
    );
    expect(texts.length).toBeGreaterThan(5);
    for (const [url] of texts) {
      expect((await get(url, 'gzip, deflate, br')).headers['content-encoding'], url).toBe('gzip');
      for (const encoding of ['identity', 'br', 'gzip;q=0', 'xgzip', ''])
        expect((await get(url, encoding)).headers['content-encoding'], encoding).toBeUndefined();
    }
  });

  test('are of a type that browsers run, and load nothing that the policy refuses', async () => {
    for (const [url, { bytes }] of application.files) {
      const { headers } = await get(url);
      if (url.endsWith('.js')) expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      if (!url.endsWith('.css')) continue;
      expect(headers['content-type']).toBe('text/css; charset=utf-8');
      expect(bytes.toString('utf8'), url).not.toMatch(/@import|url\(\s*["']?(?:https?:|\/\/|data:)/);
    }
  });

  test.each([
    '/assets/',
    '/assets/nothing.js',
    '/assets/../index.html',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/.built-from',
  ])('there is no %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe('what it weighs', () => {
  /** Addresses of the files that a script asks for before it runs. */
  const importsOf = (url: string): readonly string[] => {
    const text = application.files.get(url)?.bytes.toString('utf8') ?? '';
    const statements = text.matchAll(/(?:^|[;}\n])(?:import|export)\b[^'"`()]*?["'`]\.\/([^"'`]+)["'`]/g);
    return [...statements].map((match) => `/assets/${match[1]}`);
  };
  const withImports = (urls: readonly string[]): ReadonlySet<string> => {
    const found = new Set(urls);
    for (const url of found) for (const imported of importsOf(url)) found.add(imported);
    return found;
  };
  const shell = (): ReadonlySet<string> =>
    withImports(
      [...application.page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, url = '']) => url),
    );

  test('the frame around the pages is less than 250 kB by gzip', () => {
    const files = [...shell()];
    // One that is not known would weigh nothing.
    for (const url of files) expect(application.files.has(url), url).toBe(true);
    const bytes = files.map((url) => gzipSync(application.files.get(url)?.bytes ?? '', { level: 9 }).length);
    const total = bytes.reduce((sum, one) => sum + one, 0);
    expect(total).toBeLessThan(SHELL_BYTES);
    expect(total).toBeGreaterThan(SHELL_BYTES / 3);
  });

  test('each page brings its own code when it is opened, not before', () => {
    const first = shell();
    const pages = ['live', 'review', 'exports', 'bookmarks', 'holds', 'storage'];
    for (const page of pages) {
      const script = [...application.files.keys()].find(
        (url) => url.startsWith(`/assets/${page}-page-`) && url.endsWith('.js'),
      );
      expect(script, page).toBeDefined();
      expect(first.has(script ?? ''), page).toBe(false);
    }
  });
});

describe('the page beside it', () => {
  test('/status leads to the application, in the language that is asked for', async () => {
    const page = await get('/status');
    expect(page.body).toContain('<html lang="vi">');
    expect(page.body).toContain('href="/live"');
    expect((await get('/status?lang=en')).body).toContain('<html lang="en">');
    expect((await get('/status?lang=fr')).statusCode).toBe(400);
  });

  test('where the site lies is told to this machine and to nobody else', async () => {
    const ask = async (remoteAddress: string): Promise<unknown> =>
      (await site.app.inject({ url: '/api/v1/status', remoteAddress })).json<{ site: unknown }>().site;
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
      expect(await ask(address), address).toMatchObject({ dataDirectory: folder });
    for (const address of ['192.168.1.5', '10.127.0.0', '::ffff:10.0.0.1', '::11'])
      expect(await ask(address), address).not.toHaveProperty('dataDirectory');
  });
});
