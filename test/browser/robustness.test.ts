/**
 * What happens to people's networks and machines: cut, slow, asleep, hidden. The page heals by itself, says what it does, and never calls an
 * old picture live: each picture's age is read from the picture.
 */
import { join } from 'node:path';
import { decodeLiveBytes, type LiveRequest } from '@matlang/contract';
import { type FinishingContext, type SkippingContext, temporaryDirectory, until } from '@matlang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Recording, startRecording } from '../e2e/recording.ts';
import { ask, type SiteServer, startServer } from '../e2e/site-server.ts';
import { type NumberedCamera, numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openBrowser } from './browser.ts';
import { NarrowNetwork } from './narrow-network.ts';
import { type TileSample, TileWitness } from './tile-witness.ts';

const LIVE = '[data-state="live"]';
const LATE = '[data-state="late"]';
const AWAY = 'text=Không liên lạc được với máy chủ';
const PATIENCE = { timeout: 45_000 };
/** 12 kB a picture and 220 kB a key frame: 230 kB a second. */
const PICTURES = { width: 512, height: 288, strip: true, framesPerSecond: 10, gopFrames: 20, frames: 3000 };
const THROTTLED_BYTES_PER_SECOND = 80_000;
const THROTTLED_MS = 20_000;
/** A tile looks at the age once a second, and counts pictures by half seconds. */
const MOST_LIVE_MS = 3000 + 1000 + 500 + 500;
/** First a megabyte, then two seconds of the stream; a quarter of a second is told at once. */
const MOST_UNTAKEN_BYTES = 1.5 * 1024 * 1024;
/** A megabyte on its way takes 13 s; then a key frame and a half 4 s, behind the second that the recorder waits. Without a bound it would be 26 s by then. */
const DRAINED_MS = 16_000;
const MOST_LATE_MS = 12_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SITE_OFFSET_MS = 7 * HOUR_MS;
/** Half a second that the clock cuts off, half a second until it is written anew, and a drawing of a busy page. */
const MOST_CLOCK_ERROR_MS = 1300;

