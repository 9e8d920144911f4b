/**
 * A day of one camera in half a minute: simulated clocks, the recorder's stream, a real archive with its thread and files. The wall clock is slewed by
 * NTP, the camera's runs late, packets jitter; after 24 h times are still true, memory is what it was, nothing is missing.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ArchiveWriter, openArchive } from '@matlang/archive';
import { checkArchive } from '@matlang/archive/check';
import { openArchiveReader } from '@matlang/archive/reading';
import { BlockPool } from '@matlang/media/memory';
import { SiteClock } from '@matlang/recorder';
import { RECORDER_NODE_OPTIONS } from '@matlang/recorder/node-options';
import { createSeededRandom } from '@matlang/simulator';
import { SimulatedClock } from '@matlang/testkit';
import { SYNTHETIC_FORMAT } from '@matlang/testkit/storage';
import { expect, test } from 'vitest';
import { MediaStream } from '../../packages/recorder/stream/media-stream.ts';
import { segmentFilesOf } from '../rig/segment-files.ts';
import { holesOf } from './time-line-holes.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 30);
const HOUR_MS = 3_600_000;
const HOURS = 24;
const STREAM = { cameraId: 'camera-1', kind: 'main' } as const;
const VOLUME_ID = 'v1';
/** Declared "2 fps", a key frame each second; the camera's quartz is 60 ppm slow, so a picture comes a little later each time. */
const FRAME_TICKS = 45_000;
const CAMERA_PPM = 60;
const FRAME_MS = 500 * (1 + CAMERA_PPM / 1e6);
const JITTER_MS = 80;
/** The machine's quartz against UTC. */
const MACHINE_PPM = 25;
const TICK_MS = 250;
/** docs/design/time.md: 60 s of drift (5 ms here), the least delay in a window, rounding. */
const MAX_ERROR_MS = 10;
const SETTLED_MS = 60_000;
/** Of the main thread, after a collection. */
const MAX_HEAP_GROWTH_BYTES = 3 * 2 ** 20;
/** Of the process: the volume's thread too, whose garbage is not collected on demand. */
const MAX_RSS_GROWTH_BYTES = 32 * 2 ** 20;

