/** Four cameras in step at their own speed: how far they are apart at most. Size: minutes. */
import { createSeededRandom } from '@matlang/simulator';
import { LOAD_CLIP } from '../load/clip.ts';
import { publish } from '../measure/report.ts';
import { percentile } from '../measure/statistics.ts';
import { SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { positions } from './probe.ts';
import { openReview } from './review-page.ts';

const CAMERAS = 4;
const LOOK_MS = 250;
/** Until all play and stand where the clock stands. */
const SETTLE_MS = 5000;
const FRAME_S = 1 / LOAD_CLIP.framesPerSecond;
const MINUTE_MS = 60_000;

interface Look {
  readonly atMs: number;
  readonly currentS: readonly number[];
  readonly shownS: readonly (number | null)[];
  readonly allPlay: boolean;
}

/** Greatest difference, in frame intervals. */
const spreadOf = (seconds: readonly (number | null)[]): number => {
  const known = seconds.filter((one) => one !== null);
  return known.length < CAMERAS ? 0 : (Math.max(...known) - Math.min(...known)) / FRAME_S;
};

const run = async ({ size: minutes, browser, archive }: BenchRun): Promise<void> => {
  const site = await archive();
  // What is read ahead as well.
  const count = Math.ceil(minutes) + 2;
  const segment = site.segmentsFrom(createSeededRandom(46), count);
  site.place(segment, count, CAMERAS);
  const fromUnixMs = site.startUnixMs + segment * SEGMENT_MS;
  const view = { cameras: CAMERAS, atUnixMs: fromUnixMs + 1000, fromUnixMs, lengthMs: count * SEGMENT_MS };
  const page = await openReview(browser, site, view);
  await page.keyboard.press(' ');
  await page.waitForTimeout(SETTLE_MS);
  const looks: Look[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * MINUTE_MS) {
    const videos = await positions(page);
    if (videos.length !== CAMERAS) throw new Error(`${videos.length} videos of ${CAMERAS} cameras`);
    looks.push({
      atMs: performance.now() - startMs,
      currentS: videos.map(({ currentS }) => currentS),
      shownS: videos.map(({ shownS }) => shownS),
      allPlay: videos.every(({ playing }) => playing),
    });
    await page.waitForTimeout(LOOK_MS);
  }
  const drifts = looks.map(({ currentS }) => spreadOf(currentS));
  const shown = looks.map(({ shownS }) => spreadOf(shownS));
  const [first, last] = [looks[0], looks.at(-1)];
  const ranS = (last?.currentS[0] ?? 0) - (first?.currentS[0] ?? 0);
  const share = (ranS * 1000) / Math.max(1, (last?.atMs ?? 0) - (first?.atMs ?? 0));
  const largest = Math.max(...drifts);
  publish({
    bench: 'web-drift',
    figures: [
      {
        name: `${CAMERAS} cameras in step at 1x, ${minutes} minutes: largest drift, p95, in frame intervals`,
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

export const drift: WebBench = { unit: 'minutes', full: 10, short: 0.2, run };
