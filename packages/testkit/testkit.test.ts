import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  frameMd5,
  movieFrameNumbers,
  requireWitness,
  retainedBytes,
  SimulatedClock,
  skipHere,
  startGstCamera,
  startProcess,
  temporaryDirectory,
} from './index.ts';

test('the simulated clock runs timers in order, each at its own instant', () => {
  const clock = new SimulatedClock(1_000_000);
  const seen: string[] = [];
  clock.setTimer(() => seen.push(`b${clock.monotonicMs()}`), 20);
  clock.setTimer(() => {
    seen.push(`a${clock.monotonicMs()}`);
    clock.setTimer(() => seen.push(`c${clock.monotonicMs()}`), 10);
  }, 10);
  const takeBack = clock.setTimer(() => seen.push('never'), 15);
  takeBack();
  clock.advance(100);
  expect(seen).toEqual(['a10', 'b20', 'c20']);
  expect(clock.unixMs()).toBe(1_000_100);
  clock.stepWall(-3_600_000);
  clock.slewWall(500);
  clock.advance(10_000);
  expect(clock.unixMs()).toBe(1_000_100 - 3_600_000 + 10_005);
  expect(clock.monotonicMs()).toBe(10_100);
});

test('a process is heard line by line and ended by its id', async () => {
  const started = await startProcess(process.execPath, [
    '-e',
    'console.log("up"); setInterval(() => {}, 1000)',
  ]);
  onTestFinished(() => started.kill());
  expect(await started.waitForLine(/^up$/)).toBe('up');
  await started.kill();
  expect((await started.ended).signal).toBe('SIGKILL');
  await expect(started.waitForLine(/nothing/)).rejects.toThrow(/has ended/);
});

test('what is kept is counted, what was let go of is not', () => {
  const before = retainedBytes();
  let kept: unknown[] = Array.from({ length: 20 }, () => new Uint8Array(1 << 20).fill(1));
  expect(retainedBytes() - before).toBeGreaterThan(19 << 20);
  expect(kept).toHaveLength(20);
  kept = [];
  expect(retainedBytes() - before).toBeLessThan(5 << 20);
  expect(kept).toHaveLength(0);
});

test('a temporary directory exists during the test', async (context) => {
  const path = await temporaryDirectory(context);
  expect(existsSync(path)).toBe(true);
});

test('a missing witness skips by name, and fails in CI; so does any other lack', () => {
  const notes: (string | undefined)[] = [];
  const context = { skip: (note?: string) => void notes.push(note) };
  const before = { path: process.env['PATH'], ci: process.env['CI'] };
  onTestFinished(() => {
    process.env['PATH'] = before.path;
    if (before.ci === undefined) delete process.env['CI'];
    else process.env['CI'] = before.ci;
  });
  process.env['PATH'] = '';
  delete process.env['CI'];
  expect(() => requireWitness('ffprobe', context)).toThrow();
  expect(() => skipHere('no disk', context)).toThrow('no disk');
  expect(notes).toEqual([expect.stringMatching(/ffprobe is missing/), 'no disk']);
  process.env['CI'] = 'true';
  expect(() => skipHere('no disk', context)).toThrow('no disk');
  expect(() => requireWitness('ffprobe', context)).toThrow(/ffprobe is missing/);
  expect(notes).toHaveLength(2);
});

test('GStreamer serves a clip that ffmpeg reads', async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  const file = join(requireWitness('shared-clips', context), 'derived/sub_360p15_h264_300k.mp4');
  const camera = await startGstCamera(context, { streams: { '/sub': { file } } });
  onTestFinished(() => camera.close());
  const played = await frameMd5(ffmpeg, camera.urlOf('/sub'), {
    input: ['-rtsp_transport', 'tcp'],
    frames: 10,
  });
  const original = await frameMd5(ffmpeg, file);
  const first = original.indexOf(played[0]!);
  expect(original.slice(first, first + 10)).toEqual(played);
});

test('the numbers of a recorded movie are read without decoding', () => {
  const clip = fileURLToPath(new URL('../simulator/clips/cau-ben-da-sub.mp4', import.meta.url));
  expect(movieFrameNumbers(clip)).toEqual(Array.from({ length: 40 }, (_, i) => i));
});
