/** Pointer moved along the hours of the time line to the still of that instant on show. Size: moves. */
import { createSeededRandom } from '@matlang/simulator';
import { publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import { SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { forget, untilSeen } from './probe.ts';
import { findPlaces, openReview } from './review-page.ts';

const VIEW_SEGMENTS = 10;
/** The pointer rests between moves, so that each has a still of its own. */
const REST_MS = 250;
const VIEW_MS = VIEW_SEGMENTS * SEGMENT_MS;

const run = async ({ size: moves, browser, archive }: BenchRun): Promise<void> => {
  const site = await archive();
  const random = createSeededRandom(43);
  const first = site.segmentsFrom(random, VIEW_SEGMENTS + 1);
  site.place(first, VIEW_SEGMENTS + 1, 1);
  const fromUnixMs = site.startUnixMs + first * SEGMENT_MS;
  const view = { cameras: 1, atUnixMs: fromUnixMs + VIEW_MS / 2, fromUnixMs, lengthMs: VIEW_MS };
  const page = await openReview(browser, site, view);
  const { axisY, xOf } = await findPlaces(page, view);
  const instant = (share: number): number => fromUnixMs + share * VIEW_MS;
  await page.mouse.move(xOf(view, instant(0.5)), axisY);
  await page.mouse.down();
  const times: number[] = [];
  let share = 0.5;
  // The first move is not counted: its still is the first of all.
  for (let move = -1; move < moves; move += 1) {
    // At least a tenth of the width away, so that it is another picture.
    share = (share + 0.1 + 0.8 * (random.below(1000) / 1000)) % 1;
    await page.waitForTimeout(REST_MS);
    await forget(page);
    await page.mouse.move(xOf(view, instant(0.02 + 0.96 * share)), axisY);
    const ms = await untilSeen('the still behind a move', page, ({ moves: moved, stills }) => {
      const movedMs = moved.at(-1);
      const shown = stills.find(({ atMs }) => movedMs !== undefined && atMs >= movedMs);
      return movedMs === undefined || shown === undefined ? null : shown.atMs - movedMs;
    });
    if (move >= 0) times.push(ms);
  }
  await page.mouse.up();
  const p95 = percentile(times, 95);
  publish({
    bench: 'web-scrub',
    figures: [
      {
        name: `still shown behind a pointer move, p50, p95 of ${moves}`,
        value: `${median(times).toFixed(0)} ms, ${p95.toFixed(0)} ms`,
        goal: 'p95 <= 150 ms',
        reached: p95 <= 150,
      },
    ],
    raw: { moves, times },
  });
};

export const scrub: WebBench = { unit: 'moves', full: 40, short: 3, run };
