/** Readers over real sockets: those that take a few bytes now and then lose their place, those that are merely not fast get everything. */
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@matlang/testkit';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS } from '../../site-for-tests.ts';
import { listen } from '../listen.ts';
import { type ReaderPatience, watchReaders } from './slow-reader.ts';

const START = TEST_NOW_UNIX_MS - 3_600_000;
const PATIENCE: ReaderPatience = { leastBytes: 256 * 1024, withinMs: 10_000 };
const TRICKLE_MS = 50;

/** Asks, and reads so many bytes every 50 ms. */
function reader(url: URL, path: string, bytesAtOnce: number): { socket: Socket; received: () => number } {
  const socket = connect(Number(url.port), '127.0.0.1');
  let received = 0;
  socket.on('error', () => {});
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const timer = setInterval(() => {
    for (let rest = bytesAtOnce; rest > 0; ) {
      const chunk: unknown = socket.read(Math.min(rest, Math.max(1, socket.readableLength)));
      if (!(chunk instanceof Buffer)) break;
      received += chunk.length;
      rest -= chunk.length;
    }
  }, TRICKLE_MS);
  onTestFinished(() => {
    clearInterval(timer);
    socket.destroy();
  });
  return { socket, received: () => received };
}

test('a few bytes now and then keep no place: neither of exports nor of players', async () => {
  const site = await openTestSite({ onTestFinished, readerPatience: PATIENCE });
  const payload = { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } };
  const added = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  const { id } = added.json<{ id: string }>();
  await recordRuns(site.dataDirectory, [
    { cameraId: id, startUnixMs: START, seconds: 20, pictureBytes: 60_000 },
  ]);
  const url = new URL(await listen(site.app, 0));
  const span = `from=${START}&to=${START + 20_000}`;
  const exported = `/api/v1/cameras/${id}/export.mp4?${span}`;
  const played = `/api/v1/cameras/${id}/play?${span}`;
  const many = [
    ...Array.from({ length: 8 }, () => reader(url, exported, 20)),
    ...Array.from({ length: 4 }, () => reader(url, played, 20)),
  ];
  const statusOf = async (path: string): Promise<number> => {
    const gone = new AbortController();
    const { status } = await fetch(new URL(path, url), { signal: gone.signal });
    gone.abort();
    return status;
  };
  await expect.poll(() => statusOf(exported), { timeout: 9000 }).toBe(503);
  // They go on reading, and are cut off all the same.
  await until(
    'their places are given back',
    () => site.logged.filter((line) => line.includes('an answer broke off')).length >= 12,
    40_000,
  );
  expect(many.every(({ received }) => received() > 0 && received() < 1_000_000)).toBe(true);
  expect(await statusOf(exported)).toBe(200);
  expect(await statusOf(played)).toBe(200);
  expect(site.logged.join('\n')).toMatch(/ bytes were taken in 1\d{4} ms/);

  // A megabyte a second at the most: not fast, and served to the end.
  const whole = (await site.app.inject(exported)).rawPayload.length;
  const honest = reader(url, `/api/v1/cameras/${id}/export.mp4?from=${START}&to=${START + 4000}`, 50_000);
  await until('it has all of its four seconds', () => honest.received() > (whole * 4) / 21, 30_000);
}, 150_000);

test('who takes all that there is waits as long as it takes us', async () => {
  const app = fastify();
  watchReaders(app, { leastBytes: 1_000_000, withinMs: 200 });
  app.get('/', async (_request, reply) => {
    const slowly = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('a');
      await wait(1000);
      yield Buffer.from('b');
    };
    return await reply.send(Readable.from(slowly(), { objectMode: false }));
  });
  onTestFinished(() => app.close());
  expect(await (await fetch(await app.listen({ host: '127.0.0.1', port: 0 }))).text()).toBe('ab');
});
