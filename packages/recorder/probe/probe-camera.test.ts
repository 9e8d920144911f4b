/** What a probe tells of a camera on a real socket. */
import { afterEach, expect, test } from 'vitest';
import { SiteClock } from '../clock/site-clock.ts';
import { ScriptedCamera } from '../connection/scripted-camera-for-tests.ts';
import { probeCamera } from './probe-camera.ts';

let camera: ScriptedCamera;
afterEach(() => camera.close());

test.each([
  ['Hipcam RealServer/V1.0', 'Hipcam RealServer/V1.0'],
  [`Rtsp\u009bServer${'x'.repeat(1_000)}`, `Rtsp Server${'x'.repeat(189)}`],
  ['', null],
])('the Server header %j is in the report, of a camera that refuses too', async (told, server) => {
  camera = await new ScriptedCamera(({ method }) =>
    method === 'DESCRIBE' ? `404 Not Found\r\nServer: ${told}` : null,
  ).listen();
  const report = await probeCamera({
    url: camera.url,
    credentials: null,
    transport: 'tcp',
    measureMs: 100,
    siteClock: new SiteClock({ monotonicMs: () => performance.now(), systemUnixMs: () => Date.now() }),
  });
  expect([report.failure?.code, report.server]).toEqual(['stream-not-found', server]);
});
