/** The recorder's socket with a recorder behind it, a simulated camera in front, and subscribers of all kinds. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VolumeStatistics } from '@matlang/archive';
import { probePasswordContext } from '@matlang/link';
import { FragmentScanner, readAtBytes, readInitSegment } from '@matlang/media/mp4';
import { LinkClient, until } from '@matlang/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { CAMERA_ID, type SimulatedCamera, simulateCamera } from '../camera/camera-for-tests.ts';
import { machineClocks } from '../clock/clocks.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { Recorder } from '../recorder.ts';

const MEBIBYTE = 1024 * 1024;
/** The block that a stream goes on writing to. */
const BLOCK_BYTES = 256 * 1024;
let directory: string;
let path: string;
let simulated: SimulatedCamera;
let recorder: Recorder;
let archive: MemoryArchive;
let clients: LinkClient[];
let log: [string, Readonly<Record<string, unknown>>][];

const camera = (url: string) => ({
  id: CAMERA_ID,
  name: 'Cổng chợ',
  volumeId: 'default',
  enabled: true,
  main: { url },
  transport: 'tcp' as const,
  record: 'main' as const,
  live: { main: true, sub: true },
  audio: { enabled: false, reason: null },
  retentionDays: 7,
});

function configure(cameras: ReturnType<typeof camera>[], revision = 1): void {
  recorder.apply({
    version: 1,
    revision,
    siteId: '01990000-0000-7000-8000-000000000000',
    siteName: 'Xã Tân Lập',
    volumes: [{ id: 'default', path: 'archive' }],
    cameras,
  });
}

function joined(protocolVersion?: number): LinkClient {
  const client = new LinkClient(path, protocolVersion === undefined ? {} : { protocolVersion });
  clients.push(client);
  return client;
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'matlang-link-'));
  path = join(directory, 'run', 'recorder.sock');
  archive = new MemoryArchive();
  clients = [];
  log = [];
  simulated = await simulateCamera();
  recorder = new Recorder({
    archive,
    socketPath: path,
    siteClock: new SiteClock(machineClocks),
    random: () => 0.5,
    openSecret: (sealed, context) => {
      if (context !== probePasswordContext(1)) {
        throw new Error('another context');
      }
      return sealed.slice('sealed:'.length);
    },
    productVersion: 'test',
    log: (event, details) => log.push([event, details ?? {}]),
  });
  await recorder.start();
});

afterEach(async () => {
  for (const client of clients) {
    client.close();
  }
  await recorder.stop();
  await simulated.close();
  rmSync(directory, { recursive: true });
});

const volumeSaying = (detail: string): VolumeStatistics => ({
  volumeId: 'default',
  path: '/archive',
  totalBytes: 0,
  freeBytes: 0,
  heldBytes: 0,
  archiveBytes: 0,
  queuedBytes: 0,
  state: 'failed',
  detail,
  oldestUnixMs: null,
});

const receiving = (client: LinkClient): Promise<void> =>
  until('receiving', () => client.of('stream-state').at(-1)?.state.state === 'receiving');

