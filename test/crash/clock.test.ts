/** The clock that the recorder reads for the machine's is set while cameras are recorded over real sockets: nothing is lost for it, and what happened can be read afterwards. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive } from '@matlang/archive';
import { checkArchive } from '@matlang/archive/check';
import { type ArchiveReader, openArchiveReader, type StreamFragment } from '@matlang/archive/reading';
import { Recorder, type RecorderOptions, SiteClock } from '@matlang/recorder';
import { LinkClient, temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { recorderConfiguration, socketOf } from '../rig/recorder-site.ts';
import { frameNumbersIn, frameNumbersOf, segmentFilesOf } from '../rig/segment-files.ts';
import { FRAME_MS, type RunningCamera, startRunningCameras } from './running-cameras.ts';

const HOUR_MS = 3_600_000;
const VOLUME_ID = 'default';
const LAST_FRAMES = 3;
/** Between two readings of the machine's clock, and a busy machine. */
const STEP_SLACK_MS = 100;

/** A recorder in this process, whose system clock the test sets. */
class ClockRig {
  readonly client: LinkClient;
  readonly camera: RunningCamera;
  readonly #recorder: Recorder;
  readonly #volume: string;
  readonly #clock: { offsetMs: number };

  private constructor(
    parts: Pick<ClockRig, 'client' | 'camera'>,
    recorder: Recorder,
    volume: string,
    clock: { offsetMs: number },
  ) {
    this.client = parts.client;
    this.camera = parts.camera;
    this.#recorder = recorder;
    this.#volume = volume;
    this.#clock = clock;
  }

  static async start(context: TestContext): Promise<ClockRig> {
    const data = await temporaryDirectory(context);
    const volume = join(data, 'archive');
    mkdirSync(volume);
    const cameras = await startRunningCameras({ count: 1, seconds: 60 });
    context.onTestFinished(() => cameras.close());
    const camera = cameras.cameras[0]!;
    const clock = { offsetMs: 0 };
    const siteClock = new SiteClock({
      monotonicMs: () => performance.now(),
      systemUnixMs: () => Date.now() + clock.offsetMs,
    });
    const archive = await openArchive({
      volumes: [{ id: VOLUME_ID, path: volume, floorBytes: 0 }],
      bootId: 'boot-1',
      now: () => ({ unixMs: Math.round(siteClock.nowUnixMs()), monotonicMs: siteClock.monotonicMs() }),
      signer: null,
    });
    const options: RecorderOptions = {
      archive,
      socketPath: socketOf(data),
      siteClock,
      random: () => 0.5,
      openSecret: () => '',
      productVersion: 'test',
      log: () => undefined,
    };
    const recorder = new Recorder(options);
    await recorder.start();
    context.onTestFinished(() => recorder.stop());
    recorder.apply(recorderConfiguration([camera]));
    const client = new LinkClient(options.socketPath);
    context.onTestFinished(async () => client.close());
    const rig = new ClockRig({ client, camera }, recorder, volume, clock);
    await rig.fragments(3);
    return rig;
  }

  async fragments(more: number): Promise<void> {
    const count = (): number => this.client.of('appended').length;
    const wanted = count() + more;
    await until(`${more} fragments`, () => count() >= wanted, 30_000);
  }

  setClock(byMs: number): void {
    this.#clock.offsetMs += byMs;
  }

