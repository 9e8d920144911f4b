/** What connects to the recorder's socket and does not behave: reads nothing, sends garbage, comes too often. Recording does not notice. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { checkArchive } from '@matlang/archive/check';
import { LinkClient, type StartedProcess, temporaryDirectory, until } from '@matlang/testkit';
import { beforeEach, expect, test } from 'vitest';
import {
  configureSite,
  DEFAULT_VOLUME,
  socketOf,
  startRecorderProcess,
  waitUntilReady,
} from '../rig/recorder-site.ts';
import { frameNumbersIn, segmentFilesOf } from '../rig/segment-files.ts';
import { type RunningCamera, startRunningCameras } from './running-cameras.ts';

const SECONDS = 45;
/** 3 MB a second. */
const FRAME_BYTES = 300_000;
const LAST_FRAMES = 3;
const VIEWERS = 8;
const CHANNELS = 128;
const CREDIT_BYTES = 64 * 2 ** 20;
/** Each viewer may have a megabyte in its socket; the rest is what garbage collection leaves for a while. */
const MAX_GROWTH_BYTES = 96 * 2 ** 20;

let data: string;
let camera: RunningCamera;
let recorder: StartedProcess;
let watcher: LinkClient;

beforeEach(async (context) => {
  data = await temporaryDirectory(context);
  const cameras = await startRunningCameras({ count: 1, seconds: SECONDS, minFrameBytes: FRAME_BYTES });
  context.onTestFinished(() => cameras.close());
  camera = cameras.cameras[0]!;
  configureSite(data, [camera]);
  recorder = await startRecorderProcess(data);
  context.onTestFinished(() => recorder.kill());
  await waitUntilReady(recorder);
  watcher = new LinkClient(socketOf(data));
  context.onTestFinished(async () => watcher.close());
  await fragments(5);
});

async function fragments(more: number): Promise<void> {
  const count = (): number => watcher.of('appended').length;
  const wanted = count() + more;
  await until(`${more} fragments`, () => count() >= wanted, 30_000);
}

function residentBytes(): number {
  const status = readFileSync(`/proc/${recorder.pid}/status`, 'latin1');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

function openSockets(): number {
  const folder = `/proc/${recorder.pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(join(folder, name)).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

async function expectRecordingUntouched(): Promise<void> {
  const stoppedMonotonicMs = performance.now();
  await recorder.kill('SIGTERM');
  expect(await recorder.ended).toMatchObject({ code: 0 });
  const volume = join(data, DEFAULT_VOLUME.path);
  const kept = segmentFilesOf(volume, camera.id).flatMap(({ path }) => frameNumbersIn(path));
  const came = camera.sent.filter(({ atMonotonicMs }) => atMonotonicMs < stoppedMonotonicMs).length;
  expect(kept).toEqual(camera.sent.slice(0, kept.length).map(({ number }) => number));
  expect(came - kept.length).toBeLessThanOrEqual(LAST_FRAMES);
  const { findings } = await checkArchive({
    volumes: [{ id: DEFAULT_VOLUME.id, path: volume }],
    nowUnixMs: Date.now(),
  });
  expect(findings).toEqual([]);
}

test('viewers with all the credit there is that never read', async (context) => {
  const before = residentBytes();
  for (let viewer = 0; viewer < VIEWERS; viewer += 1) {
    const client = new LinkClient(socketOf(data));
    context.onTestFinished(async () => client.close());
    for (let channel = 1; channel <= CHANNELS; channel += 1) {
      const { id: cameraId } = camera;
      client.send({
        type: 'subscribe',
        channel,
        cameraId,
        kind: 'main',
        creditBytes: CREDIT_BYTES,
        priority: 1,
      });
    }
    client.stopReading();
  }
  let most = 0;
  for (let second = 0; second < 12; second += 1) {
    await fragments(1);
    most = Math.max(most, residentBytes());
  }
  expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
  await expectRecordingUntouched();
}, 120_000);

test('one that asks and asks and never reads the answers is let go of, with all that waited for it', async (context) => {
  const sockets = openSockets();
  const greedy = new LinkClient(socketOf(data));
  context.onTestFinished(async () => greedy.close());
  await until('hello', () => greedy.of('hello').length > 0);
  greedy.stopReading();
  for (let id = 1; id <= 100_000; id += 1)
    greedy.send({ type: 'command', id, command: { command: 'status' } });
  await until('it is let go', () => recorder.lines.some((line) => line.includes('does not read')), 20_000);
  await until('its socket is closed', () => openSockets() <= sockets, 5000);
  await fragments(2);
  await expectRecordingUntouched();
}, 120_000);

test('garbage, silence and a crowd', async (context) => {
  const sockets: Socket[] = [];
  const connected = (): Socket => {
    const socket = connect(socketOf(data));
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  context.onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
  });
  const ends = [
    Buffer.alloc(1 << 20, 0xff),
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(64),
    Buffer.from([0, 0, 0, 2, 1, 0x7b]),
  ].map(async (bytes) => {
    const socket = connected();
    socket.resume();
    socket.write(bytes);
    await new Promise((resolve) => {
      socket.once('close', resolve);
    });
  });
  await Promise.all(ends);
  // More than it takes, silent all of them; those that listen already stay.
  for (let count = 0; count < 40; count += 1) connected();
  await fragments(3);
  expect(watcher.closed).toBe(false);
  await expectRecordingUntouched();
}, 120_000);
