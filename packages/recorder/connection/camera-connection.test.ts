/** One address over real sockets and simulated time: what a session needs from us to live, and what must not end it. */
import type { StreamState } from '@matlang/link';
import { until } from '@matlang/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { MediaStream } from '../stream/media-stream.ts';
import { BlockPool } from '../stream/picture-memory.ts';
import { CameraConnection } from './camera-connection.ts';
import { ReadPacer } from './read-pacer.ts';
import { type Script, ScriptedCamera } from './scripted-camera-for-tests.ts';

const SSRC = 0x0a0b0c0d;
let nowMs: number;
let camera: ScriptedCamera;
let connection: CameraConnection;
let video: MediaStream;
let audio: MediaStream;
let log: string[];

beforeEach(() => {
  nowMs = 1_000;
  log = [];
});
afterEach(() => {
  connection.stop();
  camera.close();
});

async function connectTo(script?: Script): Promise<void> {
  camera = await new ScriptedCamera(script).listen();
  const siteClock = new SiteClock({
    monotonicMs: () => nowMs,
    systemUnixMs: () => 1_750_000_000_000 + nowMs,
  });
  const streamOf = (kind: 'main' | 'audio'): MediaStream =>
    new MediaStream({
      stream: { cameraId: '01990000-0000-7000-8000-000000000001', kind },
      volumeId: 'main',
      cameraName: () => 'Cổng chợ',
      record: false,
      archive: new MemoryArchive(),
      siteClock,
      pool: new BlockPool(),
      onState: () => {},
      onViewers: () => {},
    });
  video = streamOf('main');
  audio = streamOf('audio');
  connection = new CameraConnection({
    url: camera.url,
    credentials: null,
    transport: 'tcp',
    video,
    audio,
    siteClock,
    pacer: new ReadPacer(() => nowMs, false),
    random: () => 0.5,
    log: (event, details) => log.push(`${event} ${JSON.stringify(details)}`),
  });
  connection.immediate = true;
  connection.start();
}

function rtp(sequenceNumber: number): Uint8Array {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x80_60);
  view.setUint16(2, sequenceNumber);
  view.setUint32(8, SSRC);
  bytes[12] = 0x41;
  return bytes;
}

/** Seconds pass; a packet comes in each, so that nothing is stalled. */
async function pass(seconds: number, firstSequenceNumber: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    const before = video.meter.receivedPackets;
    camera.send(0, rtp(firstSequenceNumber + second));
    await until('the packet was taken', () => video.meter.receivedPackets > before);
    nowMs += 1_000;
    connection.tick(nowMs);
  }
}

test('over TCP a receiver report goes out every 5 s, on the channel that the camera named', async () => {
  await connectTo(({ method }) =>
    method === 'SETUP' ? '200 OK\r\nSession: 47\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-9' : null,
  );
  await until('PLAY', () => camera.methods.endsWith('PLAY'));
  await until('it plays', () => video.state.state === 'waiting-for-media');
  expect(camera.frames).toEqual([]);
  await pass(21, 100);
  await until('five reports', () => camera.frames.length >= 5);
  expect(camera.frames.map(({ channel }) => channel)).toEqual([9, 9, 9, 9, 9]);
  const last = camera.frames.at(-1)?.bytes ?? new Uint8Array(0);
  const view = new DataView(last.buffer);
  // RFC 3550, section 6.4.2: a receiver report with one block, about the camera's source; a description follows.
  expect([view.getUint16(0), view.getUint16(2)]).toEqual([0x81_c9, 7]);
  expect(view.getUint32(8)).toBe(SSRC);
  expect(view.getUint32(16) & 0xffff).toBe(120);
});

test('sound whose SETUP is refused (an Amcrest, 454) leaves the picture, and says so while it lasts', async () => {
  await connectTo(({ method, url }) =>
    method === 'SETUP' && url.endsWith('trackID=1') ? '454 Session Not Found' : null,
  );
  await until('it plays', () => video.state.state === 'waiting-for-media');
  await pass(3, 1);
  expect(camera.methods).toBe('OPTIONS DESCRIBE SETUP SETUP PLAY');
  expect(video.state.state).toBe('waiting-for-key-frame');
  const sound: StreamState = audio.state;
  expect(sound).toMatchObject({
    state: 'failed',
    step: 'setting-up',
    code: 'rtsp-status',
    statusCode: 454,
    detail: 'SETUP: 454 Session Not Found',
  });
  expect(log.filter((line) => line.includes('media-left-out'))).toHaveLength(1);
  expect(log.some((line) => line.startsWith('camera-failed'))).toBe(false);
});
