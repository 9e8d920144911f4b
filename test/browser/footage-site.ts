/** A site whose one camera was recorded for some seconds and then went away: for pages that show what is on the disk. */
import { join } from 'node:path';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { afterAll, expect } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';

const PATIENCE = { timeout: 30_000 };
const RECORDED_MS = 8000;
const DAY_MS = 24 * 3_600_000;

export interface FootageSite {
  /** Of the API. */
  readonly url: string;
  /** Of the camera. */
  readonly id: string;
  /** Unix ms of what was recorded, over all of it. */
  readonly start: number;
  readonly end: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const finishers: (() => Promise<void>)[] = [];
let shared: Promise<FootageSite> | null = null;
afterAll(async () => {
  for (const finish of finishers.toReversed()) await finish();
});

/** One site for all tests of a file, which leave to each other what they do to it: recorded when it is first asked for, as it is asked for then. */
export function sharedFootageSite(options: FootageOptions = {}): Promise<FootageSite> {
  shared ??= footageSite({ onTestFinished: (run) => void finishers.push(run) }, options);
  return shared;
}

/** Of the review page. */
export function reviewAddress(site: Pick<FootageSite, 'url' | 'id'>, search: string): string {
  return new URL(`/review?cameras=${site.id}&${search}`, site.url).href;
}

export interface FootageOptions {
  /** The recorder is killed in the middle, and comes back: a gap of some seconds. Default false. */
  readonly interrupted?: boolean;
}

export async function footageSite(
  context: FinishingContext,
  { interrupted = false }: FootageOptions = {},
): Promise<FootageSite> {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  await recording.untilRecorded([id], RECORDED_MS);
  const timeline = `${server.url}cameras/${id}/timeline?from=${Date.now() - DAY_MS}&to=${Date.now() + DAY_MS}`;
  const spansAre = async (least: number, count: number): Promise<readonly Span[]> => {
    let spans: readonly Span[] = [];
    await expect
      .poll(async () => {
        ({ spans } = await ask<{ spans: readonly Span[] }>(timeline));
        const last = spans.at(-1);
        return spans.length >= count && last !== undefined ? last.end - last.start : 0;
      }, PATIENCE)
      .toBeGreaterThan(least);
    return spans;
  };
  if (interrupted) {
    await recording.kill();
    await recording.start();
    await spansAre(RECORDED_MS / 2, 2);
  }
  await camera.close();
  const spans = await spansAre(interrupted ? RECORDED_MS / 2 : RECORDED_MS - 1000, interrupted ? 2 : 1);
  return { url: server.url, id, start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
}
