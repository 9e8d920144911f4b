/** Cameras in step at their own speed, four by their main and sixteen by their sub streams: how far they are apart at most. Size: minutes of each. */
import { createSeededRandom } from '@matlang/simulator';
import type { Page } from 'playwright-core';
import { LOAD_CLIP } from '../load/clip.ts';
import { publish } from '../measure/report.ts';
import { percentile } from '../measure/statistics.ts';
import { SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { positions } from './probe.ts';
import { openReview } from './review-page.ts';
import { SUB_CLIP, startSubStreamSite } from './sub-stream-site.ts';

const MAIN_CAMERAS = 4;
/** As many as the page shows at most. */
const SUB_CAMERAS = 16;
const LOOK_MS = 250;
/** Until all play and stand where the clock stands. */
const SETTLE_MS = 5000;
const MINUTE_MS = 60_000;
/** What is read ahead, and what goes by before the first look. */
const SPARE_MINUTES = 2;

interface Look {
  readonly atMs: number;
  readonly currentS: readonly number[];
  readonly shownS: readonly (number | null)[];
  readonly allPlay: boolean;
}

/** What plays. */
interface Played {
  readonly bench: string;
  readonly cameras: number;
  /** In words. */
  readonly stream: string;
  readonly framesPerSecond: number;
}

const looksAt = async (page: Page, cameras: number, minutes: number): Promise<readonly Look[]> => {
  await page.keyboard.press(' ');
  await page.waitForTimeout(SETTLE_MS);
  const looks: Look[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * MINUTE_MS) {
    const videos = await positions(page);
    if (videos.length !== cameras) throw new Error(`${videos.length} videos of ${cameras} cameras`);
    looks.push({
      atMs: performance.now() - startMs,
      currentS: videos.map(({ currentS }) => currentS),
      shownS: videos.map(({ shownS }) => shownS),
      allPlay: videos.every(({ playing }) => playing),
    });
    await page.waitForTimeout(LOOK_MS);
  }
  return looks;
};

const report = (played: Played, minutes: number, looks: readonly Look[]): void => {
  const { bench, cameras, stream, framesPerSecond } = played;
  /** Greatest difference, in frame intervals. */
  const spreadOf = (seconds: readonly (number | null)[]): number => {
    const known = seconds.filter((one) => one !== null);
    return known.length < cameras ? 0 : (Math.max(...known) - Math.min(...known)) * framesPerSecond;
  };
  const drifts = looks.map(({ currentS }) => spreadOf(currentS));
  const shown = looks.map(({ shownS }) => spreadOf(shownS));
  const [first, last] = [looks[0], looks.at(-1)];
  const ranS = (last?.currentS[0] ?? 0) - (first?.currentS[0] ?? 0);
  const share = (ranS * 1000) / Math.max(1, (last?.atMs ?? 0) - (first?.atMs ?? 0));
  const largest = Math.max(...drifts);
  publish({
    bench,
    figures: [
      {
        name: `${cameras} cameras in step at 1x (${stream}), ${minutes} minutes: largest drift, p95, in frame intervals`,
        value: `${largest.toFixed(2)}, ${percentile(drifts, 95).toFixed(2)}`,
        goal: '<= 1',
        reached: largest <= 1,
      },
      {
        name: 'pictures on show at one instant: most apart, p95, in frames',
        value: `${Math.max(...shown).toFixed(0)}, ${percentile(shown, 95).toFixed(0)}`,
        goal: null,
        reached: null,
      },
      {
        name: 'the clock ran, of the time; looks at which one of them stood',
        value: `${(share * 100).toFixed(1)} %; ${looks.filter(({ allPlay }) => !allPlay).length} of ${looks.length}`,
        goal: null,
        reached: null,
      },
    ],
    raw: { minutes, looks },
  });
};

const runMain = async ({ size: minutes, browser, archive }: BenchRun): Promise<void> => {
  const site = await archive();
  const count = Math.ceil(minutes) + SPARE_MINUTES;
  const segment = site.segmentsFrom(createSeededRandom(46), count);
  site.place(segment, count, MAIN_CAMERAS);
  const fromUnixMs = site.startUnixMs + segment * SEGMENT_MS;
  const page = await openReview(browser, site, {
    cameras: MAIN_CAMERAS,
    atUnixMs: fromUnixMs + 1000,
    fromUnixMs,
    lengthMs: count * SEGMENT_MS,
  });
  const played = { bench: 'web-drift', cameras: MAIN_CAMERAS, stream: 'main streams' };
  report(
    { ...played, framesPerSecond: LOAD_CLIP.framesPerSecond },
    minutes,
    await looksAt(page, MAIN_CAMERAS, minutes),
  );
  await page.close();
};

const runSub = async ({ size: minutes, browser, folder, onEnd }: BenchRun): Promise<void> => {
  const recorded = Math.ceil(minutes) + SPARE_MINUTES;
  const site = await startSubStreamSite(folder, { cameras: SUB_CAMERAS, minutes: recorded }, onEnd);
  const fromUnixMs = site.startUnixMs;
  const page = await openReview(browser, site, {
    cameras: SUB_CAMERAS,
    atUnixMs: fromUnixMs + 1000,
    fromUnixMs,
    lengthMs: recorded * MINUTE_MS,
  });
  const played = { bench: 'web-drift-16', cameras: SUB_CAMERAS, stream: 'sub streams' };
  report(
    { ...played, framesPerSecond: SUB_CLIP.framesPerSecond },
    minutes,
    await looksAt(page, SUB_CAMERAS, minutes),
  );
  await page.close();
};

const run = async (bench: BenchRun): Promise<void> => {
  await runMain(bench);
  await runSub(bench);
};

export const drift: WebBench = { unit: 'minutes', full: 10, short: 0.2, run };
