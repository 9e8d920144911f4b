/** Click on the time line's hours, where it then stands, to the picture of that instant, in an archive of 30 days of 16 cameras: one camera on the page, and four in step. Size: clicks. */
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';
import type { Page } from 'playwright-core';
import { type Figure, publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import { type ArchiveSite, SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { forget, seen } from './probe.ts';
import {
  findPlaces,
  hourFrom,
  openReview,
  picturesOf,
  type ReviewView,
  reviewAddress,
  type TimelinePlaces,
  untilPictures,
} from './review-page.ts';

const HOUR_SEGMENTS = 60;
/** The page stays in one hour for so many clicks, then another is opened. */
const CLICKS_AN_HOUR = 5;
/** Into the minute: a pixel of an hour is three seconds, and what is read ahead lies in the same file. */
const INTO_SEGMENT_MS = 20_000;
/** Nothing new comes behind the last picture. */
const SETTLED_MS = 1000;
const REST_MS = 500;

interface Seek {
  readonly unixMs: number;
  readonly ms: number;
}

/** To the picture on which each camera came to rest; of several cameras the last. */
const click = async (
  page: Page,
  site: ArchiveSite,
  view: ReviewView,
  places: TimelinePlaces,
  unixMs: number,
): Promise<Seek> => {
  await page.waitForTimeout(REST_MS);
  await forget(page);
  await page.mouse.click(places.xOf(view, unixMs), places.axisY);
  await untilPictures(page, site, view.cameras);
  await page.waitForTimeout(SETTLED_MS);
  const { pressedMs, pictures } = await seen(page);
  if (pressedMs === null) throw new Error('the press was not seen');
  const shown = picturesOf(site, view.cameras, pictures).map((those) => {
    const last = those.at(-1)?.mediaS;
    return those.find(({ atMs, mediaS }) => atMs >= pressedMs && mediaS === last)?.atMs ?? Infinity;
  });
  return { unixMs, ms: Math.max(...shown) - pressedMs };
};

const seekAmong = async (
  { browser, size }: BenchRun,
  site: ArchiveSite,
  cameras: number,
  random: SeededRandom,
): Promise<readonly Seek[]> => {
  const seeks: Seek[] = [];
  let page: Page | null = null;
  let places: TimelinePlaces | null = null;
  while (seeks.length < size) {
    const first = site.segmentsFrom(random, HOUR_SEGMENTS);
    const targets = Array.from(
      { length: Math.min(CLICKS_AN_HOUR, size - seeks.length) + 1 },
      () => first + 1 + random.below(HOUR_SEGMENTS - 2),
    ).map((segment) => {
      site.place(segment, 1, cameras);
      return site.startUnixMs + segment * SEGMENT_MS + INTO_SEGMENT_MS;
    });
    const view = hourFrom(site, first, cameras, targets[0] ?? 0);
    if (page === null) page = await openReview(browser, site, view);
    else {
      await page.goto(reviewAddress(site, view));
      await untilPictures(page, site, cameras);
    }
    places ??= await findPlaces(page, view);
    // The first one of an hour that was just opened is not counted.
    for (const [index, target] of targets.entries()) {
      const seek = await click(page, site, view, places, target);
      if (index > 0) seeks.push(seek);
    }
  }
  await page?.context().close();
  return seeks;
};

const figure = (name: string, seeks: readonly Seek[], isGoal: boolean): Figure => {
  const times = seeks.map(({ ms }) => ms);
  const [p50, p95] = [median(times), percentile(times, 95)];
  return {
    name: `${name}: p50, p95 of ${seeks.length}`,
    value: `${p50.toFixed(0)} ms, ${p95.toFixed(0)} ms`,
    goal: isGoal ? '<= 120 ms, <= 250 ms' : null,
    reached: isGoal ? p50 <= 120 && p95 <= 250 : null,
  };
};

const run = async (bench: BenchRun): Promise<void> => {
  const site = await bench.archive();
  const random = createSeededRandom(42);
  const one = await seekAmong(bench, site, 1, random);
  const four = await seekAmong(bench, site, 4, random);
  publish({
    bench: 'web-seek',
    figures: [
      figure('click on the time line to picture, 1080p', one, true),
      figure('the same, the last of four cameras in step', four, false),
    ],
    raw: { one, four },
  });
};

export const seek: WebBench = { unit: 'clicks', full: 40, short: 3, run };
