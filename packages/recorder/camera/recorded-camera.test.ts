/** Real sockets against simulated cameras: what was sent is what is recorded, whatever happens in between. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { FragmentScanner, readAtBytes } from '@matlang/media/mp4';
import type { SourceUnit } from '@matlang/simulator';
import { until } from '@matlang/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import type { MemoryArchive, MemoryRun } from '../archive-for-tests.ts';
import { type Pulling, pullCamera, type SimulatedCamera, simulateCamera } from './camera-for-tests.ts';

let simulated: SimulatedCamera;
let pulling: Pulling;

afterEach(async () => {
  pulling.stop();
  await simulated.close();
});

/** A camera that only describes itself. */
async function describingCamera(
  sdp: string,
): Promise<{ url: string; requests: string[]; close: () => void }> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      for (const [, method = '', cSeq = ''] of bytes
        .toString()
        .matchAll(/^([A-Z_]+) rtsp[^\r]*\r\nCSeq: (\d+)/gm)) {
        requests.push(method);
        const body = method === 'DESCRIBE' ? sdp : '';
        socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cSeq}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `rtsp://127.0.0.1:${port}/`, requests, close: () => server.close() };
}

/** The samples of a run as lists of NAL units (video) or as they are (sound), in order. */
function partsOf(archive: MemoryArchive, run: MemoryRun): Uint8Array[][] {
  const file = archive.fileOf(run);
  const scanner = new FragmentScanner(readAtBytes(file), run.start.init.length);
  const samples: Uint8Array[][] = [];
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    let at = fragment.mdatPayloadOffsetBytes;
    for (const { sizeBytes } of fragment.samples) {
      const data = file.subarray(at, at + sizeBytes);
      samples.push(run.start.format.kind === 'video' ? nalUnits(data) : [data]);
      at += sizeBytes;
    }
  }
  return samples;
}

function nalUnits(sample: Uint8Array): Uint8Array[] {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const units = [];
  for (let at = 0; at < sample.length; ) {
    const sizeBytes = view.getUint32(at);
    units.push(sample.subarray(at + 4, at + 4 + sizeBytes));
    at += 4 + sizeBytes;
  }
  return units;
}

/** Sizes and digests, so that a difference can be read. */
function text(parts: readonly (readonly Uint8Array[])[]): string[] {
  return parts.map((units) =>
    units
      .map((unit) => `${unit.length}:${createHash('sha256').update(unit).digest('hex').slice(0, 16)}`)
      .join(' '),
  );
}

function recordedText({ archive }: Pulling, kind: 'main' | 'audio' = 'main'): string[] {
  return text(archive.runsOf(kind).flatMap((run) => partsOf(archive, run)));
}

function sentText({ sent }: SimulatedCamera, trackIndex = 0): string[] {
  return text(sent.filter((unit: SourceUnit) => unit.trackIndex === trackIndex).map(({ parts }) => parts));
}

const recordedMs = ({ archive }: Pulling): number =>
  archive.runs.reduce(
    (sum, { start, fragments }) =>
      sum + ((fragments.at(-1)?.wallEndUnixMs ?? start.startUnixMs) - start.startUnixMs),
    0,
  );

