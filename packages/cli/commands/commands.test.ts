/**
 * The verbs that reach a camera, record it and mend what was recorded, as they succeed: one camera that `rtsp-serve` plays, one site that
 * recorded it for a few seconds, and its archive damaged in three ways. Then an export that is killed in its middle.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openArchive } from '@matlang/archive';
import { cameraTimelineSchema, statusSchema } from '@matlang/contract';
import { type FinishingContext, temporaryDirectory, until } from '@matlang/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Result, runHere } from '../run-here-for-tests.ts';
import { SiteClient } from '../site/site-client.ts';
import { withSite } from '../site/with-site.ts';
import { matlang, type ServedCamera, serveCamera, startMatlang } from './cameras-for-tests.ts';

const MATLANG = fileURLToPath(new URL('../../../bin/matlang.mjs', import.meta.url));
const NAME = 'Cổng chợ';
const REASON = 'Có thông báo tại cổng';

const finishers: (() => Promise<void>)[] = [];
const whole: FinishingContext = { onTestFinished: (run) => void finishers.push(run) };
let camera: ServedCamera;
let data: string;

beforeAll(async () => {
  camera = await serveCamera(whole);
  data = join(await temporaryDirectory(whole), 'site');
  expect(await runHere('init', '--data', data)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  for (const finish of finishers.toReversed()) await finish();
});

interface Probed {
  readonly failure: unknown;
  readonly cameraClockOffsetMs: number;
  readonly media: readonly Record<string, number>[];
}

test('camera probe: what it measures of a camera that rtsp-serve plays, for a program and in words', {
  timeout: 120_000,
}, async () => {
  const asked = [...camera.signIn, '--seconds', '5'];
  // At the same time: a look takes its seconds.
  const [told, json] = await Promise.all([
    matlang(['camera', 'probe', camera.mainUrl, ...asked, '--transport', 'udp']),
    matlang(['camera', 'probe', camera.subUrl, ...asked, '--json']),
  ]);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  const report = JSON.parse(json.stdout) as Probed;
  expect(report).toMatchObject({
    failure: null,
    transport: 'tcp',
    authentication: expect.stringMatching(/^digest/),
    media: [
      { kind: 'video', codec: 'h265', widthPixels: 640, heightPixels: 360, gopMs: 4000, gopFrames: 20 },
    ],
  });
  expect(report.media[0]?.['framesPerSecond']).toBeCloseTo(5, 0);
  // 41,629 bytes in 8 seconds; in five of them two of its key frames.
  expect(report.media[0]?.['bitsPerSecond']).toBeGreaterThan(30_000);
  expect(report.media[0]?.['bitsPerSecond']).toBeLessThan(70_000);
  expect(Math.abs(report.cameraClockOffsetMs)).toBeLessThan(2000);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toMatch(/^Xem được: UDP, đăng nhập Digest MD5/m);
  expect(told.stdout).toMatch(/^ {2}đồng hồ camera: /m);
  expect(told.stdout).toMatch(
    /^ {2}hình: H\.264 \(avc1\.64001f\), 1280x720, (?:5,9|6,0|6,1) hình\/giây, 0,1\d? Mbit\/s, .* mỗi 4,0 s \(24 hình\)/m,
  );
});

test('camera add with all that it takes; the site records both streams as it was told', {
  timeout: 180_000,
}, async () => {
  const streams = ['--main', camera.mainUrl, '--sub', camera.subUrl, ...camera.signIn];
  const how = ['--transport', 'udp', '--record', 'both', '--audio-reason', REASON, '--retention-days', '7'];
  const added = await runHere('camera', 'add', '--data', data, '--name', NAME, ...streams, ...how, '--json');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const { id, ...rest } = JSON.parse(added.stdout) as { id: string };
  expect(rest).toMatchObject({
    name: NAME,
    transport: 'udp',
    record: 'both',
    audio: { enabled: true, reason: REASON },
    retentionDays: 7,
  });

  const site = await startMatlang({ onTestFinished }, ['run', '--data', data]);
  const url = /http:\S+/.exec(await site.waitForLine(/^Mắt Làng: http/, 40_000))?.[0] ?? '';
  const client = new SiteClient(url, data);
  const streamsNow = async () =>
    statusSchema.parse(await client.call('GET', '/api/v1/status')).cameras[0]?.streams ?? [];
  const recorded = (stream: string, codec: string) =>
    expect.objectContaining({
      stream,
      state: 'receiving',
      measured: expect.objectContaining({ codec, transport: 'udp', recording: true }),
    });
  await expect
    .poll(streamsNow, { timeout: 40_000 })
    .toEqual(expect.arrayContaining([recorded('main', 'h264'), recorded('sub', 'h265')]));

  // Over HTTP a camera that goes away is a gap that is still open.
  const gaps = async () =>
    (await timelineOf(client, id)).gaps.filter(({ end, cause }) => end === null && cause === 'offline');
  camera.process.child.kill('SIGINT');
  expect(await camera.process.ended).toEqual({ code: 0, signal: null });
  await expect
    .poll(async () => (await gaps()).map(({ stream }) => stream), { timeout: 40_000 })
    .toEqual(expect.arrayContaining(['main', 'sub']));
  site.child.kill('SIGINT');
  expect(await site.ended).toEqual({ code: 0, signal: null });

  const { spans, activity } = await withSite(data, (server) => timelineOf(server, id));
  for (const stream of ['main', 'sub']) {
    const span = spans.find((one) => one.stream === stream);
    const { start = 0, stepMs = 0, values = [] } = activity.find((one) => one.stream === stream) ?? {};
    // A step has a value above 0 exactly where something was recorded.
    const told = values.flatMap((value, index) => (value > 0 ? [start + index * stepMs] : []));
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toBeGreaterThan((span?.start ?? Infinity) - stepMs);
    expect(told.at(-1)).toBeLessThanOrEqual(spans.findLast((one) => one.stream === stream)?.end ?? 0);
  }
});

const timelineOf = async (site: SiteClient, id: string) => {
  const nowUnixMs = Date.now();
  const span = `from=${nowUnixMs - 600_000}&to=${nowUnixMs + 1000}&maxPoints=300`;
  return cameraTimelineSchema.parse(await site.call('GET', `/api/v1/cameras/${id}/timeline?${span}`));
};

/** As the recorder keeps it. */
const hold = async (path: string): Promise<void> => {
  const nowUnixMs = Date.now();
  const archive = await openArchive({
    volumes: [{ id: 'default', path, floorBytes: 0 }],
    bootId: 'test',
    now: () => ({ unixMs: nowUnixMs, monotonicMs: 0 }),
    signer: null,
  });
  await archive.hold({
    id: '01890000-0000-7000-8000-00000000000a',
    cameraId: '01890000-0000-7000-8000-000000000001',
    startUnixMs: nowUnixMs - 3_600_000,
    endUnixMs: nowUnixMs - 1_800_000,
    reason: 'vụ mất xe',
    owner: 'Đại uý Hà',
    reviewUnixMs: nowUnixMs + 30 * 86_400_000,
    byAdministrator: true,
  });
  await archive.close(nowUnixMs);
};