  /** Ends the recorder; the archive must be in order. */
  async stop(): Promise<ArchiveReader> {
    const volumes = [{ id: VOLUME_ID, path: this.#volume }];
    await this.#recorder.stop();
    const { findings } = await checkArchive({ volumes, deep: true, nowUnixMs: Date.now() });
    expect(findings).toEqual([]);
    return openArchiveReader({ volumes });
  }

  /** In the order of `seq`. */
  expectNoPictureMissing(): void {
    const kept = segmentFilesOf(this.#volume, this.camera.id).flatMap(({ path }) => frameNumbersIn(path));
    const sent = this.camera.sent.map(({ number }) => number);
    expect(kept).toEqual(sent.slice(0, kept.length));
    expect(sent.length - kept.length).toBeLessThanOrEqual(LAST_FRAMES);
    expect(this.camera.playedMonotonicMs).toHaveLength(1);
  }
}

async function fragmentsOf(reader: ArchiveReader, cameraId: string): Promise<StreamFragment[]> {
  const fragments: StreamFragment[] = [];
  const stream = { cameraId, kind: 'main' } as const;
  for await (const fragment of reader.streamFragments(stream, 0, Date.now() + 2 * HOUR_MS))
    fragments.push(fragment);
  return fragments;
}

// Both at once, each with a recorder and a camera of its own: they wait for fragments, and compute next to nothing.
test.concurrent('an hour ahead, and back again by more: each step is told, no picture is lost, what exists twice is listed twice', async (context) => {
  const rig = await ClockRig.start(context);
  await rig.fragments(4);
  const backMs = -HOUR_MS - 8000;
  rig.setClock(HOUR_MS);
  await rig.fragments(4);
  rig.setClock(backMs);
  await rig.fragments(6);
  const told = rig.client.of('archive-event');
  const reader = await rig.stop();
  context.onTestFinished(async () => reader.close());
  rig.expectNoPictureMissing();

  const cameraId = rig.camera.id;
  const { cameras, events } = await reader.timeline({
    cameraIds: [cameraId],
    fromUnixMs: 0,
    toUnixMs: Date.now() + 2 * HOUR_MS,
    maxPoints: 0,
  });
  // What happened, with the time before and after; told to whoever listens, too.
  expect(events.map(({ kind }) => kind)).toEqual(['clock-step', 'clock-step']);
  const steps = told.map(({ detail }) => Number(detail['afterUnixMs']) - Number(detail['beforeUnixMs']));
  expect(Math.abs(steps[0]! - HOUR_MS)).toBeLessThan(STEP_SLACK_MS);
  expect(Math.abs(steps[1]! - backMs)).toBeLessThan(STEP_SLACK_MS);
  expect(events.map(({ detail }) => detail)).toEqual(
    expect.arrayContaining(told.map(({ detail }) => detail)),
  );

  // Three runs; within each of them time goes on, media time and wall time alike.
  const fragments = await fragmentsOf(reader, cameraId);
  const begins = fragments.flatMap(({ discontinuity }, index) => (discontinuity === null ? [] : [index]));
  expect(begins.map((index) => fragments[index]!.discontinuity?.reason)).toEqual([
    'start',
    'clock-step',
    'clock-step',
  ]);
  for (const [index, fragment] of fragments.entries()) {
    const before = fragments[index - 1];
    if (before === undefined) continue;
    expect(fragment.segment.seq).toBeGreaterThanOrEqual(before.segment.seq);
    if (fragment.discontinuity !== null) continue;
    expect(fragment.startTicks).toBe(before.startTicks + before.durationTicks);
    expect(fragment.wallStartUnixMs).toBeGreaterThan(before.wallStartUnixMs);
  }
  const [, second, third] = begins.map((index) => fragments[index]!);
  const lastOfFirst = fragments[begins[1]! - 1]!;
  const lastOfSecond = fragments[begins[2]! - 1]!;
  expect(Math.abs(second!.wallStartUnixMs - lastOfFirst.wallEndUnixMs - HOUR_MS)).toBeLessThan(
    2 * STEP_SLACK_MS,
  );
  expect(Math.abs(third!.wallStartUnixMs - lastOfSecond.wallEndUnixMs - backMs)).toBeLessThan(
    2 * STEP_SLACK_MS,
  );

  // The seconds that exist twice: two spans in the order recorded, and two GOPs to choose from.
  const { spans } = cameras[0]!;
  expect(spans).toHaveLength(3);
  expect(spans[2]!.start).toBeLessThan(spans[0]!.end);
  const twice = Math.round((spans[2]!.start + spans[0]!.end) / 2);
  const stream = { cameraId, kind: 'main' } as const;
  const shown: number[][] = [];
  for (const occurrence of [0, 1, 2]) {
    const gop = await reader.locate(stream, twice, occurrence);
    if (gop !== null) shown.push([...frameNumbersOf(await reader.readGop(gop))]);
  }
  expect(shown).toHaveLength(2);
  expect(shown[1]![0]! - shown[0]!.at(-1)!).toBeGreaterThan(3000 / FRAME_MS);
}, 90_000);

test.concurrent('less than a second off: followed slowly, no step, one run', async (context) => {
  const rig = await ClockRig.start(context);
  const beforeMs = performance.now();
  rig.setClock(900);
  await rig.fragments(3);
  rig.setClock(-1700);
  await rig.fragments(3);
  const elapsedMs = performance.now() - beforeMs;
  const offMs = rig.client.of('statistics').at(-1)!.statistics.siteClockOffsetMs;
  // 500 ppm of some seconds are some milliseconds.
  expect(Math.abs(offMs - 800)).toBeLessThan(10 + (elapsedMs * 500) / 1e6);
  const reader = await rig.stop();
  context.onTestFinished(async () => reader.close());
  rig.expectNoPictureMissing();
  expect(rig.client.of('archive-event')).toEqual([]);
  const fragments = await fragmentsOf(reader, rig.camera.id);
  expect(fragments.filter(({ discontinuity }) => discontinuity !== null)).toHaveLength(1);
  for (const { wallStartUnixMs, wallEndUnixMs } of fragments.slice(0, -1)) {
    expect(wallEndUnixMs - wallStartUnixMs).toBeGreaterThan(500);
    expect(wallEndUnixMs - wallStartUnixMs).toBeLessThan(1500);
  }
}, 60_000);
