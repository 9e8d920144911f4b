/** A site under test: real database, keys and archive in a folder of its own, a scripted recorder, a clock that is told. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@matlang/archive';
import type { RecorderStatistics } from '@matlang/link';
import { createInitSegment, writeFragment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { until } from '@matlang/testkit';
import type { Identify } from './access/door.ts';
import { composeSite, type SiteServer } from './compose-site.ts';
import type { ReaderPatience } from './http/stream/slow-reader.ts';
import { ScriptedRecorder } from './live/scripted-recorder-for-tests.ts';
import { createLog } from './log/log.ts';
import type { NetworkOverrides } from './network/network-settings.ts';
import type { OwnNames } from './network/own-names.ts';
import type { ReadTimeStatus } from './site/machine.ts';

export interface TestSite extends SiteServer {
  readonly dataDirectory: string;
  readonly recorder: ScriptedRecorder;
  /** Log lines so far. */
  readonly logged: readonly string[];
  readonly clock: { nowUnixMs: () => number; unixMs: number };
}

export interface TestSiteOptions {
  readonly onTestFinished: (run: () => Promise<void>) => void;
  /** False: the recorder is away. */
  readonly withRecorder?: boolean;
  /** Default: this machine's own user, who may everything. */
  readonly identify?: Identify;
  /** Before the server opens it. */
  readonly prepare?: (dataDirectory: string) => Promise<void>;
  /** What the command line says of the network, and what the machine is called and addressed by. */
  readonly network?: NetworkOverrides;
  readonly readOwnNames?: () => OwnNames;
  /** What `timedatectl` says; of no such program unless told. */
  readonly readTimeStatus?: ReadTimeStatus;
  /** Time that no clock sets back. */
  readonly monotonicMs?: () => number;
  /** Of slow readers; the product's own where it is left out. */
  readonly readerPatience?: ReaderPatience;
}

export const TEST_NOW_UNIX_MS = Date.UTC(2026, 1, 15, 8, 0, 0);

/** Closed and gone when the test is over. */
export async function openTestSite(options: TestSiteOptions): Promise<TestSite> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'matlang-server-'));
  options.onTestFinished(() => rm(dataDirectory, { recursive: true, force: true, maxRetries: 3 }));
  await options.prepare?.(dataDirectory);
  const recorderSocketPath = join(dataDirectory, 'run', 'recorder.sock');
  const recorder = new ScriptedRecorder(recorderSocketPath);
  recorder.greetings.push({ type: 'statistics', statistics: statisticsAt(MANY_REVISIONS) });
  if (options.withRecorder !== false) await recorder.start();
  const logged: string[] = [];
  const clock = { unixMs: TEST_NOW_UNIX_MS, nowUnixMs: (): number => clock.unixMs };
  const log = createLog((line) => logged.push(line), clock.nowUnixMs);
  const site = await composeSite({
    dataDirectory,
    recorderSocketPath,
    version: 'test',
    clock,
    log,
    ...(options.identify === undefined ? {} : { identify: options.identify }),
    ...(options.network === undefined ? {} : { network: options.network }),
    readTimeStatus: options.readTimeStatus ?? (() => Promise.reject(new Error('none here'))),
    ...(options.readOwnNames === undefined ? {} : { readOwnNames: options.readOwnNames }),
    ...(options.monotonicMs === undefined ? {} : { monotonicMs: options.monotonicMs }),
    ...(options.readerPatience === undefined ? {} : { readerPatience: options.readerPatience }),
  });
  options.onTestFinished(async () => {
    await site.close();
    await recorder.stop();
  });
  if (options.withRecorder !== false) await until('the recorder is there', () => site.link.connected);
  return { ...site, dataDirectory, recorder, logged, clock };
}

/** A recorder that works by any configuration. */
const MANY_REVISIONS = 1_000_000;

/** Of a recorder without streams that works by this revision of the configuration. */
export function statisticsAt(configurationRevision: number): RecorderStatistics {
  return {
    atUnixMs: TEST_NOW_UNIX_MS,
    startedUnixMs: TEST_NOW_UNIX_MS,
    configurationRevision,
    configurationProblem: null,
    siteClockOffsetMs: 0,
    streams: [],
    volumes: [],
  };
}

const format = (width: number): VideoFormat => ({
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: width,
  heightPixels: 360,
  pixelAspect: null,
  codecString: 'avc1.42c01e',
  parameterSets: {
    vps: [],
    sps: [Uint8Array.from([0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x47, 0xfe, width & 0xff])],
    pps: [Uint8Array.from([0x68, 0xcb, 0x83, 0xcb, 0x20])],
  },
  reorderDepth: 0,
  declaredFrameTicks: null,
});

export interface RecordedRun {
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly seconds: number;
  /** Another width is another format. */
  readonly widthPixels?: number;
  /** Of each of the 10 pictures a second; 1000 unless told. */
  readonly pictureBytes?: number;
}

/** Writes runs into `<data>/archive` as the recorder would: a GOP and a fragment a second, pictures of counted bytes. */
export async function recordRuns(dataDirectory: string, runs: readonly RecordedRun[]): Promise<void> {
  const path = join(dataDirectory, 'archive');
  await mkdir(path, { recursive: true });
  let nowUnixMs = runs[0]?.startUnixMs ?? 0;
  const archive = await openArchive({
    volumes: [{ id: 'default', path, floorBytes: 0 }],
    bootId: 'test',
    now: () => ({ unixMs: nowUnixMs, monotonicMs: nowUnixMs }),
    signer: null,
  });
  for (const run of runs) {
    const startUnixMs = run.startUnixMs;
    const stream = { cameraId: run.cameraId, kind: 'main' } as const;
    const videoFormat = format(run.widthPixels ?? 640);
    const init = createInitSegment({ format: videoFormat, creationUnixMs: startUnixMs, cameraName: 'test' });
    const writer = archive.beginRun({
      stream,
      volumeId: 'default',
      format: videoFormat,
      init,
      reason: 'start',
      startUnixMs,
    });
    for (let second = 0; second < run.seconds; second += 1) {
      nowUnixMs = startUnixMs + second * 1000;
      const fragment = fragmentOf(second, nowUnixMs, run.pictureBytes ?? 1000);
      writer.append({
        parts: [fragment],
        wallStartUnixMs: nowUnixMs,
        wallEndUnixMs: nowUnixMs + 1000,
        startsOnSync: true,
      });
    }
    writer.end(nowUnixMs + 1000);
  }
  await archive.close(nowUnixMs + 1000);
}

function fragmentOf(second: number, wallStartUnixMs: number, pictureBytes: number): Uint8Array<ArrayBuffer> {
  const pictures = Array.from({ length: 10 }, (_, index) => {
    const data = new Uint8Array(pictureBytes).fill(second * 10 + index + 1);
    data.set([0, 0, (pictureBytes - 4) >> 8, (pictureBytes - 4) & 0xff, index === 0 ? 0x65 : 0x41]);
    return data;
  });
  const samples = pictures.map((data, index) => ({
    dtsTicks: second * 90_000 + index * 9000,
    compositionOffsetTicks: 0,
    durationTicks: 9000,
    sizeBytes: data.length,
    sync: index === 0,
    leading: false,
    disposable: false,
  }));
  return new Uint8Array(
    writeFragment({ sequenceNumber: second + 1, wallStartUnixMs, samples, data: pictures }),
  );
}