describe('the socket', () => {
  test('is for its owner only, and greets', async () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const client = joined();
    await until('hello', () => client.frames.length > 0);
    expect(client.frames[0]).toMatchObject({ type: 'hello', role: 'recorder', protocolVersion: 1 });
  });

  test.each([
    [
      'another version',
      (client: LinkClient) =>
        client.send({ type: 'hello', protocolVersion: 99, role: 'tool', productVersion: '' }),
    ],
    ['garbage', (client: LinkClient) => client.sendBytes(new Uint8Array(64).fill(255))],
  ])('ends the connection of %s, and only that', async (_name, misbehave) => {
    const good = joined();
    const bad = joined();
    misbehave(bad);
    await until('closed', () => bad.closed);
    expect((await good.command({ command: 'status' })).ok).toBe(true);
  });

  test('what a disk says is cut to what a frame may carry', async () => {
    archive.volumes = [volumeSaying('x'.repeat(5_000))];
    const client = joined();
    await until('statistics', () => client.of('statistics').length > 0);
    expect(client.of('statistics')[0]?.statistics.volumes[0]?.detail).toBe('x'.repeat(1_000));
    expect(client.closed).toBe(false);
  });

  test('what no frame can carry is left out and logged once; the recorder and its connections go on', async () => {
    archive.volumes = [{ ...volumeSaying(''), path: '/'.repeat(3 * MEBIBYTE) }];
    const client = joined();
    await until('hello', () => client.frames.length > 0);
    await until('left out', () => log.some(([event]) => event === 'link-frame-left-out'));
    archive.volumes = [];
    await until('statistics again', () => client.of('statistics').length > 0);
    expect(log.filter(([event]) => event === 'link-frame-left-out')).toMatchObject([
      ['link-frame-left-out', { type: 'statistics' }],
    ]);
  });

  test('tells states, announcements and statistics', async () => {
    const client = joined();
    await until('hello', () => client.frames.length > 0);
    configure([camera(simulated.server.urlOf('/main'))], 5);
    await until('statistics of a recording', () =>
      client
        .of('statistics')
        .some(
          ({ statistics }) =>
            statistics.streams[0]?.recording === true && statistics.streams[0].framesPerSecond > 5,
        ),
    );
    const statistics = client.of('statistics').at(-1)!.statistics;
    expect(statistics).toMatchObject({ configurationRevision: 5, configurationProblem: null });
    expect(statistics.streams[0]).toMatchObject({
      cameraId: CAMERA_ID,
      kind: 'main',
      codec: 'h264',
      widthPixels: 640,
      transport: 'tcp',
    });
    expect(client.of('appended')[0]).toMatchObject({
      cameraId: CAMERA_ID,
      kind: 'main',
      volumeId: 'default',
    });
    expect(archive.retention.get(CAMERA_ID)).toBe(7);
    // A disk that is away: pictures come, and nobody says that they are recorded.
    archive.volumes = [{ ...volumeSaying('is not mounted'), state: 'failed' }];
    await until('not recorded', () => {
      const newest = client.of('statistics').at(-1)?.statistics;
      return newest?.volumes[0]?.state === 'failed' && newest.streams[0]?.recording === false;
    });
    archive.volumes = [];
    // Who comes later hears the states as they are.
    const late = joined();
    await receiving(late);
  });

  test('a subscriber gets init, the GOP so far and what comes: together they can be decoded', async () => {
    configure([camera(simulated.server.urlOf('/main'))]);
    const client = joined();
    await receiving(client);
    await until('something cached', () => archive.runs.length > 0);
    client.send({
      type: 'subscribe',
      channel: 3,
      cameraId: CAMERA_ID,
      kind: 'main',
      creditBytes: 8 * MEBIBYTE,
      priority: 1,
    });
    await until('live pictures', () => client.of('channel-fragment').some(({ cached }) => !cached));
    const init = client.of('channel-init')[0]!;
    expect(init.facts).toMatchObject({
      channel: 3,
      codecString: 'avc1.640016',
      widthPixels: 640,
      heightPixels: 360,
    });
    expect(readInitSegment(init.init).format.kind).toBe('video');
    const fragments = client.of('channel-fragment');
    expect(fragments[0]).toMatchObject({ channel: 3, sync: true, cached: true });
    const file = Buffer.concat([init.init, ...fragments.map(({ bytes }) => bytes)]);
    const scanner = new FragmentScanner(readAtBytes(file), init.init.length);
    let decodeTicks = -1;
    let count = 0;
    for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
      expect(fragment.startTicks).toBeGreaterThan(decodeTicks);
      decodeTicks = fragment.startTicks;
      count += 1;
    }
    expect(count).toBe(fragments.length);
    const delayMs = Date.now() - fragments.at(-1)!.wallStartUnixMs;
    expect(delayMs).toBeLessThan(1_000);
  });

  test('without credit for a second pictures are skipped up to a key frame, and that is said', async () => {
    configure([camera(simulated.server.urlOf('/main'))]);
    const client = joined();
    await receiving(client);
    client.send({
      type: 'subscribe',
      channel: 1,
      cameraId: CAMERA_ID,
      kind: 'main',
      creditBytes: 0,
      priority: 1,
    });
    await until('skipped', () => client.of('skipped').length > 0);
    expect(client.of('channel-fragment')).toEqual([]);
    expect(client.of('skipped')[0]).toMatchObject({ channel: 1, reason: 'no-credit' });
    expect(client.of('channel-state').at(-1)).toMatchObject({ state: 'waiting-for-key-frame' });
    client.send({ type: 'credit', channel: 1, bytes: MEBIBYTE });
    await until('a picture', () => client.of('channel-fragment').length > 0, 20_000);
    expect(client.of('channel-fragment')[0]).toMatchObject({ sync: true, cached: false });
    const sent = client.of('channel-fragment').reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(sent).toBeLessThanOrEqual(MEBIBYTE);
  }, 30_000);

  test('a subscriber that stops reading holds nothing and stops nobody', async () => {
    configure([camera(simulated.server.urlOf('/main'))]);
    const slow = joined();
    const good = joined();
    await receiving(good);
    for (let channel = 0; channel < 40; channel += 1) {
      slow.send({
        type: 'subscribe',
        channel,
        cameraId: CAMERA_ID,
        kind: 'main',
        creditBytes: 8 * MEBIBYTE,
        priority: 0,
      });
    }
    slow.stopReading();
    good.send({
      type: 'subscribe',
      channel: 0,
      cameraId: CAMERA_ID,
      kind: 'main',
      creditBytes: 8 * MEBIBYTE,
      priority: 2,
    });
    await until(
      '3 s for the good one',
      () => good.of('channel-fragment').filter(({ cached }) => !cached).length > 24,
    );
    expect(archive.gaps).toEqual([]);
    const recordedMs = archive.runs[0]!.fragments.at(-1)!.wallEndUnixMs - archive.runs[0]!.start.startUnixMs;
    expect(recordedMs).toBeGreaterThan(1_000);
    // What lay in its socket is let go of with it.
    const { memory } = recorder.findStream({ cameraId: CAMERA_ID, kind: 'main' })!;
    configure([], 2);
    slow.close();
    good.close();
    await until('nothing is retained', () => {
      memory.sweep();
      return memory.sizeBytes <= BLOCK_BYTES;
    });
  }, 30_000);

  test('channels: unknown, taken twice, given back, taken away', async () => {
    configure([camera(simulated.server.urlOf('/main'))]);
    const client = joined();
    await receiving(client);
    const subscribe = {
      type: 'subscribe',
      cameraId: CAMERA_ID,
      kind: 'main',
      creditBytes: MEBIBYTE,
      priority: 1,
    } as const;
    client.send({ ...subscribe, channel: 1, kind: 'sub' });
    client.send({ ...subscribe, channel: 2 });
    client.send({ ...subscribe, channel: 2 });
    await until('answers', () => client.of('channel-state').length >= 3);
    expect(client.of('channel-state').map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      '1 unknown-stream',
      '2 playing',
      '2 refused',
    ]);
    const stream = recorder.findStream({ cameraId: CAMERA_ID, kind: 'main' })!;
    expect(stream.viewerCount).toBe(1);
    client.send({ type: 'unsubscribe', channel: 2 });
    await until('no viewer', () => stream.viewerCount === 0);
    client.send({ ...subscribe, channel: 4 });
    await until('a viewer', () => stream.viewerCount === 1);
    configure([], 2);
    await until('removed', () => client.of('channel-state').at(-1)?.state === 'removed');
    expect(archive.gaps.at(-1)).toMatchObject({ cause: 'stopped' });
    await until('no session', () => simulated.server.viewerCount === 0);
  });

  test('a camera whose settings stay is not touched by a new configuration', async () => {
    const one = camera(simulated.server.urlOf('/main'));
    configure([one]);
    const client = joined();
    await receiving(client);
    configure(
      [
        { ...one, name: 'Cổng sau', retentionDays: 9 },
        { ...one, id: '01990000-0000-7000-8000-000000000002' },
      ],
      2,
    );
    await until('two streams', () => [...recorder.streams()].filter(({ running }) => running).length === 2);
    configure([{ ...one, name: 'Cổng sau' }], 3);
    await until('a second more', () => (archive.runs[0]?.fragments.length ?? 0) >= 3);
    expect(archive.runs.filter(({ start }) => start.stream.cameraId === CAMERA_ID)).toHaveLength(1);
    expect(archive.retention.get(CAMERA_ID)).toBe(7);
  });

  test('commands are answered, refusals have a reason', async () => {
    const client = joined();
    expect(await client.command({ command: 'sign-heads', cameraId: CAMERA_ID })).toEqual({
      ok: true,
      outcome: { command: 'sign-heads' },
    });
    expect(await client.command({ command: 'delete-footage', cameraId: CAMERA_ID, reason: 'test' })).toEqual({
      ok: true,
      outcome: { command: 'delete-footage', deletedBytes: 0, heldBytes: 0 },
    });
    expect(await client.command({ command: 'try-now', cameraId: CAMERA_ID })).toMatchObject({
      ok: false,
      refusal: 'unknown-camera',
    });
  });

  test('a camera is probed with a sealed password', async () => {
    await simulated.close();
    simulated = await simulateCamera({
      withSound: true,
      server: { authentication: { username: 'admin', password: 'Tre-xanh-1' } },
    });
    const client = joined();
    const result = await client.command({
      command: 'probe',
      url: simulated.server.urlOf('/main'),
      username: 'admin',
      sealedPassword: 'sealed:Tre-xanh-1',
      transport: 'tcp',
      measureMs: 2_500,
    });
    const report = result.ok && result.outcome.command === 'probe' ? result.outcome.report : null;
    expect(report).toMatchObject({
      failure: null,
      transport: 'tcp',
      authentication: 'digest-md5',
      findings: expect.arrayContaining(['has-sound']),
    });
    const [video, audio] = report!.media;
    expect(video).toMatchObject({
      kind: 'video',
      codec: 'h264',
      widthPixels: 640,
      heightPixels: 360,
      lostPackets: 0,
    });
    expect(video!.framesPerSecond).toBeCloseTo(8, 0);
    expect(audio).toMatchObject({ kind: 'audio', codec: 'pcma', sampleRateHz: 8_000 });
    expect(Math.abs(report!.cameraClockOffsetMs!)).toBeLessThan(500);
  }, 20_000);
});
