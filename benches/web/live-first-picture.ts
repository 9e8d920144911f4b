/**
 * Click in the grid to the first picture of the enlarged camera and to one younger than 500 ms, clicks spread over the GOP; the same of
 * go2rtc on the same cameras. Size: clicks a camera.
 */
import { join } from 'node:path';
import { createSeededRandom } from '@matlang/simulator';
import type { Page } from 'playwright-core';
import type { ClipShape } from '../load/clip.ts';
import { type Figure, publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { BenchRun, WebBench } from './bench.ts';
import {
  chooseStream,
  closeStream,
  fetchGo2rtc,
  GO2RTC_VIDEO,
  openGo2rtcPage,
  startGo2rtc,
} from './go2rtc.ts';
import { backToGrid, ENLARGED, openGrid, tilePlace } from './grid-page.ts';
import { type NumberedCameras, SUB_NUMBERS, serveNumberedCameras } from './numbered-cameras.ts';
import { LARGE_PICTURE, SMALL_PICTURE } from './numbered-clip.ts';
import { forget, type Seen, untilSeen } from './probe.ts';
import { startLiveSite } from './web-site.ts';

const CLIP_SECONDS = 20;
const FRESH_MS = 500;
/** A rival shows nothing before the next key frame; then its buffer has to be caught up with. */
const PATIENCE_MS = 20_000;
/** The grid decodes evenly again. */
const REST_MS = 1000;

interface Goal {
  readonly first: readonly [p50: number, p95: number];
  readonly fresh: number;
}

interface ClickedCamera {
  readonly name: string;
  readonly path: string;
  readonly gopMs: number;
  readonly shape: Omit<ClipShape, 'seconds'>;
  /** Null: printed for the comparison. */
  readonly goal: Goal | null;
  /** Of the rival's p95. */
  readonly ratio: number;
}

/** Rate and key frame distance of each kind of camera; a quarter of a second is whole pictures. */
const RATES = {
  slow: {
    small: { shape: { ...SMALL_PICTURE, gopFrames: 30 }, gopMs: 2000 },
    large: { shape: { ...LARGE_PICTURE, gopFrames: 50 }, gopMs: 2000 },
  },
  quick: {
    small: { shape: { ...SMALL_PICTURE, framesPerSecond: 16, gopFrames: 4 }, gopMs: 250 },
    large: { shape: { ...LARGE_PICTURE, framesPerSecond: 24, gopFrames: 6 }, gopMs: 250 },
  },
};
const SMALL_GOAL: Goal = { first: [60, 120], fresh: 300 };
const LARGE_GOAL: Goal = { first: [100, 180], fresh: 800 };

const CAMERAS: readonly ClickedCamera[] = [
  { name: 'Camera A', path: '/360p', ...RATES.slow.small, goal: SMALL_GOAL, ratio: 0.5 },
  { name: 'Camera B', path: '/1080p', ...RATES.slow.large, goal: LARGE_GOAL, ratio: 0.5 },
  { name: 'Camera C', path: '/360p-short', ...RATES.quick.small, goal: null, ratio: 0.8 },
  { name: 'Camera D', path: '/1080p-short', ...RATES.quick.large, goal: null, ratio: 0.8 },
];

const subOf = (path: string): string => `${path}-sub`;
const title = ({ shape, gopMs }: ClickedCamera): string => `${shape.height}p, GOP ${gopMs / 1000} s`;

interface Click {
  /** Behind the key frame. */
  readonly phaseMs: number;
  readonly firstMs: number;
  /** Null: its number is not readable. */
  readonly firstAgeMs: number | null;
  /** Null: none came. */
  readonly freshMs: number | null;
}

const serve = (onEnd: BenchRun['onEnd']): Promise<NumberedCameras> =>
  serveNumberedCameras(
    CAMERAS.flatMap(({ path, shape }, index) => [
      { path, shape: { ...shape, seconds: CLIP_SECONDS, firstNumber: 0 } },
      {
        path: subOf(path),
        startMs: index * 2000,
        shape: { ...SMALL_PICTURE, gopFrames: 30, seconds: CLIP_SECONDS, firstNumber: SUB_NUMBERS },
      },
    ]),
    onEnd,
  );

/** What was seen behind the press: fulfilled with the first fresh picture, or without one when the time is up. */
const readClick = async (
  page: Page,
  cameras: NumberedCameras,
  paths: readonly string[],
  phaseMs: number,
): Promise<Click> => {
  const ageOf = ({ number, unixMs }: Seen['pictures'][number]): number | null => {
    const sent = cameras.sentUnixMs(paths, number, unixMs);
    return sent === null ? null : unixMs - sent;
  };
  const read = ({ pressedMs, pictures }: Seen): Click | null => {
    if (pressedMs === null) return null;
    const behind = pictures.filter(({ atMs }) => atMs >= pressedMs);
    const fresh = behind.find((picture) => (ageOf(picture) ?? Infinity) < FRESH_MS);
    const [first] = behind;
    if (first === undefined) return null;
    return {
      phaseMs,
      firstMs: first.atMs - pressedMs,
      firstAgeMs: ageOf(first),
      freshMs: fresh === undefined ? null : fresh.atMs - pressedMs,
    };
  };
  const startMs = performance.now();
  return untilSeen(
    'the picture behind a click',
    page,
    (what) => {
      const click = read(what);
      return click?.freshMs != null || performance.now() - startMs > PATIENCE_MS / 2 ? click : null;
    },
    PATIENCE_MS,
  );
};

/** The clicks' places in the GOP, evenly spread, in an order that is the same in every run. */
const phasesOf = (clicks: number, gopMs: number): readonly number[] => {
  const random = createSeededRandom(7);
  const phases = Array.from({ length: clicks }, (_, index) => ((index + 0.5) * gopMs) / clicks);
  return phases
    .map((phase) => ({ phase, order: random.below(1_000_000) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ phase }) => phase);
};

const clickOurs = async (
  page: Page,
  cameras: NumberedCameras,
  { name, path }: ClickedCamera,
  phaseMs: number,
): Promise<Click> => {
  const { x, y } = await tilePlace(page, name);
  await page.waitForTimeout(REST_MS);
  await cameras.untilBehindKey(path, phaseMs);
  await forget(page);
  await page.mouse.click(x, y);
  const click = await readClick(page, cameras, [path, subOf(path)], phaseMs);
  await backToGrid(page, CAMERAS.length);
  return click;
};

const clickRival = async (
  page: Page,
  cameras: NumberedCameras,
  { path }: ClickedCamera,
  phaseMs: number,
): Promise<Click> => {
  await chooseStream(page, path.slice(1));
  await page.waitForTimeout(REST_MS);
  await cameras.untilBehindKey(path, phaseMs);
  await forget(page);
  await page.mouse.click(20, 20);
  const click = await readClick(page, cameras, [path], phaseMs);
  await closeStream(page);
  return click;
};

const p95 = (values: readonly number[]): number => percentile(values, 95);
const ms = (value: number): string => `${value.toFixed(0)} ms`;

const agesOf = (clicks: readonly Click[]): string => {
  const ages = clicks.flatMap(({ firstAgeMs }) => (firstAgeMs === null ? [] : [firstAgeMs]));
  return ages.length === 0 ? 'not readable' : `${ms(median(ages))}, ${ms(p95(ages))}`;
};

/** A click without a fresh picture counts as one that came too late for any goal. */
const freshOf = (clicks: readonly Click[]): readonly number[] =>
  clicks.map(({ freshMs }) => freshMs ?? PATIENCE_MS / 2);

const figuresOf = (
  camera: ClickedCamera,
  ours: readonly Click[],
  rival: readonly Click[],
): readonly Figure[] => {
  const first = ours.map(({ firstMs }) => firstMs);
  const { goal } = camera;
  const figures: Figure[] = [
    {
      name: `${title(camera)}: click to first picture, p50, p95`,
      value: `${ms(median(first))}, ${ms(p95(first))}`,
      goal: goal === null ? null : `<= ${goal.first[0]} ms, <= ${goal.first[1]} ms`,
      reached: goal === null ? null : median(first) <= goal.first[0] && p95(first) <= goal.first[1],
    },
    { name: 'its age, p50, p95', value: agesOf(ours), goal: null, reached: null },
    {
      name: `click to a picture younger than ${FRESH_MS} ms, p50, p95`,
      value: `${ms(median(freshOf(ours)))}, ${ms(p95(freshOf(ours)))}`,
      goal: goal === null ? null : `p95 <= ${goal.fresh} ms`,
      reached: goal === null ? null : p95(freshOf(ours)) <= goal.fresh,
    },
  ];
  if (rival.length === 0) return figures;
  const theirs = rival.map(({ firstMs }) => firstMs);
  const ratio = p95(first) / p95(theirs);
  figures.push(
    {
      name: `go2rtc: first picture, p50, p95; its age; younger than ${FRESH_MS} ms, p95`,
      value: `${ms(median(theirs))}, ${ms(p95(theirs))}; ${agesOf(rival)}; ${ms(p95(freshOf(rival)))}`,
      goal: null,
      reached: null,
    },
    {
      name: 'ours against go2rtc, p95 of the first picture',
      value: ratio.toFixed(2),
      goal: `<= ${camera.ratio}`,
      reached: ratio <= camera.ratio,
    },
  );
  return figures;
};

const run = async ({ size: clicks, browser, folder, onEnd }: BenchRun): Promise<void> => {
  const rivalFolder = join(folder, 'go2rtc');
  const fetched = await fetchGo2rtc(rivalFolder);
  if ('missing' in fetched) console.log(`go2rtc takes no part: ${fetched.missing}`);
  const cameras = await serve(onEnd);
  const site = await startLiveSite(
    CAMERAS.map(({ name, path }) => ({ name, main: cameras.urlOf(path), sub: cameras.urlOf(subOf(path)) })),
    { dataDirectory: folder, onEnd },
  );
  const grid = await openGrid(browser, site.url, CAMERAS.length, { selector: ENLARGED });
  // The first of all compiles the page's code: not counted.
  for (const camera of CAMERAS) await clickOurs(grid, cameras, camera, 0);
  const measured = [];
  for (const camera of CAMERAS) {
    const ours: Click[] = [];
    for (const phase of phasesOf(clicks, camera.gopMs))
      ours.push(await clickOurs(grid, cameras, camera, phase));
    measured.push({ camera, ours });
  }
  await grid.context().close();

  const rivals = new Map<ClickedCamera, readonly Click[]>();
  if ('program' in fetched) {
    const streams = Object.fromEntries(CAMERAS.map(({ path }) => [path.slice(1), cameras.urlOf(path)]));
    const relay = await startGo2rtc(fetched.program, rivalFolder, streams, onEnd);
    const page = await openGo2rtcPage(browser, relay);
    for (const camera of CAMERAS) await clickRival(page, cameras, camera, 0);
    for (const camera of CAMERAS) {
      const theirs: Click[] = [];
      for (const phase of phasesOf(clicks, camera.gopMs))
        theirs.push(await clickRival(page, cameras, camera, phase));
      rivals.set(camera, theirs);
    }
  }
  publish({
    bench: 'web-live-first-picture',
    figures: measured.flatMap(({ camera, ours }) => figuresOf(camera, ours, rivals.get(camera) ?? [])),
    raw: {
      clicks,
      rival: 'missing' in fetched ? fetched.missing : GO2RTC_VIDEO,
      cameras: measured.map(({ camera, ours }) => ({ camera, ours, go2rtc: rivals.get(camera) ?? null })),
    },
  });
};

export const liveFirstPicture: WebBench = { unit: 'clicks a camera', full: 20, short: 2, run };
