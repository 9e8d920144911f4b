/** One address over real sockets and simulated time: what a session needs from us to live, and what must not end it. */
import type { StreamState } from '@matlang/link';
import { BlockPool } from '@matlang/media/memory';
import { until } from '@matlang/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { MediaStream } from '../stream/media-stream.ts';
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
let archive: MemoryArchive;

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
  archive = new MemoryArchive();
  const streamOf = (kind: 'main' | 'audio'): MediaStream =>
    new MediaStream({
      stream: { cameraId: '01990000-0000-7000-8000-000000000001', kind },
      volumeId: 'main',
      cameraName: () => 'Cổng chợ',
      record: true,
      archive,
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

/** A slice of a picture that others are needed for, or 20 ms of sound. */
function rtp(sequenceNumber: number, payloadType = 0x60): Uint8Array {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x80_00 | payloadType);
  view.setUint16(2, sequenceNumber);
  view.setUint32(4, sequenceNumber * 8_000);
  view.setUint32(8, SSRC);
  bytes[12] = 0x41;
  return bytes;
}

/** Seconds pass; in each comes a packet of the given media. */
async function pass(
  seconds: number,
  firstSequenceNumber: number,
  media: readonly ('picture' | 'sound')[] = ['picture'],
): Promise<void> {
  const wanted = (stream: MediaStream, name: 'picture' | 'sound'): number =>
    stream.meter.receivedPackets + (media.includes(name) ? 1 : 0);
  for (let second = 0; second < seconds; second += 1) {
    const [pictures, sounds] = [wanted(video, 'picture'), wanted(audio, 'sound')];
    const sequenceNumber = firstSequenceNumber + second;
    if (media.includes('picture')) {
      camera.send(0, rtp(sequenceNumber));
    }
    if (media.includes('sound')) {
      camera.send(2, rtp(sequenceNumber, 8));
    }
    await until(
      'the packets were taken',
      () => video.meter.receivedPackets === pictures && audio.meter.receivedPackets === sounds,
    );
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

test('a picture that stops is missed while the sound goes on: a gap, and a new connection', async () => {
  await connectTo();
  await until('it plays', () => video.state.state === 'waiting-for-media');
  await pass(3, 1, ['picture', 'sound']);
  await pass(9, 4, ['sound']);
  expect(video.state.state).toBe('waiting-for-key-frame');
  await pass(1, 13, ['sound']);
  expect(video.state).toMatchObject({ state: 'failed', code: 'media-stalled', detail: 'only sound comes' });
  expect(archive.gaps.at(-2)).toMatchObject({ stream: { kind: 'main' }, cause: 'network' });
  expect(audio.running).toBe(false);
  await until('TEARDOWN', () => camera.methods.endsWith('TEARDOWN'));
});

test('a picture that never comes is missed while the sound does', async () => {
  await connectTo();
  await until('it plays', () => video.state.state === 'waiting-for-media');
  await pass(11, 1, ['sound']);
  expect(video.state).toMatchObject({ state: 'failed', code: 'no-media', detail: 'only sound comes' });
});

test('sound that stops ends its run and opens its gap; the picture goes on, and so does sound that comes again', async () => {
  await connectTo();
  await until('it plays', () => video.state.state === 'waiting-for-media');
  await pass(3, 1, ['picture', 'sound']);
  expect([audio.state.state, audio.running]).toEqual(['receiving', true]);
  await pass(11, 4, ['picture']);
  expect(audio.state).toMatchObject({ state: 'failed', step: 'receiving', code: 'media-stalled' });
  expect(audio.running).toBe(false);
  expect(archive.gaps.filter(({ stream }) => stream.kind === 'audio')).toMatchObject([{ cause: 'network' }]);
  expect(video.state.state).toBe('waiting-for-key-frame');
  await pass(2, 15, ['picture', 'sound']);
  expect([audio.state.state, audio.running]).toEqual(['receiving', true]);
  expect(camera.methods).toBe('OPTIONS DESCRIBE SETUP SETUP PLAY');
  await pass(11, 17, ['picture']);
  expect(audio.state).toMatchObject({ state: 'failed', code: 'media-stalled' });
  // A microphone that sends while somebody speaks does not fill the log.
  expect(log.filter((line) => line.startsWith('sound-'))).toHaveLength(1);
});

test('a camera that sends on while it plays: the time without a packet is counted anew, the sound has a gap and a new run', async () => {
  await connectTo();
  const target = await new ScriptedCamera().listen();
  await until('it plays', () => video.state.state === 'waiting-for-media');
  await pass(3, 1, ['picture', 'sound']);
  await pass(8, 4, []);
  camera.request(`REDIRECT ${camera.url} RTSP/1.0\r\nCSeq: 1\r\nLocation: ${target.url}\r\n\r\n`);
  await until('it plays there', () => target.methods.endsWith('PLAY'));
  await until('it waits again', () => video.state.state === 'waiting-for-media');
  expect(audio.running).toBe(false);
  expect(archive.gaps.filter(({ stream }) => stream.kind === 'audio')).toMatchObject([{ cause: 'network' }]);
  camera.close();
  camera = target;
  await pass(5, 12, []);
  await pass(2, 17, ['picture', 'sound']);
  expect(audio.running).toBe(true);
  expect(log.filter((line) => line.startsWith('camera-failed'))).toEqual([]);
});
