/**
 * What cameras and recorders do while people watch: live goes on or says what it waits for, and the same span plays in review. All cameras on
 * one site, their faults set off by the test while the page is open.
 */
import { join } from 'node:path';
import {
  createClip,
  createSyntheticH264,
  halveFrameRate,
  jumpClock,
  type MediaSource,
  openClip,
  playClip,
  switchSource,
} from '@matlang/simulator';
import {
  type FinishingContext,
  requireWitness,
  runProgram,
  type SkippingContext,
  temporaryDirectory,
} from '@matlang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Recording, startRecording } from '../e2e/recording.ts';
import { ask, type SiteServer, startServer } from '../e2e/site-server.ts';
import { FRAMES_PER_SECOND, numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openBrowser } from './browser.ts';

const PATIENCE = { timeout: 45_000 };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SITE_OFFSET_MS = 7 * HOUR_MS;
const NEVER = Number.POSITIVE_INFINITY;
const FIVE_MINUTES = { frames: 300 * FRAMES_PER_SECOND, gopFrames: 300 * FRAMES_PER_SECOND };
const LONG = { frames: 200 * FRAMES_PER_SECOND };
/** 600 kB a second: after 7 s the GOP is more than the 4 MiB that are kept for viewers. */
const HEAVY = {
  width: 128,
  height: 96,
  strip: false,
  framesPerSecond: 10,
  frames: 900,
  minFrameBytes: 60_000,
};
const HEAVY_KEPT_MS = 9000;
/** The recorder keeps no longer a GOP for viewers. */
const MOST_KEPT_MS = 10_000;
/** A live tile is at most so old by its own clock: 3 s, a second until it is looked at again, the second that the clock cuts. */
const MOST_CLOCK_MS = 5500;

/** Set off by setting `atUnit` to 0. */
const fault = { atUnit: NEVER };
const withFault = <More extends object>(more: More): typeof fault & More =>
  Object.defineProperty({ atUnit: NEVER, ...more }, 'atUnit', { get: () => fault.atUnit });

const JUMPS = 'Đồng hồ nhảy';
const SOURCES: Readonly<Record<string, (bFrames: string) => MediaSource>> = {
  [JUMPS]: () => jumpClock(numberedSource(LONG), withFault({ byMs: 3 * HOUR_MS, behindKeyFrame: true })),
  'Đổi cỡ hình': () =>
    switchSource(numberedSource(LONG), numberedSource({ ...LONG, width: 160, height: 128 }), withFault({})),
  'Nửa số hình': () => halveFrameRate(numberedSource(LONG), withFault({})),
  'Hình hai chiều': (bFrames) => playClip(openClip(bFrames)),
  'Năm phút một hình': () => numberedSource(FIVE_MINUTES),
  'Nặng quá': () => playClip(createClip([createSyntheticH264(HEAVY)]), { loops: 1 }),
};
const FIVE = 'Năm phút một hình';
const HEAVIEST = 'Nặng quá';
const NAMES = Object.keys(SOURCES);
/** Whoever comes to them in the middle has nothing to begin with. */
const WAITING_NAMES = [FIVE, HEAVIEST];
const LIVE_NAMES = NAMES.filter((name) => !WAITING_NAMES.includes(name));
const WAITS = 'đang đợi hình đầy đủ tiếp theo';

/** As a media element gives them. */
interface Ranges {
  readonly length: number;
  start(at: number): number;
  end(at: number): number;
}

interface Tile {
  readonly name: string;
  readonly state: string;
  readonly text: string;
  /** By the clock of the tile, in whole seconds; null: it has none. */
  readonly ageMs: number | null;
}