describe('networks and machines', () => {
  const finishers: (() => unknown)[] = [];
  const whole: FinishingContext & SkippingContext = {
    onTestFinished: (run) => void finishers.push(run),
    skip: (why) => {
      throw new Error(why);
    },
  };
  let server: SiteServer;
  let recording: Recording;
  let camera: NumberedCamera;
  let browser: Browser;
  let id: string;

  beforeAll(async () => {
    const data = join(await temporaryDirectory(whole), 'site');
    server = await startServer(whole, data);
    recording = await startRecording(whole, data, null);
    camera = await serveNumbered(whole, numberedSource(PICTURES));
    ({ id } = await ask<{ id: string }>(`${server.url}cameras`, {
      name: 'Cổng chợ',
      main: { url: camera.url },
      record: 'main',
    }));
    browser = await openBrowser(whole);
  }, 120_000);

  afterAll(async () => {
    for (const finish of finishers.toReversed()) await finish();
  });

  interface Watched {
    readonly page: Page;
    readonly network: NarrowNetwork;
    readonly witness: TileWitness;
    readonly traffic: SocketTraffic;
  }

  /** The live page by way of a network of its own, with a live picture. @param script runs before the page's own */
  async function watch(context: FinishingContext, script = ''): Promise<Watched> {
    const network = await NarrowNetwork.open(context, server.url);
    const page = await browser.newPage({ viewport: { width: 800, height: 600 }, locale: 'vi-VN' });
    context.onTestFinished(() => page.close());
    const witness = await TileWitness.install(page, camera);
    await page.addInitScript(script);
    const traffic = new SocketTraffic(page);
    await page.goto(network.addressOf(new URL('/live', server.url).href));
    await page.waitForSelector(LIVE, PATIENCE);
    return { page, network, witness, traffic };
  }

  test('a network that is slower than the stream, and then is not', { timeout: 150_000 }, async (context) => {
    const { page, network, witness, traffic } = await watch(context);
    network.bytesPerSecond = THROTTLED_BYTES_PER_SECOND;
    await page.waitForTimeout(THROTTLED_MS);
    const slow = await witness.take();
    // The picture falls behind, and the tile says so.
    expect(Math.max(...agesOf(slow))).toBeGreaterThan(MOST_LIVE_MS);
    expect(liesOf(slow)).toEqual([]);
    expect(slow.some(({ state, text }) => state === 'late' && text.includes('Hình chậm'))).toBe(true);
    // What there is no room for is left out, the tile says that as well, and pictures are of now again as far as they can be.
    await page.waitForTimeout(DRAINED_MS - THROTTLED_MS / 2);
    await witness.take();
    await page.waitForTimeout(THROTTLED_MS / 2);
    const skipping = await witness.take();
    expect(agesOf(skipping).length).toBeGreaterThan(10);
    expect(Math.max(...agesOf(skipping))).toBeLessThan(MOST_LATE_MS);
    expect([...slow, ...skipping].some(({ text }) => text.includes('bỏ qua một số hình'))).toBe(true);

    network.bytesPerSecond = Number.POSITIVE_INFINITY;
    await page.waitForSelector(LIVE, PATIENCE);
    await expectLive(page, witness);
    expect(traffic.mostUntakenBytes).toBeLessThanOrEqual(MOST_UNTAKEN_BYTES);
  });

  test('the clock in a tile is that of the picture in it: on time, late, and on time again', {
    timeout: 150_000,
  }, async (context) => {
    const { page, network, witness } = await watch(context);
    await expectLive(page, witness);
    await page.waitForTimeout(3000);
    const onTime = clocksAgainstPictures(await witness.take());
    network.bytesPerSecond = THROTTLED_BYTES_PER_SECOND;
    await page.waitForTimeout(THROTTLED_MS / 2);
    const late = await witness.take();
    network.bytesPerSecond = Number.POSITIVE_INFINITY;
    await page.waitForSelector(LIVE, PATIENCE);
    expect(Math.max(...agesOf(late))).toBeGreaterThan(MOST_LIVE_MS);
    const slow = clocksAgainstPictures(late);
    expect(Math.min(onTime.length, slow.length)).toBeGreaterThan(10);
    expect([...onTime, ...slow].filter((behindMs) => Math.abs(behindMs) > MOST_CLOCK_ERROR_MS)).toEqual([]);
  });

  test('a network that is cut without a word', { timeout: 150_000 }, async (context) => {
    const { page, network, witness } = await watch(context);
    network.bytesPerSecond = 0;
    await page.waitForSelector(LATE, PATIENCE);
    await page.waitForSelector(AWAY, PATIENCE);
    network.bytesPerSecond = Number.POSITIVE_INFINITY;
    await page.waitForSelector(LIVE, PATIENCE);
    expect(await page.isVisible(AWAY)).toBe(false);
    expect(liesOf(await witness.take())).toEqual([]);
    await expectLive(page, witness);
  });

  test('a laptop that slept for an hour, its clock two hours slow', { timeout: 150_000 }, async (context) => {
    const { page, network, witness } = await watch(
      context,
      `{ const now = Date.now.bind(Date); globalThis.skewMs = ${-2 * HOUR_MS}; Date.now = () => now() + globalThis.skewMs; }`,
    );
    await expectLive(page, witness);
    // It wakes before its network does.
    network.bytesPerSecond = 0;
    await page.evaluate(`globalThis.skewMs += ${HOUR_MS}`);
    await page.waitForTimeout(2000);
    await witness.take();
    await page.waitForTimeout(3000);
    const awake = await witness.take();
    expect(awake.length).toBeGreaterThan(5);
    expect(awake.filter(({ state }) => state === 'live')).toEqual([]);
    network.bytesPerSecond = Number.POSITIVE_INFINITY;
    await page.waitForSelector(LIVE, PATIENCE);
    expect(liesOf(await witness.take())).toEqual([]);
    await expectLive(page, witness);
  });

  test('a hidden tab costs nothing, and has its picture at once when it is shown', {
    timeout: 150_000,
  }, async (context) => {
    const { page, witness, traffic } = await watch(context, HIDEABLE);
    const subscribers = (): number => recording.statistics(id)?.subscribers ?? -1;
    await until('the recorder has a viewer', () => subscribers() === 1);
    await page.evaluate('hideTab(true)');
    await until('the recorder has no viewer', () => subscribers() === 0);
    const { pictures } = traffic;
    await page.waitForTimeout(2000);
    expect(traffic.pictures).toBe(pictures);
    await page.evaluate('hideTab(false)');
    await page.waitForSelector(LIVE, { timeout: 5000 });
    expect(liesOf(await witness.take())).toEqual([]);

    // Scrolled away is the same.
    await page.evaluate('document.querySelector("[data-state]").style.transform = "translateY(2000px)"');
    await until('the recorder has no viewer', () => subscribers() === 0);
    await page.evaluate('document.querySelector("[data-state]").style.transform = ""');
    await page.waitForSelector(LIVE, { timeout: 5000 });
    await expectLive(page, witness);
  });
});

