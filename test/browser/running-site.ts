/** A site of real processes for a test of the pages: server, recorder and, where pictures are made, the analyst. What pages show does not belong here. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type FinishingContext,
  LinkClient,
  type StartedProcess,
  startProcess,
  temporaryDirectory,
  until,
} from '@matlang/testkit';
import { ask, type SiteServer, startServer } from '../e2e/site-server.ts';
import { socketOf, startRecorderProcess, waitUntilReady } from '../rig/recorder-site.ts';

const ANALYST = fileURLToPath(import.meta.resolve('@matlang/analyst/main'));
const RECORDED_PATIENCE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
const SITE_OFFSET_MS = 7 * 3_600_000;

/** Processes that run until the test ends, and what lies on their disk. */
export interface RunningSite {
  /** Of its API. */
  readonly url: string;
  readonly data: string;
  readonly server: SiteServer;
  readonly recorder: StartedProcess;
  /** Of a page, by its path. */
  addressOf(path: string): string;
  /** @param camera as the API takes it @returns its id */
  add(camera: Readonly<Record<string, unknown>>): Promise<string>;
  /** Waits until so much of a stream is on disk. */
  untilRecorded(id: string, ms: number, kind?: 'main' | 'sub'): Promise<void>;
  /** Where the first recording of a camera begins, in whole ms. */
  startOf(id: string): Promise<number>;
}

/** @param options.analyst one runs as well; default false */
export async function startSite(
  context: FinishingContext,
  options: { readonly analyst?: boolean } = {},
): Promise<RunningSite> {
  const data = join(await temporaryDirectory(context), 'site');
  const server = await startServer(context, data);
  const { url } = server;
  const recorder = await startRecorderProcess(data);
  context.onTestFinished(() => recorder.kill());
  await waitUntilReady(recorder);
  const client = new LinkClient(socketOf(data));
  context.onTestFinished(async () => client.close());
  if (options.analyst === true) {
    const analyst = await startProcess(process.execPath, [ANALYST, '--data', data]);
    context.onTestFinished(() => analyst.kill());
  }
  const recordedMs = (id: string, kind: string): number => {
    const appended = client.of('appended').filter((frame) => frame.cameraId === id && frame.kind === kind);
    return (appended.at(-1)?.wallEndUnixMs ?? 0) - (appended[0]?.wallStartUnixMs ?? 0);
  };
  return {
    url,
    data,
    server,
    recorder,
    addressOf: (path) => new URL(path, url).href,
    add: async (camera) => (await ask<{ id: string }>(`${url}cameras`, camera)).id,
    untilRecorded: (id, ms, kind = 'main') =>
      until(`${ms} ms of ${kind} on disk`, () => recordedMs(id, kind) >= ms, RECORDED_PATIENCE_MS),
    startOf: async (id) => {
      const { spans } = await ask<{ spans: { start: number }[] }>(
        `${url}cameras/${id}/timeline?from=${Date.now() - DAY_MS}&to=${Date.now()}`,
      );
      return Math.round(spans[0]?.start ?? 0);
    },
  };
}

/** As pages write an instant and officers type it: 15/02/2026 14:30:05, in the site's time. */
export function siteTime(unixMs: number): string {
  const local = new Date(unixMs + SITE_OFFSET_MS).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
}
