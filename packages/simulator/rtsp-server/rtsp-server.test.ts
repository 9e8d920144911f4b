import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  answerAlways,
  type CameraFaults,
  createClip,
  createRtspServer,
  createSyntheticH264,
  jumpClock,
  type MediaSource,
  neverAnswer,
  playClip,
  type RtspServer,
  type RtspServerOptions,
  readFrameNumber,
  redirectTo,
  type SourceUnit,
  switchSource,
} from '../index.ts';
import { RawClient } from './raw-client-for-tests.ts';
import { RequestReader } from './request-reader.ts';

const SMALL = createClip([
  createSyntheticH264({
    frames: 400,
    framesPerSecond: 25,
    gopFrames: 10,
    strip: false,
    width: 64,
    height: 64,
  }),
]);

async function serve(
  options: Partial<RtspServerOptions> = {},
  source: MediaSource = playClip(SMALL),
): Promise<{ server: RtspServer; client: RawClient; url: string }> {
  const server = await createRtspServer({ mounts: [{ path: '/cam', source }], ...options });
  onTestFinished(async () => {
    await server.close();
    source.close();
  });
  const url = server.urlOf('/cam');
  const client = await RawClient.open(url);
  onTestFinished(() => void client.socket.destroy());
  return { server, client, url };
}

function rtpOf(client: RawClient): readonly Buffer[] {
  return client.frames.filter(({ channel }) => channel === 0).map(({ payload }) => payload);
}

describe('a session', () => {
  test('describes, plays numbered packets with one marker a picture, and ends', async () => {
    const units: SourceUnit[] = [];
    const { server, client } = await serve({
      firstSequenceNumber: 65_530,
      firstRtpTime: 0xffff_f000,
      tap: { unit: (_path, _session, unit) => void units.push(unit) },
    });
    const description = await client.ask('DESCRIBE');
    expect(description.body).toContain('a=rtpmap:96 H264/90000\r\n');
    expect(description.head).toMatch(/Content-Base: rtsp:.*\/cam\/\r\n/);
    const session = await client.play();
    await client.waitForFrames(20);
    expect(server.viewerCount).toBe(1);
    const packets = rtpOf(client);
    expect(packets.map((packet) => packet.readUInt16BE(2))).toEqual(
      packets.map((_, i) => (65_530 + i) & 0xffff),
    );
    expect(packets[0]!.readUInt32BE(4)).toBe(0xffff_f000);
    expect(readFrameNumber('h264', units[0]!.parts)).toBe(0);
    const report = client.frames.find(({ channel }) => channel === 1)!.payload;
    expect(report.readUInt16BE(0)).toBe(0x80c8);
    const ntpUnixSeconds = report.readUInt32BE(8) - 2_208_988_800;
    expect(Math.abs(ntpUnixSeconds - Date.now() / 1000)).toBeLessThan(5);
    expect((await client.ask('TEARDOWN', '', { Session: session })).status).toBe(200);
    expect(server.viewerCount).toBe(0);
    expect((await client.ask('PLAY', '', { Session: session })).status).toBe(454);
  });

  test('that nobody keeps alive ends with its connection', async () => {
    const { client, server } = await serve({ sessionTimeoutSeconds: 1 });
    await client.play();
    await client.closed();
    expect(server.viewerCount).toBe(0);
  });

  test('is refused: path, transport, number of sessions', async () => {
    const { client, url } = await serve({ transports: 'udp', maxSessions: 1 });
    expect((await client.ask('DESCRIBE', '/nothing')).status).toBe(404);
    const tcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    const udp = { Transport: 'RTP/AVP;unicast;client_port=40000-40001' };
    expect((await client.ask('SETUP', '/trackID=0', tcp)).status).toBe(461);
    expect((await client.ask('SETUP', '/trackID=7', udp)).status).toBe(404);
    expect((await client.ask('SETUP', '/trackID=0', udp)).status).toBe(200);
    const second = await RawClient.open(url);
    onTestFinished(() => void second.socket.destroy());
    expect((await second.ask('SETUP', '/trackID=0', udp)).status).toBe(453);
  });

  test('of a viewer that does not read skips to a key frame and holds little', async () => {
    const big = createClip([
      createSyntheticH264({
        frames: 100,
        framesPerSecond: 25,
        gopFrames: 10,
        strip: false,
        width: 64,
        height: 64,
        minFrameBytes: 200_000,
      }),
    ]);
    const skipped: SourceUnit[] = [];
    const sent: SourceUnit[] = [];
    const { client } = await serve(
      {
        maxViewerQueueBytes: 1 << 20,
        tap: {
          skipped: (_p, _s, unit) => void skipped.push(unit),
          unit: (_p, _s, unit) => void sent.push(unit),
        },
      },
      playClip(big, { speed: 10 }),
    );
    await client.play();
    client.socket.pause();
    await expect.poll(() => skipped.length, { timeout: 10_000 }).toBeGreaterThan(20);
    client.socket.resume();
    const before = sent.length;
    await expect.poll(() => sent.length, { timeout: 10_000 }).toBeGreaterThan(before);
    expect(sent[before]!.sync).toBe(true);
  });
});

