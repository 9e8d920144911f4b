/** Sound that is really played, AAC and G.711; one connection for all tiles and for sound; and what a viewer is told who was too slow for a while. */
import { join } from 'node:path';
import { createRtspServe } from '@matlang/simulator';
import { requireWitness, runProgram, temporaryDirectory } from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { startSite } from './running-site.ts';

const PATIENCE = { timeout: 30_000 };
const LIVE = '[data-state="live"]';
const OTHERS = 6;

/**
 * Runs before the page's own: keeps what plays sound, listens in front of the loudspeaker, and holds back what tells the site that a
 * picture was taken, as a page does that has no time for it.
 */
const WATCH = `{
  globalThis.elements = [];
  globalThis.contexts = [];
  const Element = Audio;
  globalThis.Audio = function () { const element = new Element(); elements.push(element); return element; };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    const { context } = this;
    if (to === context.destination) {
      let heard = contexts.find((one) => one.context === context);
      if (heard === undefined) contexts.push((heard = { context, ear: context.createAnalyser() }));
      connect.call(this, heard.ear);
    }
    return connect.call(this, to, ...rest);
  };
  globalThis.loudness = () => {
    const samples = new Float32Array(2048);
    contexts.at(-1)?.ear.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  };
  const send = WebSocket.prototype.send;
  const held = [];
  let starved = false;
  globalThis.starve = (yes) => {
    starved = yes;
    if (!yes) for (const [socket, text] of held.splice(0)) send.call(socket, text);
  };
  WebSocket.prototype.send = function (text) {
    const request = JSON.parse(text);
    if (request.type === 'credit' && starved) held.push([this, text]);
    else send.call(this, text);
  };
}`;

const number = (page: Page, expression: string): Promise<number> => page.evaluate<number>(expression);

/** Waits until what the expression says has grown by so much. */
async function untilGrown(page: Page, expression: string, by: number): Promise<void> {
  const before = await number(page, expression);
  await expect.poll(() => number(page, expression), PATIENCE).toBeGreaterThan(before + by);
}

test('AAC and G.711 are played; all tiles share one connection; pictures that were left out are said', {
  timeout: 180_000,
}, async (context) => {
  const folder = await temporaryDirectory(context);
  const [aac, silent, g711] = ['aac.mp4', 'silent.mp4', 'g711.wav'].map((name) => join(folder, name));
  const ffmpeg = requireWitness('ffmpeg', context);
  const picture = '-f lavfi -i testsrc2=size=640x360:rate=10';
  const h264 = '-t 10 -c:v libx264 -preset ultrafast -b:v 800k -g 10 -bf 0 -pix_fmt yuv420p';
  const make = (args: string, file = ''): Promise<unknown> =>
    runProgram(ffmpeg, [...`-v error ${args}`.split(' '), file]);
  await make(`${picture} -f lavfi -i sine=440 ${h264} -c:a aac -ar 16000 -ac 1`, aac);
  await make(`${picture} ${h264}`, silent);
  await make('-f lavfi -i sine=440 -t 10 -c:a pcm_alaw -ar 8000 -ac 1', g711);
  const cameras = await createRtspServe([
    { file: aac ?? '', path: '/aac' },
    { file: silent ?? '', path: '/g711', clip: { audio: { path: g711 ?? '' } } },
    { file: silent ?? '', path: '/other', repeat: OTHERS },
  ]);
  context.onTestFinished(() => cameras.close());
  const site = await startSite(context);
  const add = (name: string, path: string, enabled: boolean): Promise<string> =>
    site.add({
      name,
      main: { url: cameras.urlOf(path) },
      record: 'main',
      audio: { enabled, reason: enabled ? 'thử tiếng' : null },
    });
  const withAac = await add('Cổng chợ', '/aac', true);
  const withG711 = await add('Cầu Bến Đá', '/g711', true);
  for (let other = 1; other <= OTHERS; other += 1) await add(`Ngõ ${other}`, `/other${other}`, false);

  const { page, complaints } = await openPage(context, 'about:blank');
  await page.addInitScript(WATCH);
  let sockets = 0;
  page.on('websocket', () => {
    sockets += 1;
  });
  await page.goto(site.addressOf('/live'));
  await expect.poll(() => page.locator(LIVE).count(), PATIENCE).toBe(OTHERS + 2);
  expect(sockets).toBe(1);

  await page.goto(site.addressOf(`/live?camera=${withG711}`));
  await page.getByRole('button', { name: 'Bật tiếng' }).click(PATIENCE);
  await expect.poll(() => number(page, 'loudness()'), PATIENCE).toBeGreaterThan(0.02);
  await untilGrown(page, 'contexts.at(-1).context.currentTime', 1);
  expect(await number(page, 'contexts.length')).toBe(1);
  await page.getByRole('button', { name: 'Tắt tiếng' }).click(PATIENCE);
  await expect.poll(() => page.evaluate('contexts.at(-1).context.state'), PATIENCE).toBe('closed');
  expect(sockets).toBe(2);

  await page.goto(site.addressOf(`/live?camera=${withAac}`));
  await page.getByRole('button', { name: 'Bật tiếng' }).click(PATIENCE);
  await expect.poll(() => number(page, 'elements.length'), PATIENCE).toBeGreaterThan(0);
  await untilGrown(page, 'elements.at(-1).currentTime', 1);
  await untilGrown(page, 'elements.at(-1).webkitAudioDecodedByteCount', 1000);
  expect(await page.evaluate('elements.at(-1).muted || elements.at(-1).volume === 0')).toBe(false);
  expect(sockets).toBe(3);

  // Nothing is taken for a while: the recorder leaves pictures out, and the tile says so for as long as it has to be known.
  const live = page.locator('[data-enlarged="true"][data-state="live"]');
  const said = page.getByText('mạng chậm: bỏ qua một số hình');
  await live.waitFor(PATIENCE);
  expect(await said.count()).toBe(0);
  await page.evaluate('starve(true)');
  await live.and(page.locator(':has-text("bỏ qua một số hình")')).waitFor(PATIENCE);
  await page.evaluate('starve(false)');
  await said.waitFor({ ...PATIENCE, state: 'detached' });
  await live.waitFor(PATIENCE);
  expect(complaints).toEqual([]);
});
