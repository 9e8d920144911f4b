/** Stills over HTTP with the real processes: the server asks, the analyst decodes, and whichever way it ends, the next one is asked. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeStillStream, PICTURE_AT_HEADER } from '@matlang/contract';
import {
  type RecordedClip,
  recordClip,
  requireWitness,
  runProgram,
  type StartedProcess,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { ask, startServer } from './site-server.ts';

const ANALYST = fileURLToPath(new URL('../../packages/analyst/main.ts', import.meta.url));
const START = Date.UTC(2026, 1, 15, 7, 30);

interface Site {
  readonly data: string;
  /** Of the camera's routes. */
  readonly url: string;
  readonly clip: RecordedClip;
}

/** A camera with four seconds of pictures, 12 a GOP; one GOP is damaged. */
async function recordedSite(context: TestContext): Promise<Site> {
  const ffmpeg = requireWitness('ffmpeg', context);
  const data = await temporaryDirectory(context);
  const { url } = await startServer(context, data);
  const camera = { name: 'Cổng chợ', main: { url: 'rtsp://127.0.0.1:9/main' } };
  const { id } = await ask<{ id: string }>(`${url}cameras`, camera);
  const file = join(data, 'clip.mp4');
  const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-frames:v', '100'];
  const coded = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-g', '12', '-bf', '2', '-sc_threshold', '0'];
  await runProgram(ffmpeg, [...source, ...coded, '-video_track_timescale', '90000', file]);
  const damage = (sample: Uint8Array, index: number): Uint8Array =>
    index >= 36 && index < 48 ? new Uint8Array(sample.length) : sample;
  const [clip] = await recordClip(data, [{ cameraId: id, kind: 'main', startUnixMs: START, file, damage }]);
  if (clip === undefined) throw new Error('nothing recorded');
  return { data, url: `${url}cameras/${id}/`, clip };
}

async function startAnalyst(context: TestContext, data: string): Promise<StartedProcess> {
  const started = await startProcess(process.execPath, [ANALYST, '--data', data]);
  context.onTestFinished(() => started.kill());
  await started.waitForLine(/"ready":true/, 60_000);
  return started;
}

/** Asked again while the server has not found the analyst again. */
async function still(url: string, query: string): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(`${url}still.jpg?${query}`);
    if (response.ok || tries >= 100) return response;
    const { code } = await codeOf(response.clone());
    if (code !== 'analyst-unreachable') return response;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const codeOf = async (response: Response): Promise<{ code: string; gapCause?: string }> =>
  ((await response.json()) as { error: { code: string; gapCause?: string } }).error;

