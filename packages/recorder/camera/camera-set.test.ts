/** What a configuration hides is opened for the camera alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SiteKeys } from '@matlang/keys';
import { type CameraConfiguration, cameraAddressContext, cameraPasswordContext } from '@matlang/link';
import { BlockPool } from '@matlang/media/memory';
import { expect, onTestFinished, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { machineClocks } from '../clock/clocks.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { ReadPacer } from '../connection/read-pacer.ts';
import { createLog } from '../log.ts';
import { CAMERA_ID } from './camera-for-tests.ts';
import { CameraSet } from './camera-set.ts';

const SECRET = 'tlJwpbo6';
const PATIENT = { timeout: 10_000, interval: 10 };

/** A camera that knows no stream, and says so with the address that it was asked for. */
async function refusingCamera() {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      for (const [, method = '', url = '', cSeq = ''] of bytes
        .toString()
        .matchAll(/^([A-Z_]+) (rtsp\S*)[^\r]*\r\nCSeq: (\d+)/gm)) {
        asked.push(url);
        const status = method === 'DESCRIBE' ? `451 no such thing: ${url}` : '200 OK';
        socket.write(`RTSP/1.0 ${status}\r\nCSeq: ${cSeq}\r\n\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, asked, close: () => server.close() };
}

function cameraSet(openSecret: (sealed: string, context: string) => string) {
  const archive = new MemoryArchive();
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line), on: () => stream } as never;
  const cameras = new CameraSet({
    archive,
    siteClock: new SiteClock(machineClocks),
    pacer: new ReadPacer(machineClocks.monotonicMs, false),
    pool: new BlockPool(),
    random: () => 0.5,
    openSecret,
    onState: () => {},
    onRemoved: () => {},
    log: createLog(stream, Date.now),
  });
  const apply = (camera: Partial<CameraConfiguration>): void =>
    cameras.apply({
      version: 1,
      revision: 1,
      siteId: CAMERA_ID,
      siteName: 'Xã',
      volumes: [{ id: 'main', path: 'archive' }],
      cameras: [
        {
          id: CAMERA_ID,
          name: 'Cổng chợ',
          volumeId: 'main',
          enabled: true,
          main: { url: 'rtsp://127.0.0.1/' },
          transport: 'tcp',
          record: 'main',
          live: { main: true, sub: true },
          audio: { enabled: false, reason: null },
          retentionDays: 30,
          ...camera,
        },
      ],
    });
  return { cameras, apply, archive, lines };
}

test('the camera is asked for the whole address; state, gap and log show it without its secret', async () => {
  const camera = await refusingCamera();
  const whole = `rtsp://127.0.0.1:${camera.port}/user=admin&password=${SECRET}&channel=1`;
  const opened: string[] = [];
  const { cameras, apply, archive, lines } = cameraSet((sealed, context) => {
    opened.push(context);
    return sealed === 'sealed' ? whole : '';
  });
  const main = { url: whole.replace(SECRET, '***'), sealedUrl: 'sealed' };
  apply({ main });
  const stream = () => cameras.find({ cameraId: CAMERA_ID, kind: 'main' })!;
  await expect.poll(() => stream().state.state, PATIENT).toBe('failed');
  expect(new Set(camera.asked)).toEqual(new Set([whole]));
  expect(opened).toEqual([`camera:${CAMERA_ID}:main-address`]);
  expect(stream().state).toMatchObject({
    code: 'stream-not-found',
    detail: expect.stringContaining('password=***'),
  });
  expect(JSON.stringify([stream().state, archive.gaps, lines])).not.toContain(SECRET);
  expect(lines.join('')).toContain('password=***');
  // The same address sealed again is no reason for a new connection.
  const before = stream();
  apply({ main, name: 'Ngã ba' });
  expect(stream()).toBe(before);
  cameras.stop();
  camera.close();
});

test('another site key under a running recorder: what is sealed anew opens, and no connection is cut', async () => {
  const data = mkdtempSync(join(tmpdir(), 'matlang-camera-set-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const camera = await refusingCamera();
  const [server, recorder] = [new SiteKeys(data), new SiteKeys(data)];
  const { cameras, apply } = cameraSet((sealed, context) => recorder.open(sealed, context));
  const url = `rtsp://127.0.0.1:${camera.port}/password=***`;
  const whole = url.replace('***', SECRET);
  const sealedUrl = server.seal(whole, cameraAddressContext(CAMERA_ID, 'main'));
  const sealedPassword = server.seal(SECRET, cameraPasswordContext(CAMERA_ID));
  const told = { main: { url, sealedUrl }, username: 'admin', sealedPassword };
  const stream = () => cameras.find({ cameraId: CAMERA_ID, kind: 'main' })!;
  apply(told);
  const before = stream();
  server.begin();
  const anew = {
    ...told,
    main: { url, sealedUrl: server.reseal(sealedUrl, cameraAddressContext(CAMERA_ID, 'main'))! },
    sealedPassword: server.reseal(sealedPassword, cameraPasswordContext(CAMERA_ID))!,
  };
  apply(anew);
  expect(stream()).toBe(before);
  server.finish();
  apply({ ...anew, name: 'Ngã ba' });
  expect(stream()).toBe(before);
  await expect.poll(() => stream().state.state, PATIENT).toBe('failed');
  expect(stream().state).toMatchObject({ code: 'stream-not-found' });
  expect(camera.asked.length).toBeGreaterThan(0);
  expect(new Set(camera.asked)).toEqual(new Set([whole]));
  // A recorder that starts between two steps, or after the last one, knows what it needs as well.
  expect(new SiteKeys(data).open(anew.sealedPassword, cameraPasswordContext(CAMERA_ID))).toBe(SECRET);
  cameras.stop();
  camera.close();
});

test('an address that does not open is said to be unreadable, and nothing is asked of the camera', async () => {
  const camera = await refusingCamera();
  const { cameras, apply } = cameraSet(() => {
    throw new Error('another key');
  });
  apply({ main: { url: `rtsp://127.0.0.1:${camera.port}/password=***`, sealedUrl: 'sealed' } });
  const stream = cameras.find({ cameraId: CAMERA_ID, kind: 'main' })!;
  await expect.poll(() => stream.state.state, PATIENT).toBe('failed');
  expect(stream.state).toMatchObject({ code: 'password-unreadable' });
  expect(camera.asked).toEqual([]);
  cameras.stop();
  camera.close();
});
