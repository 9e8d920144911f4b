/**
 * A wall of 16 tiles that stays open: do browser, server and recorder keep what they once took, or ever more? At 5 pictures a second,
 * as the communes' cameras give, so that two hours leave the machine something for others. Size: minutes.
 */
import { publish } from '../measure/report.ts';
import { slopeOf } from '../measure/statistics.ts';
import type { BenchRun, WebBench } from './bench.ts';
import { SMALL_PICTURE } from './numbered-clip.ts';
import { openWall, TILE_COUNT, type WallReading } from './wall-site.ts';

const SHAPE = {
  ...SMALL_PICTURE,
  framesPerSecond: 5,
  bitsPerSecond: 200_000,
  gopFrames: 10,
  seconds: 60,
  firstNumber: 0,
};
/** Caches, pools and compiled code have their size then. */
const SETTLING_MINUTES = 10;
const EVERY_MS = 30_000;
const MINUTE_MS = 60_000;
const MB = 1_000_000;
const LIVE = '[data-enlarged="false"][data-state="live"]';
/** Of what a process holds once it has settled: what a day would double is no growth that two hours can tell from noise. */
const MAX_GROWTH_SHARE_PER_HOUR = 0.05;

const PARTS = ['browser', 'server', 'recorder'] as const;

const run = async (bench: BenchRun): Promise<void> => {
  const minutes = bench.size;
  const { page, read } = await openWall(bench, SHAPE);
  const readings: WallReading[] = [await read()];
  const startMs = performance.now();
  let fewestLive = TILE_COUNT;
  while (performance.now() - startMs < minutes * MINUTE_MS) {
    await page.waitForTimeout(Math.min(EVERY_MS, minutes * MINUTE_MS));
    readings.push(await read());
    fewestLive = Math.min(fewestLive, await page.locator(LIVE).count());
  }
  const settled = Math.min(SETTLING_MINUTES, minutes / 2) * MINUTE_MS;
  const figures = PARTS.map((part) => {
    const points = readings
      .filter(({ atMs }) => atMs - startMs >= settled)
      .map((reading) => [(reading.atMs - startMs) / (60 * MINUTE_MS), reading[part].bytes] as const);
    const first = points[0]?.[1] ?? 0;
    const share = slopeOf(points) / first;
    const last = points.at(-1)?.[1] ?? 0;
    const most = Math.max(...points.map(([, bytes]) => bytes));
    return {
      name: `${part}: growth an hour; at the start, settled, at most, at the end`,
      value: `${(share * 100).toFixed(1)} %; ${[readings[0]?.[part].bytes ?? 0, first, most, last].map((bytes) => (bytes / MB).toFixed(0)).join(', ')} MB`,
      goal: `<= ${MAX_GROWTH_SHARE_PER_HOUR * 100} % an hour`,
      reached: share <= MAX_GROWTH_SHARE_PER_HOUR,
    };
  });
  publish({
    bench: 'web-wall-memory',
    figures: [
      ...figures,
      {
        name: `tiles that were live at each look, ${minutes} minutes`,
        value: String(fewestLive),
        goal: null,
        reached: null,
      },
    ],
    raw: { minutes, readings },
  });
};

export const wallMemory: WebBench = { unit: 'minutes', full: 120, short: 0.2, run };