describe('cameras and recorders', () => {
  const finishers: (() => unknown)[] = [];
  const whole: FinishingContext & SkippingContext = {
    onTestFinished: (run) => void finishers.push(run),
    skip: (why) => {
      throw new Error(why);
    },
  };
  const ids = new Map<string, string>();
  let server: SiteServer;
  let recording: Recording;
  let browser: Browser;
  let live: Page;
  let brokeUnixMs = 0;

  beforeAll(async () => {
    const folder = await temporaryDirectory(whole);
    const data = join(folder, 'site');
    const bFrames = join(folder, 'b-frames.mp4');
    await runProgram(requireWitness('ffmpeg', whole), [
      ...'-v error -f lavfi -i testsrc=size=160x128:rate=25 -t 10 -c:v libx264 -preset fast'.split(' '),
      ...'-g 25 -bf 3 -sc_threshold 0 -pix_fmt yuv420p -video_track_timescale 90000'.split(' '),
      bFrames,
    ]);
    server = await startServer(whole, data);
    recording = await startRecording(whole, data, null);
    browser = await openBrowser(whole);
    for (const [name, source] of Object.entries(SOURCES)) {
      const { url } = await serveNumbered(whole, source(bFrames));
      const camera = { name, main: { url }, record: 'main' };
      ids.set(name, (await ask<{ id: string }>(`${server.url}cameras`, camera)).id);
    }
    live = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' });
    await recording.untilRecorded([idOf(HEAVIEST)], HEAVY_KEPT_MS);
    await recording.untilRecorded([idOf(FIVE)], MOST_KEPT_MS + 1000);
    await live.goto(new URL('/live', server.url).href);
  }, 150_000);

  afterAll(async () => {
    for (const finish of finishers.toReversed()) await finish();
  });

  const idOf = (name: string): string => ids.get(name) ?? '';
  const tiles = async (): Promise<readonly Tile[]> => {
    const shown = await live.$$eval('[data-state]', (found) =>
      (found as unknown as { dataset: Record<string, string>; textContent: string }[]).map(
        ({ dataset, textContent }) => ({ state: dataset['state'] ?? '', text: textContent }),
      ),
    );
    return shown.map(({ state, text }) => ({
      state,
      text,
      name: NAMES.find((name) => text.includes(name)) ?? '',
      ageMs: ageOf(text),
    }));
  };
  /** Until the pictures of all but the one that waits were taken after `unixMs`; none may be called live and be old meanwhile. */
  const untilLiveSince = async (unixMs: number): Promise<void> => {
    const isNew = ({ state, ageMs }: Tile): boolean =>
      state === 'live' && ageMs !== null && Date.now() - ageMs >= unixMs;
    await expect
      .poll(async () => {
        const shown = await tiles();
        expect(shown.filter(({ state, ageMs }) => state === 'live' && (ageMs ?? 0) > MOST_CLOCK_MS)).toEqual(
          [],
        );
        return shown.filter(isNew).map(({ name }) => name);
      }, PATIENCE)
      .toEqual(expect.arrayContaining(LIVE_NAMES));
  };

  test('live goes on over other parameter sets, a clock that jumps and fewer pictures; a GOP that is too long is waited for', {
    timeout: 120_000,
  }, async () => {
    await untilLiveSince(0);
    // Their key frame is on show, with its own clock, and nobody calls it live.
    for (const waiting of (await tiles()).filter(({ name }) => WAITING_NAMES.includes(name))) {
      expect(waiting.state, waiting.name).toBe('late');
      expect(waiting.text, waiting.name).toContain(WAITS);
      expect(waiting.ageMs, waiting.name).toBeGreaterThan(MOST_KEPT_MS);
    }
    fault.atUnit = 0;
    brokeUnixMs = Date.now();
    await untilLiveSince(brokeUnixMs + 4000);
  });

  /** Plays from before the faults until after them, by the media time of each picture on show. */
  async function playOver(page: Page, names: readonly string[]): Promise<void> {
    const at = brokeUnixMs - 2000;
    const cameras = names.map(idOf).join(',');
    await page.goto(new URL(`/review?cameras=${cameras}&at=${at}&length=60000`, server.url).href);
    const standing = async (): Promise<readonly number[]> =>
      await page.$$eval('video', (found) =>
        (found as unknown as { currentTime: number; readyState: number }[]).map(
          ({ currentTime, readyState }) => (readyState >= 2 ? currentTime : 0),
        ),
      );
    const behind = async (unixMs: number): Promise<number> =>
      (await standing()).filter((seconds) => at - DAY_MS + seconds * 1000 >= unixMs).length;
    await expect.poll(() => behind(at - 1000), PATIENCE).toBe(names.length);
    await page.keyboard.press(' ');
    await expect.poll(() => behind(brokeUnixMs + 2000), PATIENCE).toBe(names.length);
  }

  /** Stands on the very last picture before a hole of the recording and begins to play: there is nothing to wait for. */
  async function playOverHole(page: Page): Promise<void> {
    const video = page.locator('video').first();
    const ranges = async (): Promise<readonly (readonly [number, number])[]> =>
      await video.evaluate((element) => {
        const { buffered } = element as unknown as { buffered: Ranges };
        return Array.from(
          { length: buffered.length },
          (_, at) => [buffered.start(at), buffered.end(at)] as const,
        );
      });
    // As it was recorded: what a player still holds of it is the player's affair.
    const from = brokeUnixMs - 2000;
    const asked = `/api/v1/cameras/${idOf(JUMPS)}/timeline?from=${from}&to=${from + 60_000}`;
    const answer = await fetch(new URL(asked, server.url));
    const { spans } = (await answer.json()) as { spans: { start: number; end: number }[] };
    const [before, behind] = spans;
    if (before === undefined || behind === undefined) throw new Error('the clock that jumps left no hole');
    const at = before.end - 20;
    await page.goto(new URL(`/review?cameras=${idOf(JUMPS)}&at=${at}&length=60000`, server.url).href);
    await expect.poll(async () => (await ranges()).length, PATIENCE).toBe(2);
    const atHole = (await ranges())[0]?.[1] ?? 0;
    await page.keyboard.press(' ');
    const position = async (): Promise<number> =>
      await video.evaluate((element) => (element as unknown as { currentTime: number }).currentTime);
    await expect.poll(position, PATIENCE).toBeGreaterThan(atHole + (behind.start - before.end) / 1000 + 1);
  }

  test('review plays the same span', { timeout: 120_000 }, async (context) => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' });
    context.onTestFinished(() => page.close());
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await playOver(page, [FIVE]);
    await playOver(page, LIVE_NAMES);
    const widths = await page.$$eval('video', (found) =>
      (found as unknown as { videoWidth: number }[]).map(({ videoWidth }) => videoWidth),
    );
    expect(widths).toEqual([128, 160, 128, 160]);
    await playOverHole(page);
    expect(complaints).toEqual([]);
  });

  test('a recorder that is killed: live says so and heals, review plays on', {
    timeout: 120_000,
  }, async (context) => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' });
    context.onTestFinished(() => page.close());
    await recording.kill();
    await expect
      .poll(async () => (await tiles()).filter(({ state }) => state === 'live').length, PATIENCE)
      .toBe(0);
    for (const { name, text } of await tiles())
      expect(text, name).toContain('bộ ghi hình đang khởi động lại');
    await playOver(page, LIVE_NAMES);
    await recording.start();
    await untilLiveSince(Date.now());
  });
});

/** By the clock in a tile, in the site's time of today. */
function ageOf(text: string): number | null {
  const clock = /(\d\d):(\d\d):(\d\d)/.exec(text);
  if (clock === null) return null;
  const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map(Number);
  const nowOfDayMs = (Date.now() + SITE_OFFSET_MS) % DAY_MS;
  return (nowOfDayMs - ((hours * 60 + minutes) * 60 + seconds) * 1000 + DAY_MS) % DAY_MS;
}
