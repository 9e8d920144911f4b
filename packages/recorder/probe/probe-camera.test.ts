/** What a probe tells of a camera on a real socket. */
import { afterEach, expect, test } from 'vitest';
import { SiteClock } from '../clock/site-clock.ts';
import { type Paced, ReadPacer } from '../connection/read-pacer.ts';
import { type Script, ScriptedCamera } from '../connection/scripted-camera-for-tests.ts';
import { type ProbeOptions, probeCamera } from './probe-camera.ts';

const clocks = { monotonicMs: () => performance.now(), systemUnixMs: () => Date.now() };
let camera: ScriptedCamera;
let log: [string, Readonly<Record<string, unknown>>][];
afterEach(() => camera.close());

async function cameraWith(script?: Script): Promise<ScriptedCamera> {
  log = [];
  camera = await new ScriptedCamera(script).listen();
  return camera;
}

function optionsFor(url: string, change: Partial<ProbeOptions> = {}): ProbeOptions {
  return {
    url,
    credentials: null,
    transport: 'tcp',
    measureMs: 100,
    siteClock: new SiteClock(clocks),
    pacer: new ReadPacer(clocks.monotonicMs, false),
    log: (event, details) => log.push([event, details ?? {}]),
    ...change,
  };
}

test.each([
  ['Hipcam RealServer/V1.0', 'Hipcam RealServer/V1.0'],
  [`Rtsp\u009bServer${'x'.repeat(1_000)}`, `Rtsp Server${'x'.repeat(189)}`],
  ['', null],
])('the Server header %j is in the report, of a camera that refuses too', async (told, server) => {
  const { url } = await cameraWith(({ method }) =>
    method === 'DESCRIBE' ? `404 Not Found\r\nServer: ${told}` : null,
  );
  const report = await probeCamera(optionsFor(url));
  expect([report.failure?.code, report.server]).toEqual(['stream-not-found', server]);
});

/** Sends a packet on a channel every 20 ms while `during` is under way. */
async function sending<T>(channel: number, packet: Uint8Array, during: Promise<T>): Promise<T> {
  const timer = setInterval(() => camera.send(channel, packet), 20);
  try {
    return await during;
  } finally {
    clearInterval(timer);
  }
}

test('while it measures the recorder does not sleep, which would be told as the jitter of the camera', async () => {
  const { url } = await cameraWith();
  const pacer = new ReadPacer(clocks.monotonicMs, true);
  const stepped: boolean[] = [];
  const recorded: Paced = { patient: true, setStepped: (value) => stepped.push(value), beat: () => {} };
  pacer.add(recorded);
  try {
    const packet = Uint8Array.of(0x80, 0x60, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7, 0x41, 0);
    const report = await sending(0, packet, probeCamera(optionsFor(url, { measureMs: 300, pacer })));
    expect(report.failure).toBeNull();
    // Stepped is told by the timer's way; where the thread sleeps nobody is.
    expect(stepped[0]).toBe(false);
    expect(stepped.filter((value) => value).length).toBeGreaterThan(3);
  } finally {
    pacer.remove(recorded);
  }
});

test('a fault of ours is in the log, with where it happened', async () => {
  class BrokenClock extends SiteClock {
    override atUnixMs(): number {
      throw new Error('broken on purpose');
    }
  }
  const { url } = await cameraWith();
  const senderReport = new Uint8Array(28);
  senderReport.set([0x80, 200, 0, 6, 0, 0, 0, 7, 0xea, 0, 0, 0]);
  const probing = probeCamera(optionsFor(url, { measureMs: 5_000, siteClock: new BrokenClock(clocks) }));
  const report = await sending(1, senderReport, probing);
  expect(report.failure?.code).toBe('internal');
  expect(log.map(([event]) => event)).toEqual(['fault']);
  expect(String(log[0]?.[1]['error'])).toMatch(/broken on purpose\n +at BrokenClock\.atUnixMs/);
});
