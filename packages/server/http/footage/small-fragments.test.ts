/** A camera that sends key frames alone makes a fragment a picture: questions about it must not stand in the others' way. */
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS, type TestSite } from '../../site-for-tests.ts';
import { listen } from '../listen.ts';

const DAY_MS = 86_400_000;
const START = TEST_NOW_UNIX_MS - DAY_MS;

async function siteWithCamera(): Promise<{ site: TestSite; id: string }> {
  const site = await openTestSite({ onTestFinished });
  const answer = await site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras',
    payload: { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } },
  });
  const { id } = answer.json<{ id: string }>();
  await recordRuns(site.dataDirectory, [{ cameraId: id, startUnixMs: START, seconds: 3 }]);
  return { site, id };
}

/** The segment that was recorded, again and again behind itself, its three fragments each time 400 times over. */
function multiply(site: TestSite, segments: number): void {
  const index = new DatabaseSync(join(site.dataDirectory, 'archive', 'index.sqlite'));
  onTestFinished(() => index.close());
  const packed: unknown = index.prepare('SELECT fragments FROM segment_fragments').get()?.['fragments'];
  if (!(packed instanceof Uint8Array)) throw new Error('no segment was recorded');
  const many = Buffer.concat(Array.from({ length: 400 }, () => packed));
  index.exec('BEGIN');
  index.prepare('UPDATE segment_fragments SET fragments = ?').run(many);
  for (let copy = 1; copy < segments; copy += 1) {
    index.exec(`INSERT INTO segment SELECT id + ${copy}, stream_id, seq + ${copy}, run_id, state,
        start_unix_ms + ${copy * 20_000}, end_unix_ms + ${copy * 20_000}, start_ticks, duration_ticks, size_bytes, seq + ${copy}
        FROM segment WHERE seq = 0;
      INSERT INTO segment_fragments SELECT segment_id + ${copy}, fragments, leaves, hash FROM segment_fragments
        WHERE segment_id = (SELECT id FROM segment WHERE seq = 0)`);
  }
  index.exec('COMMIT');
}

test('others are answered while a long playlist is made, and a fifth one at once is told so', async () => {
  const { site, id } = await siteWithCamera();
  multiply(site, 1000);
  const url = `/api/v1/cameras/${id}/hls.m3u8?from=${START}&to=${START + DAY_MS}`;
  const answered: string[] = [];
  const ask = async (name: string, address: string) => {
    const answer = await site.app.inject(address);
    answered.push(`${name} ${answer.statusCode}`);
    return answer;
  };
  const long = Array.from({ length: 4 }, () => ask('long', url));
  // They have their places once they have looked their camera up.
  await expect.poll(async () => (await ask('fifth', url)).statusCode, { interval: 1 }).toBe(503);
  const short = await ask('short', `/api/v1/cameras/${id}/hls.m3u8?from=${START}&to=${START + 3000}`);
  expect(short.statusCode).toBe(200);
  // One a turn of the event loop, of which there is one every few segments.
  while (!answered.some((name) => name.startsWith('long'))) {
    await ask('health', '/api/v1/healthz');
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(answered.filter((name) => name === 'health 200').length).toBeGreaterThan(20);
  for (const playlist of await Promise.all(long)) {
    expect(playlist.statusCode).toBe(200);
    expect(playlist.body.match(/#EXTINF/g)).toHaveLength(1000);
  }
  expect((await ask('later', url)).statusCode).toBe(200);
});

test('nothing comes of an export whose asker has gone', async () => {
  const { site, id } = await siteWithCamera();
  const url = new URL(await listen(site.app, 0));
  const answer = site.recorder.answer;
  site.recorder.answer = (command) => (command.command === 'lease' ? null : answer(command));
  const body = JSON.stringify({ cameras: [id], from: START, to: START + 3000 });
  const socket = connect(Number(url.port), '127.0.0.1');
  socket.write(
    `POST /api/v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await until('the recorder hears `lease`', () =>
    site.recorder.commands.some(({ command }) => command === 'lease'),
  );
  socket.destroy();
  await expect
    .poll(() => new Promise((resolve) => site.app.server.getConnections((_, count) => resolve(count))))
    .toBe(0);
  const lease = site.recorder.commands.findIndex(({ command }) => command === 'lease');
  site.recorder.tell({
    type: 'command-result',
    id: site.recorder.commandIds[lease] ?? 0,
    result: { ok: true, outcome: { command: 'lease' } },
  });
  await until('the recorder hears `release`', () =>
    site.recorder.commands.some(({ command }) => command === 'release'),
  );
  expect((await site.app.inject('/api/v1/exports')).json()).toEqual({ exports: [], next: null });
  expect(await readdir(join(site.dataDirectory, 'exports'))).toEqual([]);
});