const check = (...options: readonly string[]): Promise<Result> =>
  runHere('check', '--data', data, ...options);

test('check: mends a file that grew, makes a lost index anew, and believes that a replaced disk is empty', {
  timeout: 120_000,
}, async () => {
  const archive = join(data, 'archive');
  await hold(archive);
  expect(await check('--deep')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Không thấy lỗi[^]*vụ mất xe/),
  });
  const segments = (): readonly string[] =>
    readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mp4'));
  const longer = join(archive, segments()[0] ?? '');
  const { size } = statSync(longer);
  appendFileSync(longer, 'rác');
  expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('[size-differs]') });
  const repaired = await check('--repair');
  expect(repaired.stdout).toMatch(/\[size-differs\].*đã sửa/);
  expect(statSync(longer).size).toBe(size);
  const mended = await check('--deep');
  expect(mended).toMatchObject({ code: 0, stdout: expect.stringContaining('Không thấy lỗi') });

  rmSync(join(archive, 'index.sqlite'));
  expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('[index-damaged]') });
  expect(await check('--rebuild')).toMatchObject({ code: 0 });
  const rebuilt = JSON.parse((await check('--json')).stdout) as { volumes: { segments: number }[] };
  expect(rebuilt).toMatchObject({ clean: true, volumes: [{ segments: segments().length }] });

  // As the guide has it: another disk in the place of the first, a new archive on it, and what is gone is accepted.
  renameSync(archive, join(data, 'away'));
  mkdirSync(archive, { mode: 0o700 });
  expect(await check()).toMatchObject({ code: 5 });
  await check('--rebuild');
  expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('[head-differs]') });
  const unknown = await check('--accept-loss', 'o-2');
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('default') });
  expect(await check('--accept-loss', 'default')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('[loss-accepted]'),
  });
  expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('[loss-accepted]') });
  rmSync(archive, { recursive: true });
  renameSync(join(data, 'away'), archive);
});

/** Half of the first write of an export reaches the file, and then the process waits: for nothing, until it is killed. */
const STALLED = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const open = fs.createWriteStream;
fs.createWriteStream = (path, options) => open(path, { ...options, fs: { ...fs,
  write: (file, bytes, offset, length, position) => fs.write(file, bytes, offset, length >> 1, position, () => {}),
  writev: (file, parts, position) => fs.write(file, parts[0], 0, parts[0].length >> 1, position, () => {}) } });
syncBuiltinESMExports();
setInterval(() => {}, 60_000);`;

test('an export that is killed leaves no file under the asked name; the next one clears up behind it', {
  timeout: 120_000,
}, async (context) => {
  const folder = await temporaryDirectory(context);
  const file = join(folder, 'chợ.mp4');
  const partial = `${file}.partial`;
  const command = ['export', NAME, '--data', data, '--last', '10m', '-o', file];
  const preload = `data:text/javascript,${encodeURIComponent(STALLED)}`;
  const stalled = await startMatlang(context, command, ['--import', preload]);
  await until('it writes', () => existsSync(partial) && statSync(partial).size > 0, 60_000);
  await stalled.kill();
  expect(readdirSync(folder)).toEqual(['chợ.mp4.partial']);
  const half = statSync(partial).size;
  expect(await runHere(...command)).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).toEqual(['chợ.mp4']);
  expect(statSync(file).size).toBeGreaterThan(half);
});

test('npx matlang from the checkout: Ctrl-C in the middle of work ends it with 130', {
  timeout: 120_000,
}, async () => {
  // A camera that takes a connection and says nothing: a look at it lasts.
  const asked = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.on('error', () => undefined);
    asked.resolve();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // A group of its own, as a terminal gives it: Ctrl-C reaches all of it.
  const group = spawn(process.execPath, [MATLANG, 'camera', 'probe', `rtsp://127.0.0.1:${port}/`], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise<unknown[]>((resolve) => group.once('close', (...how) => resolve(how)));
  onTestFinished(async () => {
    group.kill('SIGKILL');
    await ended;
  });
  await asked.promise;
  process.kill(-(group.pid ?? 0), 'SIGINT');
  expect(await ended).toEqual([130, null]);
});
