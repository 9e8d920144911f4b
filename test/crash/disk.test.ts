/**
 * One of two disks fails, a real one: full to the last block, turned read-only under the recorder, not answering. The other goes on without a
 * missing picture, the gap says why, and recording goes on by itself when the disk works again.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkArchive } from '@matlang/archive/check';
import { openArchiveReader } from '@matlang/archive/reading';
import { LinkClient, type StartedProcess, temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { configureSite, socketOf, startRecorderProcess, waitUntilReady } from '../rig/recorder-site.ts';
import { frameNumbersIn, segmentFilesOf } from '../rig/segment-files.ts';
import { LoopDisk } from './loop-disk.ts';
import { FRAME_MS, type RunningCamera, startRunningCameras } from './running-cameras.ts';
import { holesOf } from './time-line-holes.ts';

/** Longest time of a test: what cameras have pictures for. */
const SECONDS = 45;
/** On its way when the recorder is told to stop. */
const LAST_FRAMES = 3;
/** What a power cut costs, and a disk that goes without having written. */
const MAX_UNSYNCED_MS = 5000;
const MAX_QUEUED_BYTES = 32 * 2 ** 20;
/** Above what it was before the stall. 39 MB were measured; a queue of 250 MiB took 73. */
const MAX_GROWTH_BYTES = 60 * 2 ** 20;

interface Watched {
  readonly id: string;
  readonly camera: RunningCamera;
  readonly path: string;
}

/** A recorder with one camera for each volume. */
class Rig {
  readonly client: LinkClient;
  readonly #recorder: StartedProcess;
  readonly #watched: readonly Watched[];
  #stoppedMonotonicMs = 0;

  private constructor(recorder: StartedProcess, client: LinkClient, watched: readonly Watched[]) {
    this.#recorder = recorder;
    this.client = client;
    this.#watched = watched;
  }

  /** `frameBytes` of the cameras on `disks`. */
  static async start(context: TestContext, disks: readonly LoopDisk[], frameBytes: readonly number[]) {
    const data = await temporaryDirectory(context);
    const healthy = join(data, 'archive');
    mkdirSync(healthy);
    const watched: Watched[] = [];
    const paths = [healthy, ...disks.map(({ volume }) => volume)];
    for (const [index, path] of paths.entries()) {
      const minFrameBytes = frameBytes[index - 1] ?? 1000;
      const cameras = await startRunningCameras({
        count: 1,
        seconds: SECONDS,
        minFrameBytes,
        firstId: index + 1,
      });
      context.onTestFinished(() => cameras.close());
      watched.push({ id: index === 0 ? 'healthy' : `disk-${index}`, camera: cameras.cameras[0]!, path });
    }
    configureSite(
      data,
      watched.map(({ id, camera }) => ({ id: camera.id, url: camera.url, volumeId: id })),
      watched.map(({ id, path }) => ({ id, path })),
    );
    const recorder = await startRecorderProcess(data);
    context.onTestFinished(() => recorder.kill());
    await waitUntilReady(recorder);
    const client = new LinkClient(socketOf(data));
    context.onTestFinished(async () => client.close());
    const rig = new Rig(recorder, client, watched);
    for (const { id } of watched) await rig.fragments(id, 2);
    return rig;
  }

  /** Waits for so many more fragments on a volume. */
  async fragments(volumeId: string, more: number): Promise<void> {
    const count = (): number =>
      this.client.of('appended').filter((announced) => announced.volumeId === volumeId).length;
    const wanted = count() + more;
    await until(`${more} fragments on ${volumeId}`, () => count() >= wanted, 20_000);
  }

  /** Of the recorder's whole process, by the kernel's account. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.#recorder.pid}/status`, 'latin1');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  async state(volumeId: string, state: string): Promise<void> {
    await until(`${volumeId} is ${state}`, () => this.volume(volumeId)?.state === state, 15_000);
  }

  volume(volumeId: string) {
    const last = this.client.of('statistics').at(-1)?.statistics;
    return last?.volumes.find((volume) => volume.volumeId === volumeId);
  }

  /** Of all reports. */
  mostQueuedBytes(volumeId: string): number {
    const reports = this.client.of('statistics').flatMap(({ statistics }) => statistics.volumes);
    return Math.max(...reports.filter((v) => v.volumeId === volumeId).map(({ queuedBytes }) => queuedBytes));
  }