describe('credentials', () => {
  const digest = (nonce: string, password: string): string => {
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const response = md5(`${md5(`u:IP Camera:${password}`)}:${nonce}:${md5('DESCRIBE:/x')}`);
    return `Digest username="u", realm="IP Camera", nonce="${nonce}", uri="/x", response="${response}"`;
  };

  test('nonces become stale, strangers are refused, OPTIONS needs none', async () => {
    const { client } = await serve({
      authentication: { username: 'u', password: 'p', qop: false, nonceUses: 1 },
    });
    expect((await client.ask('OPTIONS')).status).toBe(200);
    const challenge = await client.ask('DESCRIBE');
    expect(challenge.status).toBe(401);
    const nonce = /nonce="(\w+)"/.exec(challenge.head)![1]!;
    const ask = (password: string): ReturnType<RawClient['ask']> =>
      client.ask('DESCRIBE', '', { Authorization: digest(nonce, password) });
    expect((await ask('wrong')).status).toBe(401);
    expect((await ask('p')).status).toBe(200);
    const stale = await ask('p');
    expect(stale.status).toBe(401);
    expect(stale.head).toContain('stale=true');
  });
});

describe('faults', () => {
  const faulty = async (faults: CameraFaults): ReturnType<typeof serve> => await serve({ faults });

  test('answers: a status, a redirect, silence', async () => {
    const { client, server } = await faulty(answerAlways(453, 'SETUP'));
    expect((await client.ask('SETUP', '/trackID=0')).status).toBe(453);
    server.setFaults(redirectTo('rtsp://127.0.0.1:1/other'));
    expect((await client.ask('DESCRIBE')).head).toContain('Location: rtsp://127.0.0.1:1/other');
    server.setFaults(neverAnswer('TEARDOWN'));
    client.socket.write('TEARDOWN * RTSP/1.0\r\nCSeq: 900\r\n\r\n');
    expect((await client.ask('OPTIONS')).status).toBe(200);
  });

  test('the connection dies with the packet that was named', async () => {
    const { client } = await faulty({ killAtPacket: 8 });
    await client.play();
    await client.closed().catch(() => undefined);
    expect(client.isClosed).toBe(true);
    expect(rtpOf(client).length).toBeLessThanOrEqual(7);
  });

  test('garbage, wrong channels, no marker, exactly these lost', async () => {
    const { client } = await faulty({
      garbage: { everyPackets: 3, sizeBytes: 11 },
      channelOffset: 4,
      noMarker: true,
      losePackets: new Set([2, 5]),
    });
    await client.play();
    await client.waitForFrames(12);
    const packets = client.frames.filter(({ channel }) => channel === 4).map(({ payload }) => payload);
    const first = packets[0]!.readUInt16BE(2);
    expect(packets.slice(0, 5).map((packet) => (packet.readUInt16BE(2) - first) & 0xffff)).toEqual([
      0, 2, 3, 5, 6,
    ]);
    expect(packets.every((packet) => (packet[1]! & 0x80) === 0)).toBe(true);
    expect(client.garbageBytes).toBeGreaterThanOrEqual(33);
  });

  test('the clock jumps and another source takes over, media time running on', async () => {
    const seen: SourceUnit[] = [];
    const second = createClip([
      createSyntheticH264({ frames: 50, framesPerSecond: 25, strip: false, width: 128, height: 64 }),
    ]);
    const source = jumpClock(
      switchSource(playClip(SMALL, { speed: 4 }), playClip(second, { speed: 4 }), { atUnit: 5 }),
      { atUnit: 8, byMs: 3_600_000 },
    );
    const end = source.subscribe((unit) => void seen.push(unit));
    onTestFinished(() => source.close());
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(16);
    end();
    const numbers = seen.slice(0, 16).map((unit) => readFrameNumber('h264', unit.parts));
    expect(numbers).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const steps = seen.slice(1, 16).map((unit, i) => unit.ptsTicks - seen[i]!.ptsTicks);
    expect(steps.filter((step) => step === 3600)).toHaveLength(14);
    expect(steps).toContain(3600 + 3600 * 90_000);
  });
});

describe('garbage from a client', () => {
  test('never stops the server', async () => {
    const { client, server, url } = await serve();
    const { port } = new URL(url);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc
            .string({ maxLength: 200 })
            .map((text) => Buffer.from(`SETUP ${text} RTSP/1.0\r\nCSeq: 1\r\n${text}\r\n\r\n`)),
        ),
        async (bytes) => {
          const socket = connect(Number(port), '127.0.0.1');
          socket.on('error', () => undefined);
          await new Promise<void>((resolve) => socket.end(bytes, resolve));
          socket.destroy();
        },
      ),
      { numRuns: 200 },
    );
    expect((await client.ask('OPTIONS')).status).toBe(200);
    expect(server.viewerCount).toBe(0);
  });

  test('is cut the same however it arrives, and held within limits', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (chunks) => {
        const all = Buffer.concat([
          Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n$\x00\x00\x02ab'),
          ...chunks,
        ]);
        const whole = new RequestReader().push(all).map((message) => message.kind);
        const reader = new RequestReader();
        const pieces = Array.from(all, (byte) =>
          reader.push(Buffer.of(byte)).map((message) => message.kind),
        ).flat();
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 100 },
    );
    const [answer] = new RequestReader().push(Buffer.alloc(20_000, 'A'));
    expect(answer?.kind).toBe('malformed');
  });
});
