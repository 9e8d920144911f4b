/** What time the page takes it to be, over a real socket: told late, told after a sleep, set back. */
import { LIVE_VERSION } from '@matlang/contract';
import { until } from '@matlang/testkit';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { LiveSocket } from './live-socket.ts';

/** What a telling may take on a busy machine. */
const SOON_MS = 1000;

interface Site {
  readonly page: LiveSocket;
  /** How many connections there were. */
  readonly connections: () => number;
  /** Tells a time that is so late, and waits until the page heard something that came behind it. */
  readonly tellLate: (lateMs: number) => Promise<void>;
}

afterEach(() => vi.restoreAllMocks());

/** A page whose server says when it is. */
async function openSite(): Promise<Site> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  let connections = 0;
  let current: WebSocket | null = null;
  const tell = (notice: object): void => current?.send(JSON.stringify(notice));
  server.on('connection', (socket) => {
    connections += 1;
    current = socket;
    tell({ type: 'hello', version: LIVE_VERSION, siteTime: Date.now() });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const page = new LiveSocket(`http://127.0.0.1:${address.port}`);
  const leave = page.subscribe(() => {});
  onTestFinished(leave);
  await until('connected', () => page.facts().connected);
  return {
    page,
    connections: () => connections,
    tellLate: async (lateMs) => {
      tell({ type: 'time', siteTime: Math.round(Date.now() - lateMs) });
      const since = Math.round(Math.random() * 1e9);
      tell({ type: 'recorder', connected: false, since });
      await until(
        'the page heard it, or went',
        () => page.facts().recorderAwaySinceUnixMs === since || connections > 1,
      );
    },
  };
}

const errorMs = (page: LiveSocket, nowUnixMs = Date.now()): number =>
  Math.abs((page.siteTimeUnixMs() ?? 0) - nowUnixMs);

test('a time that waited behind pictures makes nothing younger', async () => {
  const { page, tellLate, connections } = await openSite();
  await tellLate(20_000);
  expect(errorMs(page)).toBeLessThan(SOON_MS);
  expect(connections()).toBe(1);
});

test('a clock that was set back is learnt by another connection', async () => {
  const { page, tellLate, connections } = await openSite();
  await tellLate(3_600_000);
  await until('another connection', () => connections() === 2 && page.facts().connected);
  expect(errorMs(page)).toBeLessThan(SOON_MS);
});

test('after a sleep nobody knows the time until another connection tells', async () => {
  const { page, tellLate, connections } = await openSite();
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
  expect(page.siteTimeUnixMs()).toBeNull();
  // Was on its way when the machine fell asleep.
  await tellLate(3_600_000);
  await until('another connection', () => connections() === 2 && page.facts().connected);
  expect(errorMs(page)).toBeLessThan(SOON_MS);
});