test('a still, a strip, refusals, and an analyst that was killed', async (context) => {
  const { data, url, clip } = await recordedSite(context);
  expect((await codeOf(await fetch(`${url}still.jpg?at=${START}`))).code).toBe('analyst-unreachable');
  const analyst = await startAnalyst(context, data);

  const exact = await still(url, `at=${START + 1000}&exact=1&width=160`);
  expect(exact.status).toBe(200);
  expect(exact.headers.get('content-type')).toBe('image/jpeg');
  expect(exact.headers.get('cache-control')).toContain('immutable');
  const shown = clip.pictures.findLast(({ takenUnixMs }) => takenUnixMs <= START + 1000);
  expect(Number(exact.headers.get(PICTURE_AT_HEADER))).toBe(shown?.takenUnixMs);
  expect([...new Uint8Array(await exact.arrayBuffer()).subarray(0, 2)]).toEqual([0xff, 0xd8]);

  // The newest picture is that of the newest GOP; what was never recorded has none.
  const last = await fetch(`${url}last.jpg?width=80`);
  expect(last.status).toBe(200);
  expect(last.headers.get('cache-control')).toBe('no-store');
  const newestKey = clip.pictures.findLast(({ sync }) => sync)?.takenUnixMs;
  expect(Number(last.headers.get(PICTURE_AT_HEADER))).toBe(newestKey);
  expect((await codeOf(await fetch(`${url}last.jpg?stream=sub`))).code).toBe('nothing-recorded');
  expect((await fetch(`${url}last.jpg?at=${START}`)).status).toBe(400);

  const strip = await fetch(`${url}stills?from=${START - 2000}&to=${START + 6000}&count=64&width=80`);
  expect(strip.status).toBe(200);
  const { stills, endBytes } = decodeStillStream(new Uint8Array(await strip.arrayBuffer()));
  expect(endBytes).toBeGreaterThan(1000);
  const keys = clip.pictures.filter(({ sync }) => sync).map(({ takenUnixMs }) => takenUnixMs);
  // Each key frame once; one GOP is damaged.
  const taken = stills.map(({ takenUnixMs }) => takenUnixMs);
  expect(taken.length).toBeGreaterThanOrEqual(keys.length - 1);
  expect(keys).toEqual(expect.arrayContaining(taken));
  expect(taken).toEqual([...new Set(taken)].toSorted((a, b) => a - b));

  const damaged = await fetch(`${url}still.jpg?at=${START + 1700}`);
  if (!damaged.ok) expect((await codeOf(damaged)).code).toBe('picture-undecodable');
  const none = await fetch(`${url}still.jpg?at=${START + 60_000}`);
  expect(none.status).toBe(404);
  expect((await codeOf(none)).code).toBe('no-picture');
  const nothing = await fetch(`${url}stills?from=${START + 60_000}&to=${START + 90_000}`);
  expect((await codeOf(nothing)).code).toBe('nothing-recorded');
  for (const query of ['', 'at=x', `at=${START}&width=9`, `at=${START}&width=99999`, `at=${START}&exact=2`])
    expect((await fetch(`${url}still.jpg?${query}`)).status, query).toBe(400);
  const long = await fetch(`${url}stills?from=${START}&to=${START + 366 * 86_400_000}`);
  expect(long.status).toBe(400);
  expect((await fetch(`${url}stills?from=${START}&to=${START + 1000}&count=121`)).status).toBe(400);

  await analyst.kill('SIGKILL');
  expect((await codeOf(await fetch(`${url}still.jpg?at=${START}`))).code).toBe('analyst-unreachable');
  await startAnalyst(context, data);
  expect((await still(url, `at=${START + 500}`)).status).toBe(200);
}, 180_000);

test('a thousand at once: pictures or clear refusals, and the next one is served', async (context) => {
  const { data, url } = await recordedSite(context);
  await startAnalyst(context, data);
  expect((await still(url, `at=${START}`)).status).toBe(200);
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const query = `at=${START + (index % 1400)}&exact=1&width=${64 + (index % 7)}`;
      // The server has 512 connections at most.
      const response = await fetch(`${url}still.jpg?${query}`).catch(() => null);
      if (response === null) return 'no-connection';
      if (response.ok) {
        await response.arrayBuffer();
        return 'made';
      }
      expect(response.headers.get('retry-after')).not.toBeNull();
      return (await codeOf(response)).code;
    }),
  );
  expect(['made', 'analyst-busy', 'no-connection']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
  expect(outcomes.filter((outcome) => outcome === 'analyst-busy').length).toBeGreaterThan(0);
  expect(outcomes.filter((outcome) => outcome === 'made').length).toBeGreaterThan(60);
  expect((await still(url, `at=${START + 3000}`)).status).toBe(200);
}, 180_000);

test('a site that names ffmpeg gets its pictures from it, stills and spans coded anew; one that names nothing that is there is told what to do', async (context) => {
  const { data, url, clip } = await recordedSite(context);
  const span = `play?from=${START}&to=${clip.endUnixMs}&codec=h264`;
  await writeFile(join(data, 'analyst.json'), '{"ffmpeg": "/nowhere/ffmpeg"}');
  const without = await startAnalyst(context, data);
  const refused = await still(url, `at=${START}`);
  expect(refused.status).toBe(501);
  expect((await codeOf(refused)).code).toBe('no-decoder');
  expect((await codeOf(await fetch(`${url}${span}`))).code).toBe('no-decoder');
  await without.kill('SIGKILL');
  await writeFile(join(data, 'analyst.json'), '{"ffmpeg": "ffmpeg"}');
  const analyst = await startAnalyst(context, data);
  expect(analyst.lines.join('\n')).toContain('"engine":"ffmpeg","transcodes":true');
  expect((await still(url, `at=${START}`)).status).toBe(200);
  const played = await fetch(`${url}${span}`);
  expect(played.status).toBe(200);
  const bytes = Buffer.from(await played.arrayBuffer());
  expect(bytes.includes('avc1')).toBe(true);
  // A picture each; a GOP of twelve is damaged.
  const pictures = bytes.toString('latin1').split('moof').length - 1;
  expect(pictures).toBeGreaterThanOrEqual(clip.pictures.length - 12);
}, 180_000);