/** Syncs cost nothing in memory: a day has 29,000 of them. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

setFlagsFromString('--expose-gc');
// As the recorder is started: else the volume's thread lets 32 MB of young garbage lie, in steps that look like growth.
for (const option of RECORDER_NODE_OPTIONS) setFlagsFromString(option);
const collectGarbage: () => void = runInNewContext('gc');

function memory(): { readonly heapBytes: number; readonly rssBytes: number } {
  collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapBytes: heapUsed + arrayBuffers, rssBytes: rss };
}

async function written(archive: ArchiveWriter): Promise<void> {
  while ((archive.statistics()[0]?.queuedBytes ?? 0) > 0) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

test(`${HOURS} h: no drift, no leak, no gap`, async (context) => {
  const folder = await mkdtemp(join(TEMPORARY, 'matlang-day-'));
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const clock = new SimulatedClock(START);
  clock.slewWall(MACHINE_PPM);
  const siteClock = new SiteClock({ monotonicMs: clock.monotonicMs, systemUnixMs: clock.unixMs });
  const archive = await openArchive({
    volumes: [{ id: VOLUME_ID, path: folder, floorBytes: 0 }],
    bootId: 'boot-1',
    now: () => ({ unixMs: Math.round(siteClock.nowUnixMs()), monotonicMs: siteClock.monotonicMs() }),
    signer: null,
    onWarning: (_, text) => expect.unreachable(text),
  });
  let fragments = 0;
  let worstErrorMs = 0;
  let lastEndUnixMs: number | null = null;
  archive.onAppended(({ wallStartUnixMs, wallEndUnixMs }) => {
    const trueUnixMs = START + fragments * 2 * FRAME_MS;
    if (trueUnixMs > START + SETTLED_MS)
      worstErrorMs = Math.max(worstErrorMs, Math.abs(wallStartUnixMs - trueUnixMs));
    if (lastEndUnixMs !== null && wallStartUnixMs !== lastEndUnixMs)
      expect.unreachable(`${wallStartUnixMs} ${lastEndUnixMs}`);
    lastEndUnixMs = wallEndUnixMs;
    fragments += 1;
  });
  const stream = new MediaStream({
    stream: STREAM,
    volumeId: VOLUME_ID,
    cameraName: () => 'Cổng chợ',
    record: true,
    archive,
    siteClock,
    pool: new BlockPool(),
    onState: () => undefined,
    onViewers: () => undefined,
  });
  const tick = (): void => {
    expect(siteClock.follow()).toBe(null);
    stream.tick(clock.monotonicMs());
  };

  const format = { ...SYNTHETIC_FORMAT, reorderDepth: 0 };
  const frames = Math.floor((HOURS * HOUR_MS) / FRAME_MS);
  const memories: ReturnType<typeof memory>[] = [];
  const random = createSeededRandom(1);
  for (let frame = 0; frame < frames; frame += 1) {
    const arrivalUnixMs = START + frame * FRAME_MS + random.next() * JITTER_MS;
    clock.advance((arrivalUnixMs - START) / (1 + MACHINE_PPM / 1e6) - clock.monotonicMs());
    const sync = frame % 2 === 0;
    stream.push({
      format,
      ptsTicks: frame * FRAME_TICKS,
      data: new Uint8Array(sync ? 200 : 60).fill(frame),
      sync,
      leading: false,
      disposable: false,
      durationTicks: null,
      lostPackets: 0,
      arrivalMonotonicMs: clock.monotonicMs(),
      pictureOrderCount: null,
      startsOrder: sync,
      leadingMayFollow: false,
    });
    tick();
    clock.advance(TICK_MS);
    tick();
    if (frame % 240 === 0) await written(archive);
    const hour = Math.floor((frame * FRAME_MS) / HOUR_MS);
    if (hour > memories.length) memories.push(memory());
  }
  const pushedFragments = Math.ceil(frames / 2);
  stream.stop(null);
  await written(archive);
  memories.push(memory());
  await archive.close(Math.round(siteClock.nowUnixMs()));

  expect(fragments).toBe(pushedFragments);
  expect(worstErrorMs).toBeLessThanOrEqual(MAX_ERROR_MS);
  expect(memories).toHaveLength(HOURS);
  const [, afterTwoHours] = memories;
  const grown = (of: (at: ReturnType<typeof memory>) => number): number =>
    Math.max(...memories.slice(2).map(of)) - of(afterTwoHours!);
  expect(grown(({ heapBytes }) => heapBytes)).toBeLessThan(MAX_HEAP_GROWTH_BYTES);
  expect(grown(({ rssBytes }) => rssBytes)).toBeLessThan(MAX_RSS_GROWTH_BYTES);

  const reader = openArchiveReader({ volumes: [{ id: VOLUME_ID, path: folder }] });
  const { cameras } = await reader.timeline({
    cameraIds: [STREAM.cameraId],
    fromUnixMs: START - HOUR_MS,
    toUnixMs: START + (HOURS + 1) * HOUR_MS,
    maxPoints: 0,
  });
  reader.close();
  const { spans, gaps } = cameras[0]!;
  expect(spans).toHaveLength(1);
  expect(Math.abs(spans[0]!.end - (START + frames * FRAME_MS))).toBeLessThanOrEqual(MAX_ERROR_MS);
  expect(gaps.map(({ cause }) => cause)).toEqual(['stopped']);
  expect(holesOf(spans, gaps)).toEqual([]);

  // A minute a segment, to the next key frame; midnight cuts one in two.
  const files = segmentFilesOf(folder, STREAM.cameraId);
  expect(files.map(({ seq }) => seq)).toEqual(files.map((_, index) => index));
  expect(files.length).toBeGreaterThanOrEqual(Math.floor((HOURS * HOUR_MS) / 61_000));
  expect(files.length).toBeLessThanOrEqual((HOURS * HOUR_MS) / 60_000 + 2);
  const days = new Set(files.map(({ path }) => path.split('/').at(-2)));
  expect([...days]).toEqual(['2026-11-24', '2026-11-25']);
  const report = await checkArchive({
    volumes: [{ id: VOLUME_ID, path: folder }],
    deep: true,
    nowUnixMs: START,
  });
  expect(report.findings).toEqual([]);
  expect(report.volumes[0]?.segments).toBe(files.length);
}, 180_000);