/** Headless browsers show every tab: this one says that it is hidden, as a browser does. */
const HIDEABLE = `{
  let hidden = false;
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  globalThis.hideTab = (hide) => { hidden = hide; document.dispatchEvent(new Event('visibilitychange')); };
}`;

const agesOf = (samples: readonly TileSample[]): readonly number[] =>
  samples.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]));

/** How far the clock of each tile is behind the picture in it, in ms: at the middle of the second that the clock shows. */
const clocksAgainstPictures = (samples: readonly TileSample[]): readonly number[] =>
  samples.flatMap(({ atUnixMs, text, ageMs }) => {
    const clock = /(\d\d):(\d\d):(\d\d)/.exec(text);
    if (clock === null || ageMs === null) return [];
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map(Number);
    const shownMs = ((hours * 60 + minutes) * 60 + seconds) * 1000 + 500;
    const takenMs = (atUnixMs - ageMs + SITE_OFFSET_MS) % DAY_MS;
    // Over midnight one of them is a day ahead.
    return [((takenMs - shownMs + 1.5 * DAY_MS) % DAY_MS) - DAY_MS / 2];
  });

/** Samples that call an old picture live. */
const liesOf = (samples: readonly TileSample[]): readonly TileSample[] =>
  samples.filter(({ state, ageMs }) => state === 'live' && ageMs !== null && ageMs > MOST_LIVE_MS);

/** For some seconds the picture is live, is called so, and moves. */
async function expectLive(page: Page, witness: TileWitness): Promise<void> {
  await witness.take();
  await expect
    .poll(
      async () => {
        const samples = (await witness.take()).slice(-10);
        return (
          samples.length >= 5 &&
          samples.every(({ state, ageMs }) => state === 'live' && ageMs !== null && ageMs < MOST_LIVE_MS)
        );
      },
      { timeout: 30_000, interval: 2000 },
    )
    .toBe(true);
  await page.waitForSelector(LIVE, PATIENCE);
}

/** What goes over the page's live sockets. */
class SocketTraffic {
  pictures = 0;
  /** Of one connection: sent to the page, and not given back as credit yet. */
  mostUntakenBytes = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      let untakenBytes = 0;
      socket.on('framereceived', ({ payload }) => {
        if (typeof payload === 'string') return;
        const message = decodeLiveBytes(payload);
        if (message?.kind !== 'fragment') return;
        this.pictures += 1;
        untakenBytes += message.bytes.length;
        this.mostUntakenBytes = Math.max(this.mostUntakenBytes, untakenBytes);
      });
      socket.on('framesent', ({ payload }) => {
        const request = JSON.parse(String(payload)) as LiveRequest;
        if (request.type === 'credit') untakenBytes -= request.bytes;
      });
    });
  }
}
