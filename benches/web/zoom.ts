/** Wheel zoom of the time line of 16 cameras from a month to a minute: how long the page's own frames last meanwhile. Size: zooms. */
import { createSeededRandom } from '@matlang/simulator';
import type { Page } from 'playwright-core';
import { publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import { SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { countedFrames, countFrames } from './probe.ts';
import { findPlaces, openReview, reviewAddress, untilPictures } from './review-page.ts';

const CAMERAS = 16;
const MONTH_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;
const NOTCH = 100;
/** A hand turns a wheel no faster. */
const NOTCH_MS = 30;
const MOST_NOTCHES = 400;
/** The time line's answers come and are drawn. */
const ANSWERS_MS = 1000;
/** What the page reads ahead of key frames. */
const AHEAD_SEGMENTS = 5;

const lengthOf = async (page: Page): Promise<number> => {
  const slider = page.getByRole('slider');
  const [least, most] = await Promise.all(
    ['aria-valuemin', 'aria-valuemax'].map((name) => slider.getAttribute(name)),
  );
  return Number(most) - Number(least);
};

/** Turns the wheel for so many notches; a direction below 0 goes closer. */
const turn = async (page: Page, notches: number, direction: 1 | -1): Promise<void> => {
  for (let notch = 0; notch < notches; notch += 1) {
    await page.mouse.wheel(0, direction * NOTCH);
    await page.waitForTimeout(NOTCH_MS);
  }
};

/** How many notches lead from a month to a minute, tried once. */
const countNotches = async (page: Page): Promise<number> => {
  for (let notches = 1; notches < MOST_NOTCHES; notches += 1) {
    await turn(page, 1, -1);
    // The address of the element's span follows a moment later.
    if (notches % 5 !== 0) continue;
    await page.waitForTimeout(ANSWERS_MS);
    if ((await lengthOf(page)) <= MINUTE_MS) return notches;
  }
  throw new Error('the wheel does not lead to a minute');
};

const run = async ({ size: zooms, browser, archive }: BenchRun): Promise<void> => {
  const site = await archive();
  const segment = site.segmentsFrom(createSeededRandom(45), AHEAD_SEGMENTS);
  site.place(segment, AHEAD_SEGMENTS, CAMERAS);
  const endUnixMs = site.startUnixMs + site.segments * SEGMENT_MS;
  const view = {
    cameras: CAMERAS,
    atUnixMs: site.startUnixMs + (segment + 0.5) * SEGMENT_MS,
    fromUnixMs: endUnixMs - MONTH_MS,
    lengthMs: MONTH_MS,
  };
  const page = await openReview(browser, site, view);
  const { rowY, xOf } = await findPlaces(page, view);
  // Asking moved the instant.
  await page.goto(reviewAddress(site, view));
  await untilPictures(page, site, CAMERAS);
  await page.mouse.move(xOf(view, view.atUnixMs), rowY);
  const notches = await countNotches(page);
  const turning: number[] = [];
  const behind: number[] = [];
  for (let zoom = 0; zoom < zooms; zoom += 1) {
    await turn(page, notches, 1);
    await page.waitForTimeout(ANSWERS_MS);
    await countFrames(page);
    await turn(page, notches, -1);
    turning.push(...(await countedFrames(page)));
    await countFrames(page);
    await page.waitForTimeout(ANSWERS_MS);
    behind.push(...(await countedFrames(page)));
  }
  const p95 = percentile(turning, 95);
  publish({
    bench: 'web-zoom',
    figures: [
      {
        name: `wheel zoom of ${CAMERAS} cameras, a month to a minute, ${turning.length} frames: p95 (median, longest)`,
        value: `${p95.toFixed(1)} ms (${median(turning).toFixed(1)} ms, ${Math.max(...turning).toFixed(0)} ms)`,
        goal: 'p95 <= 20 ms',
        reached: p95 <= 20,
      },
      {
        name: 'the second behind it, when answers come: p95 (longest)',
        value: `${percentile(behind, 95).toFixed(1)} ms (${Math.max(...behind).toFixed(0)} ms)`,
        goal: null,
        reached: null,
      },
    ],
    raw: { zooms, notches, turning, behind },
  });
};

export const zoom: WebBench = { unit: 'zooms', full: 10, short: 1, run };
