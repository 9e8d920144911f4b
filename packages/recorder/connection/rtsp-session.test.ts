/** One try with cameras on real sockets: redirects and whom the password is told. */
import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { until } from '@matlang/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ReadPacer } from './read-pacer.ts';
import { RtspSession } from './rtsp-session.ts';
import { type AskedFor, ScriptedCamera } from './scripted-camera-for-tests.ts';
import type { SessionFailure } from './session-failure.ts';

const PASSWORD = 'Geheim-7';
const CHALLENGE = '401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"';

let cameras: ScriptedCamera[];
let session: RtspSession;
let failures: SessionFailure[];
let playing: boolean;
let redirects: number;
let rtcp: Uint8Array[];

beforeEach(() => {
  cameras = [];
  failures = [];
  playing = false;
  redirects = 0;
  rtcp = [];
});
afterEach(() => {
  session.stop();
  for (const camera of cameras) {
    camera.close();
  }
});

async function cameraAt(host: string, script?: (asked: AskedFor) => string | null): Promise<ScriptedCamera> {
  const camera = await new ScriptedCamera(script).listen(host);
  cameras.push(camera);
  return camera;
}

/** Lets nobody in whose user and password aren't these. */
function guarded(username: string, password: string): (asked: AskedFor) => string | null {
  const right = `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return ({ text }) => (text.includes(right) ? null : CHALLENGE);
}

function connectTo(url: string, transport: 'tcp' | 'udp' = 'tcp'): void {
  const monotonicMs = () => performance.now();
  session = new RtspSession(
    {
      url,
      credentials: { username: 'admin', password: PASSWORD },
      transport,
      userAgent: 'test',
      monotonicMs,
      pacer: new ReadPacer(monotonicMs, false),
    },
    {
      onStep: () => {},
      chooseMedia: () => [0],
      onTrack: () => {},
      onLeftOut: () => {},
      onPlaying: () => {
        playing = true;
      },
      onRtp: () => {},
      onRedirect: () => {
        redirects += 1;
      },
      onRtcp: (_mediaIndex, bytes) => rtcp.push(bytes),
      onReadEnd: () => {},
      onIdle: () => {},
      onWarning: () => {},
      onFault: (error) => {
        throw error;
      },
      onFailure: (failure) => failures.push(failure),
    },
  );
  session.start();
}

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const over = (): boolean => playing || failures.length > 0;

describe('a redirect', () => {
  test('to another port of the same host gets the configured password', async () => {
    const target = await cameraAt('127.0.0.1', guarded('admin', PASSWORD));
    const first = await cameraAt('127.0.0.1', () => `302 Found\r\nLocation: ${target.url}`);
    connectTo(first.url);
    await until('it plays or fails', over);
    expect([playing, failures]).toEqual([true, []]);
  });

  test('to another host never does, and the failure says what to do', async () => {
    const target = await cameraAt('127.0.0.2', () => CHALLENGE);
    const first = await cameraAt('127.0.0.1', (asked) =>
      guarded('admin', PASSWORD)(asked) === null ? `302 Found\r\nLocation: ${target.url}` : CHALLENGE,
    );
    connectTo(first.url);
    await until('it plays or fails', over);
    expect(failures).toEqual([
      {
        step: 'authenticating',
        code: 'redirect-refused',
        statusCode: 401,
        detail:
          `the camera sends on to 127.0.0.2:${target.port}, which asks for a user and a password; ` +
          'they are not given to another host: enter its address for this camera',
      },
    ]);
    expect(first.requests.some(({ text }) => text.includes('Authorization'))).toBe(true);
    expect(target.requests.length).toBeGreaterThan(0);
    expect(target.requests.filter(({ text }) => text.includes('Authorization'))).toEqual([]);
  });

  test('to another host that asks for nothing plays', async () => {
    const target = await cameraAt('127.0.0.2');
    const first = await cameraAt('127.0.0.1', () => `302 Found\r\nLocation: ${target.url}`);
    connectTo(first.url);
    await until('it plays or fails', over);
    expect([playing, failures]).toEqual([true, []]);
  });

  test('to another host with a password in the address uses that one', async () => {
    const target = await cameraAt('127.0.0.2', guarded('channel1', 'p@1'));
    const withPassword = target.url.replace('rtsp://', 'rtsp://channel1:p%401@');
    const first = await cameraAt('127.0.0.1', () => `302 Found\r\nLocation: ${withPassword}`);
    connectTo(first.url);
    await until('it plays or fails', over);
    expect([playing, failures]).toEqual([true, []]);
    expect(target.requests.some(({ url }) => url.includes('@'))).toBe(false);
  });

  test('on the same host with another password in the address keeps the configured one', async () => {
    const target = await cameraAt('127.0.0.1', guarded('admin', PASSWORD));
    const withPassword = target.url.replace('rtsp://', 'rtsp://other:x@');
    const first = await cameraAt('127.0.0.1', () => `302 Found\r\nLocation: ${withPassword}`);
    connectTo(first.url);
    await until('it plays or fails', over);
    expect([playing, failures]).toEqual([true, []]);
  });

  test('after SETUP over UDP leaves nothing of the first conversation behind', async () => {
    const target = await cameraAt('127.0.0.1');
    const first = await cameraAt('127.0.0.1', ({ method }) =>
      method === 'PLAY' ? `302 Found\r\nLocation: ${target.url}` : null,
    );
    const before = descriptors();
    connectTo(first.url, 'udp');
    await until('it plays or fails', over);
    expect([playing, redirects, failures]).toEqual([true, 1, []]);
    const setUp = target.requests.find(({ method }) => method === 'SETUP')?.text ?? '';
    const rtcpPort = Number(/client_port=\d+-(\d+)/.exec(setUp)?.[1]);
    const sender = createSocket('udp4');
    sender.send(Uint8Array.of(0x80, 200, 0, 0), rtcpPort, '127.0.0.1');
    await until('a report', () => rtcp.length > 0);
    sender.send(Uint8Array.of(0x80, 201, 0, 0), rtcpPort, '127.0.0.1');
    await until('another', () => rtcp.some((bytes) => bytes[1] === 201));
    // One listener: each is told once.
    expect(rtcp.map((bytes) => bytes[1])).toEqual([200, 201]);
    await new Promise<void>((resolve) => {
      sender.close(resolve);
    });
    session.stop();
    await until('all closed', () => descriptors() <= before + cameras.length);
  });

  test('that leads to itself ends after three', async () => {
    const first: ScriptedCamera = await cameraAt('127.0.0.1', () => `302 Found\r\nLocation: ${first.url}`);
    connectTo(first.url);
    await until('it plays or fails', over);
    expect(failures).toMatchObject([{ code: 'redirect-refused', detail: 'sent on too often' }]);
    expect(first.methods).toBe('OPTIONS OPTIONS OPTIONS OPTIONS');
  });
});
