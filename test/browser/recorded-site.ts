/** A site whose one camera was recorded for some seconds and then went away, for pages that look at what was recorded. */
import { join } from 'node:path';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';

const RECORDED_MS = 8000;
const DAY_MS = 24 * 3_600_000;

export interface RecordedSite {
  /** Of its API. */
  readonly url: string;
  readonly id: string;
  /** Where the first recording begins. */
  readonly start: number;
}

/** Its camera is called Cổng chợ. */
export async function recordedSite(context: FinishingContext): Promise<RecordedSite> {
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
  await camera.close();
  const { spans } = await ask<{ spans: { start: number; end: number }[] }>(
    `${server.url}cameras/${id}/timeline?from=${Date.now() - DAY_MS}&to=${Date.now()}`,
  );
  return { url: server.url, id, start: spans[0]?.start ?? 0 };
}

/** Of the review page. */
export function reviewAddress(site: RecordedSite, search: string): string {
  return new URL(`/review?cameras=${site.id}&${search}`, site.url).href;
}

/** As the pages write it, in the site's time. */
export function told(unixMs: number): string {
  const local = new Date(unixMs + 7 * 3_600_000).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
}