describe('simulated cameras', () => {
  test.each(['h264', 'h265'] as const)('%s over TCP: NAL unit by NAL unit what was sent', async (clip) => {
    simulated = await simulateCamera({ clip, play: { speed: 12 } });
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('100 units sent', () => simulated.sent.length > 100);
    pulling.stop();
    const recorded = recordedText(pulling);
    expect(recorded.length).toBeGreaterThan(80);
    // The last units may still be on their way; not one within is missing or changed.
    expect(recorded).toEqual(sentText(simulated).slice(0, recorded.length));
    expect(pulling.archive.runs).toHaveLength(1);
    expect(pulling.archive.gaps).toEqual([]);
    // Seen only when the first packets are read before the rest of their picture is there.
    const passed = pulling.states
      .map(({ state }) => state)
      .filter((state) => state !== 'waiting-for-key-frame');
    expect(passed).toEqual([
      'resolving',
      'connecting',
      'describing',
      'setting-up',
      'waiting-for-media',
      'receiving',
      'off',
    ]);
  });

  test('over UDP with what the network turns around: NAL unit by NAL unit what was sent', async () => {
    simulated = await simulateCamera({
      server: { faults: { reorderRate: 0.05, duplicateRate: 0.05 } },
      play: { speed: 6 },
    });
    pulling = pullCamera(simulated.server.urlOf('/main'), { transport: 'udp' });
    await until('60 units sent', () => simulated.sent.length > 60);
    pulling.stop();
    const recorded = recordedText(pulling);
    expect(recorded.length).toBeGreaterThan(40);
    expect(recorded).toEqual(sentText(simulated).slice(0, recorded.length));
    expect(pulling.camera.stream('main')!.meter.lostPackets).toBe(0);
  });

  test('loss over UDP is counted', async () => {
    simulated = await simulateCamera({
      server: { faults: { losePackets: new Set([20, 21, 35]) } },
      play: { speed: 6 },
    });
    pulling = pullCamera(simulated.server.urlOf('/main'), { transport: 'udp' });
    await until('three lost', () => pulling.camera.stream('main')!.meter.lostPackets >= 3);
    expect(pulling.camera.stream('main')!.meter.lostPackets).toBe(3);
  });

  test.each([
    ['tcp', 'udp'],
    ['udp', 'tcp'],
  ] as const)('a camera without %s is pulled over %s', async (asked, offered) => {
    simulated = await simulateCamera({ server: { transports: offered } });
    pulling = pullCamera(simulated.server.urlOf('/main'), { transport: asked });
    await until('receiving', () => pulling.states.at(-1)?.state === 'receiving');
    const stream = pulling.camera.stream('main')!;
    expect(pulling.camera.connectionOf(stream)!.transport).toBe(offered);
    expect(pulling.states.find(({ state }) => state === 'failed')).toMatchObject({
      code: 'transport-refused',
      statusCode: 461,
    });
  });

  test('sound is a stream of its own, only when it is wanted', async () => {
    simulated = await simulateCamera({ withSound: true, play: { speed: 2 } });
    pulling = pullCamera(simulated.server.urlOf('/main'), { audio: { enabled: true, reason: 'chợ đêm' } });
    await until('2 s of sound', () => (pulling.archive.runsOf('audio')[0]?.fragments.length ?? 0) >= 2);
    pulling.stop();
    const recorded = recordedText(pulling, 'audio');
    expect(recorded).toEqual(sentText(simulated, 1).slice(0, recorded.length));
    expect(pulling.archive.runsOf('audio')[0]!.start.format).toMatchObject({ kind: 'audio', codec: 'pcma' });
    expect(pulling.archive.runsOf('main')).toHaveLength(1);
  });

  test('sound that is not wanted is not asked for', async () => {
    simulated = await simulateCamera({ withSound: true });
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('a second', () => recordedMs(pulling) > 0);
    expect(simulated.sent.some(({ trackIndex }) => trackIndex === 1)).toBe(false);
  });

  test('a connection that is cut is made again at once: a new run, the gap between them told', async () => {
    simulated = await simulateCamera();
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until(
      '6 s',
      () => pulling.states.at(-1)?.state === 'receiving' && recordedMs(pulling) > 6_000,
      15_000,
    );
    const cutMs = performance.now();
    simulated.server.dropConnections();
    await until('a second run', () => pulling.archive.runs.length === 2);
    expect(performance.now() - cutMs).toBeLessThan(4_000);
    const [first, second] = pulling.archive.runs;
    expect(second!.start.reason).toBe('reconnect');
    expect(pulling.archive.gaps).toMatchObject([{ cause: 'network', startUnixMs: first!.endUnixMs }]);
    expect(second!.start.startUnixMs).toBeGreaterThanOrEqual(first!.endUnixMs! - 50);
  }, 30_000);

  test('a wrong password: one try, the step named, the next one far away', async () => {
    simulated = await simulateCamera({
      server: { authentication: { username: 'admin', password: 'Tre-xanh-1' } },
    });
    pulling = pullCamera(simulated.server.urlOf('/main'), {}, { username: 'admin', password: 'Tre-xanh-2' });
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    const state = pulling.states.at(-1)!;
    expect(state).toMatchObject({
      step: 'authenticating',
      code: 'credentials-refused',
      statusCode: 401,
      attempts: 1,
    });
    const waits = state.state === 'failed' ? state.nextTryUnixMs - pulling.siteClock.nowUnixMs() : 0;
    expect(waits).toBeGreaterThan(44_000);
    expect(pulling.archive.gaps).toMatchObject([{ cause: 'credentials' }]);
    expect(JSON.stringify([pulling.log, pulling.states])).not.toMatch(/Tre-xanh/);
  });

  test.each(['basic', 'digest-md5', 'digest-sha256'] as const)('the right password by %s', async (scheme) => {
    const account = { username: 'admin', password: 'mật khẩu' };
    simulated = await simulateCamera({ server: { authentication: { ...account, schemes: [scheme] } } });
    pulling = pullCamera(simulated.server.urlOf('/main'), {}, account);
    await until('receiving', () => pulling.states.at(-1)?.state === 'receiving');
  });

  test('a camera that asks for a user when none is configured', async () => {
    simulated = await simulateCamera({ server: { authentication: { username: 'a', password: 'b' } } });
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    expect(pulling.states.at(-1)).toMatchObject({ code: 'credentials-missing', step: 'authenticating' });
  });

  test('a camera that dies and comes back on its old port', async () => {
    simulated = await simulateCamera();
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('receiving', () => recordedMs(pulling) > 0);
    const { port } = simulated.server;
    await simulated.close();
    await until('refused', () => JSON.stringify(pulling.states).includes('connection-refused'));
    simulated = await simulateCamera({ server: { port } });
    await until('a second run', () => pulling.archive.runs.length === 2, 20_000);
    expect(pulling.archive.gaps.map(({ cause }) => cause)).toEqual(['network', 'offline']);
  }, 40_000);

  test('a stream that is not there', async () => {
    simulated = await simulateCamera();
    pulling = pullCamera(simulated.server.urlOf('/other'));
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    expect(pulling.states.at(-1)).toMatchObject({
      code: 'stream-not-found',
      step: 'describing',
      statusCode: 404,
    });
    expect(pulling.archive.gaps).toMatchObject([{ cause: 'no-media' }]);
  });

  test('no session free: the session time-out is waited out', async () => {
    simulated = await simulateCamera({ server: { maxSessions: 0 } });
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    const state = pulling.states.at(-1)!;
    expect(state).toMatchObject({ code: 'too-many-sessions', statusCode: 453 });
    expect(state.state === 'failed' && state.nextTryUnixMs - pulling.siteClock.nowUnixMs()).toBeGreaterThan(
      40_000,
    );
  });

  test('a session is kept alive by requests, beyond two of its time-outs', async () => {
    // Our receiver reports count for nothing there.
    simulated = await simulateCamera({ server: { sessionTimeoutSeconds: 3, keptAliveBy: 'requests' } });
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('receiving', () => pulling.states.at(-1)?.state === 'receiving');
    const began = simulated.sent.length;
    // 8 pictures a second.
    await until('7 s of pictures', () => simulated.sent.length > began + 56, 20_000);
    expect(pulling.states.filter(({ state }) => state === 'receiving')).toHaveLength(1);
    expect(pulling.archive.runs).toHaveLength(1);
    expect(pulling.archive.gaps).toEqual([]);
  }, 30_000);

  test('says goodbye: the camera has no session left', async () => {
    simulated = await simulateCamera();
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('receiving', () => pulling.states.at(-1)?.state === 'receiving');
    pulling.stop();
    await until('no viewer', () => simulated.server.viewerCount === 0, 1_000);
  });

  test('nothing but pictures that need others: waits for a key frame and says so', async () => {
    simulated = await simulateCamera({ server: { joinAt: 'now' } });
    // The first viewer starts the clip, which begins with a key frame; the second comes in between.
    const first = pullCamera(simulated.server.urlOf('/main'));
    await until('under way', () => simulated.sent.length > 10);
    pulling = pullCamera(simulated.server.urlOf('/main'));
    await until('waiting', () => pulling.states.some(({ state }) => state === 'waiting-for-key-frame'));
    await until('receiving', () => pulling.states.at(-1)?.state === 'receiving', 15_000);
    expect(pulling.archive.gaps).toMatchObject([{ cause: 'no-key-frame' }]);
    first.stop();
  }, 20_000);

  test('a codec that is not recorded is named, before a session of the camera is taken', async () => {
    simulated = await simulateCamera();
    const camera = await describingCamera('v=0\r\ns=x\r\nm=video 0 RTP/AVP 26\r\na=control:1\r\n');
    pulling = pullCamera(camera.url);
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    expect(pulling.states.at(-1)).toMatchObject({
      code: 'codec-not-recorded',
      step: 'describing',
      detail: 'jpeg',
    });
    expect(pulling.archive.gaps).toMatchObject([{ cause: 'codec', detail: 'jpeg' }]);
    expect(camera.requests).toEqual(['OPTIONS', 'DESCRIBE']);
    camera.close();
  });

  test('a description without a picture', async () => {
    simulated = await simulateCamera();
    const camera = await describingCamera('v=0\r\ns=x\r\nm=audio 0 RTP/AVP 8\r\n');
    pulling = pullCamera(camera.url);
    await until('failed', () => pulling.states.at(-1)?.state === 'failed');
    expect(pulling.states.at(-1)).toMatchObject({ code: 'media-missing', step: 'describing' });
    camera.close();
  });

  test('the clock of the camera is seen', async () => {
    simulated = await simulateCamera();
    pulling = pullCamera(simulated.server.urlOf('/main'));
    const clock = pulling.camera.stream('main')!.cameraClock;
    await until('a sender report', () => clock.reading !== null);
    expect(Math.abs(clock.reading!.offsetMs)).toBeLessThan(500);
  });
});