  /** Ends the recorder; everything on all volumes must be in order then. */
  async stop(): Promise<void> {
    this.#stoppedMonotonicMs = performance.now();
    await this.#recorder.kill('SIGTERM');
    expect(await this.#recorder.ended).toMatchObject({ code: 0 });
    const volumes = this.#watched.map(({ id, path }) => ({ id, path }));
    const { findings } = await checkArchive({ volumes, deep: true, nowUnixMs: Date.now() });
    expect(findings).toEqual([]);
  }

  /** Numbers on disk in the order of the files, and how many were sent. */
  pictures(volumeId: string): { readonly kept: readonly number[]; readonly sent: readonly number[] } {
    const { camera, path } = this.#of(volumeId);
    return {
      kept: segmentFilesOf(path, camera.id).flatMap((file) => frameNumbersIn(file.path)),
      sent: camera.sent.map(({ number }) => number),
    };
  }

  expectNothingMissing(volumeId: string): void {
    const { kept, sent } = this.pictures(volumeId);
    expect(kept).toEqual(sent.slice(0, kept.length));
    const { camera } = this.#of(volumeId);
    const came = camera.sent.filter(({ atMonotonicMs }) => atMonotonicMs < this.#stoppedMonotonicMs).length;
    expect(came - kept.length).toBeLessThanOrEqual(LAST_FRAMES);
    expect(camera.playedMonotonicMs).toHaveLength(1);
  }

  /** Gaps of a volume's camera but the last, which is the stop; and that nothing is left unsaid. */
  async gaps(volumeId: string): Promise<readonly { readonly cause: string; readonly ms: number }[]> {
    const { id, camera, path } = this.#of(volumeId);
    const reader = openArchiveReader({ volumes: [{ id, path }] });
    const { cameras } = await reader.timeline({
      cameraIds: [camera.id],
      fromUnixMs: 0,
      toUnixMs: Date.now() + 60_000,
      maxPoints: 0,
    });
    reader.close();
    const { spans, gaps } = cameras[0]!;
    expect(holesOf(spans, gaps)).toEqual([]);
    expect(gaps.at(-1)).toMatchObject({ cause: 'stopped', end: null });
    return gaps
      .slice(0, -1)
      .map(({ cause, start, end }) => ({ cause, ms: (end ?? Number.POSITIVE_INFINITY) - start }));
  }

  #of(volumeId: string): Watched {
    return this.#watched.find(({ id }) => id === volumeId)!;
  }
}

/** What was sent up to the last picture kept and is not there, in ms; numbers must grow. */
function missingMs({ kept, sent }: ReturnType<Rig['pictures']>): number {
  expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
  return (sent.filter((number) => number <= (kept.at(-1) ?? 0)).length - kept.length) * FRAME_MS;
}

test.concurrent('full to the last block, and room again', async (context) => {
  const disk = new LoopDisk(context);
  const rig = await Rig.start(context, [disk], [20_000]);
  disk.fill();
  await rig.state('disk-1', 'full');
  await rig.fragments('healthy', 5);
  expect(rig.volume('healthy')?.state).toBe('recording');
  disk.empty();
  await rig.fragments('disk-1', 3);
  expect(rig.volume('disk-1')?.state).toBe('recording');
  await rig.stop();
  rig.expectNothingMissing('healthy');
  expect(await rig.gaps('healthy')).toEqual([]);
  const gaps = await rig.gaps('disk-1');
  expect(gaps.map(({ cause }) => cause)).toEqual(['disk-full']);
  // A picture's time is an estimate of a few hundredths; frames count exactly.
  expect(Math.abs(missingMs(rig.pictures('disk-1')) - gaps[0]!.ms)).toBeLessThanOrEqual(2 * FRAME_MS);
}, 90_000);

test.concurrent('read-only after an error, taken out, put in again', async (context) => {
  const disk = new LoopDisk(context);
  const rig = await Rig.start(context, [disk], [20_000]);
  await rig.fragments('disk-1', 8);
  const sentBefore = rig.pictures('disk-1').sent.length;
  disk.abort();
  await rig.state('disk-1', 'read-only');
  // The recorder let go of every file, or this would be refused.
  disk.unmount();
  await rig.state('disk-1', 'failed');
  await rig.fragments('healthy', 3);
  disk.mount();
  await rig.fragments('disk-1', 3);
  expect(rig.volume('disk-1')?.state).toBe('recording');
  await rig.stop();
  rig.expectNothingMissing('healthy');
  expect(await rig.gaps('healthy')).toEqual([]);
  const gaps = await rig.gaps('disk-1');
  expect(gaps.map(({ cause }) => cause)).toEqual(['disk-error']);
  const { kept, sent } = rig.pictures('disk-1');
  const safe = sentBefore - MAX_UNSYNCED_MS / FRAME_MS;
  expect(safe).toBeGreaterThan(20);
  expect(kept.slice(0, safe)).toEqual(sent.slice(0, safe));
  expect(Math.abs(missingMs(rig.pictures('disk-1')) - gaps[0]!.ms)).toBeLessThanOrEqual(2 * FRAME_MS);
}, 90_000);

test.concurrent('stalls for 10 s: a thin stream loses nothing, a fat one what does not fit the queue', async (context) => {
  const thin = new LoopDisk(context);
  const fat = new LoopDisk(context);
  const rig = await Rig.start(context, [thin, fat], [1000, 500_000]);
  await rig.fragments('disk-2', 3);
  const before = rig.residentBytes();
  thin.freeze();
  fat.freeze();
  await rig.state('disk-1', 'stalled');
  await rig.state('disk-2', 'stalled');
  let most = 0;
  for (let second = 0; second < 10; second += 1) {
    await rig.fragments('healthy', 1);
    most = Math.max(most, rig.residentBytes());
  }
  // 5 MB a second came in for it: what can't wait is dropped, not kept.
  expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
  expect(rig.volume('healthy')?.state).toBe('recording');
  thin.thaw();
  fat.thaw();
  await rig.state('disk-2', 'recording');
  await until('the queue is empty', () => rig.volume('disk-2')?.queuedBytes === 0, 20_000);
  await rig.fragments('disk-2', 2);
  await rig.stop();
  rig.expectNothingMissing('healthy');
  rig.expectNothingMissing('disk-1');
  expect(await rig.gaps('disk-1')).toEqual([]);
  expect(rig.mostQueuedBytes('disk-2')).toBeLessThanOrEqual(MAX_QUEUED_BYTES);
  const gaps = await rig.gaps('disk-2');
  expect(gaps.map(({ cause }) => cause)).toEqual(['disk-stall']);
  const missing = missingMs(rig.pictures('disk-2'));
  expect(missing).toBeGreaterThan(1000);
  expect(Math.abs(missing - gaps[0]!.ms)).toBeLessThanOrEqual(2 * FRAME_MS);
}, 90_000);
