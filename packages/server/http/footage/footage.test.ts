/** Reading recordings over HTTP from a real archive: time line, HLS, segments, exports in ranges, slow readers. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readAtBytes, readMovie } from '@matlang/media/mp4';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import {
  openTestSite,
  type RecordedRun,
  recordRuns,
  TEST_NOW_UNIX_MS,
  type TestSite,
} from '../../site-for-tests.ts';
import { listen } from '../listen.ts';

const START = TEST_NOW_UNIX_MS - 3_600_000;
const span = (seconds: number, from = 0): string =>
  `from=${START + from * 1000}&to=${START + (from + seconds) * 1000}`;

interface Recorded {
  readonly site: TestSite;
  readonly id: string;
  readonly ids: readonly string[];
}

/** Cameras added over HTTP, then recorded as their ids demand. */
async function recorded(runs: readonly Omit<RecordedRun, 'cameraId'>[], cameras = 1): Promise<Recorded> {
  const site = await openTestSite({ onTestFinished });
  const ids: string[] = [];
  for (let index = 0; index < cameras; index += 1) {
    const answer = await site.app.inject({
      method: 'POST',
      url: '/api/v1/cameras',
      payload: { name: `Cổng chợ ${index + 1}`, main: { url: 'rtsp://h/1' } },
    });
    ids.push(answer.json<{ id: string }>().id);
  }
  await recordRuns(
    site.dataDirectory,
    ids.flatMap((cameraId) => runs.map((run) => ({ ...run, cameraId }))),
  );
  return { site, id: ids[0]!, ids };
}

test('the time line of one and of many cameras', async () => {
  const { site, id, ids } = await recorded([{ startUnixMs: START, seconds: 5 }], 2);
  const one = await site.app.inject(`/api/v1/cameras/${id}/timeline?${span(60)}&purpose=ki%E1%BB%83m%20tra`);
  expect(one.statusCode).toBe(200);
  expect(one.json()).toMatchObject({
    spans: [{ start: START, end: START + 5000, stream: 'main' }],
    holds: [],
    missingVolumes: [],
  });
  const many = await site.app.inject(`/api/v1/timeline?cameras=${ids.join(',')}&${span(60)}&maxPoints=100`);
  expect(many.json<{ cameras: { cameraId: string }[] }>().cameras.map(({ cameraId }) => cameraId)).toEqual(
    ids,
  );
  const none = await site.app.inject(
    `/api/v1/cameras/01a20fc6-0083-7c5e-8259-235187bcb577/timeline?${span(60)}`,
  );
  expect(none.json()).toMatchObject({ error: { code: 'camera-not-found' } });
});

test('HLS: every byte range that the playlist names can be fetched', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 5 }]);
  const playlist = await site.app.inject(`/api/v1/cameras/${id}/hls.m3u8?${span(5)}&purpose=v%E1%BB%A5%2012`);
  expect(playlist.headers['content-type']).toContain('application/vnd.apple.mpegurl');
  expect(playlist.body).toContain('#EXT-X-PROGRAM-DATE-TIME');
  const uris = [...playlist.body.matchAll(/^(?!#)(\S+)$|URI="([^"]+)"/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  expect(uris.length).toBeGreaterThan(0);
  for (const uri of new Set(uris)) {
    const url = new URL(uri, `http://localhost/api/v1/cameras/${id}/hls.m3u8`);
    expect(url.searchParams.get('purpose')).toBe('vụ 12');
    const part = await site.app.inject({ url: url.pathname + url.search, headers: { range: 'bytes=4-7' } });
    expect(part.statusCode).toBe(206);
    expect(part.body).toBe('ftyp');
    expect(part.headers['content-range']).toMatch(/^bytes 4-7\/\d+$/);
  }
  const multivariant = await site.app.inject(`/api/v1/cameras/${id}/hls.m3u8?${span(5)}&stream=all`);
  expect(multivariant.body).toContain('#EXT-X-STREAM-INF');
  const gone = await site.app.inject(`/api/v1/cameras/${id}/segments/default/main/999.mp4`);
  expect(gone.statusCode).toBe(410);
});

test('an export is a movie under the camera’s name, leased while it is sent and written down', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 5 }]);
  const answer = await site.app.inject(`/api/v1/cameras/${id}/export.mp4?${span(5)}&purpose=v%E1%BB%A5%2012`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'video/mp4', 'accept-ranges': 'bytes' });
  expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
  const name = decodeURIComponent(
    /filename\*=UTF-8''(\S+)/.exec(String(answer.headers['content-disposition']))?.[1] ?? '',
  );
  expect(name).toBe('Cổng chợ 1-20260215T140000+0700.mp4');
  expect(String(answer.headers['content-disposition'])).toMatch(
    /^attachment; filename="[\x21-\x7e]+\.mp4"; /,
  );
  const movie = readMovie(readAtBytes(answer.rawPayload));
  expect(movie.tracks[0]?.sampleCount).toBe(50);
  await until('the recorder hears `release`', () =>
    site.recorder.commands.some(({ command }) => command === 'release'),
  );
  expect(site.recorder.commands.map(({ command }) => command)).toEqual(['lease', 'sign-heads', 'release']);
  const entries = await site.context.database.stores.audit.read(site.context.siteId, 0, 100);
  expect(entries.at(-1)).toMatchObject({
    action: 'footage.exported',
    subjectId: id,
    detail: { purpose: 'vụ 12' },
  });
});

test('ranges of an export join to the same bytes; another validator gets the whole', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 5 }]);
  const url = `/api/v1/cameras/${id}/export.mp4?${span(3, 1)}`;
  const whole = await site.app.inject(url);
  const etag = String(whole.headers['etag']);
  expect(etag).toMatch(/^"[^"]+"$/);
  const size = whole.rawPayload.length;
  const get = (headers: Record<string, string>) => site.app.inject({ url, headers });
  const first = await get({ range: 'bytes=0-999' });
  const rest = await get({ range: 'bytes=1000-', 'if-range': etag });
  expect([first.statusCode, rest.statusCode]).toEqual([206, 206]);
  expect(rest.headers['content-range']).toBe(`bytes 1000-${size - 1}/${size}`);
  expect(Buffer.concat([first.rawPayload, rest.rawPayload]).equals(whole.rawPayload)).toBe(true);
  const last = await get({ range: 'bytes=-10' });
  expect(last.rawPayload.equals(whole.rawPayload.subarray(-10))).toBe(true);
  const beyond = await get({ range: `bytes=${size}-` });
  expect(beyond.statusCode).toBe(416);
  expect(beyond.json()).toMatchObject({ error: { code: 'range-not-satisfiable' } });
  for (const headers of [
    { range: 'bytes=0-9', 'if-range': '"other"' },
    { range: 'bytes=5-1' },
    { range: 'bytes=0-1,3-4' },
    { range: 'lines=1-2' },
  ]) {
    expect((await get(headers)).statusCode, JSON.stringify(headers)).toBe(200);
  }
});

test('nothing recorded, and a span of two formats, are said; the parts are listed and can be fetched', async () => {
  const { site, id } = await recorded([
    { startUnixMs: START, seconds: 3 },
    { startUnixMs: START + 5000, seconds: 3, widthPixels: 320 },
  ]);
  const none = await site.app.inject(`/api/v1/cameras/${id}/export.mp4?${span(5, 1000)}`);
  expect(none.json()).toMatchObject({ error: { code: 'nothing-recorded' } });
  const several = await site.app.inject(`/api/v1/cameras/${id}/export.mp4?${span(60)}`);
  expect(several.statusCode).toBe(409);
  const { error } = several.json<{ error: { code: string; parts: { url: string; sizeBytes: number }[] } }>();
  expect(error.code).toBe('several-parts');
  expect(error.parts).toHaveLength(2);
  for (const part of error.parts) {
    expect((await site.app.inject(part.url)).statusCode).toBe(200);
  }
});

test('a prepared export: listed, fetched in ranges and as ZIP, given up', async () => {
  const { site, ids } = await recorded([{ startUnixMs: START, seconds: 3 }], 2);
  const payload = { cameras: ids, from: START, to: START + 3000, purpose: 'vụ 12' };
  const created = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  expect(created.statusCode).toBe(201);
  const job = created.json<{
    id: string;
    files: { url: string; etag: string; sizeBytes: number; fileName: string }[];
    zip: { url: string };
  }>();
  expect(job.files).toHaveLength(2);
  const [file] = job.files;
  const whole = await site.app.inject(file!.url);
  expect(whole.rawPayload.length).toBe(file!.sizeBytes);
  expect(whole.headers['etag']).toBe(`"${file!.etag}"`);
  const part = await site.app.inject({
    url: file!.url,
    headers: { range: 'bytes=100-', 'if-range': `"${file!.etag}"` },
  });
  expect(part.rawPayload.equals(whole.rawPayload.subarray(100))).toBe(true);
  const zip = await site.app.inject(job.zip.url);
  expect(zip.headers['content-length']).toBe(String(zip.rawPayload.length));
  expect(zip.rawPayload.indexOf(whole.rawPayload)).toBeGreaterThan(0);
  expect((await site.app.inject('/api/v1/exports')).json()).toMatchObject({
    exports: [{ id: job.id, state: 'ready' }],
  });
  expect((await site.app.inject('/api/v1/jobs')).json()).toMatchObject({
    jobs: [{ kind: 'export', state: 'ready' }],
  });
  expect((await site.app.inject(`/api/v1/exports/${job.id}/files/7`)).statusCode).toBe(404);
  const cancelled = await site.app.inject({ method: 'DELETE', url: `/api/v1/exports/${job.id}` });
  expect(cancelled.json()).toMatchObject({ state: 'cancelled' });
  expect((await site.app.inject(file!.url)).json()).toMatchObject({ error: { code: 'export-over' } });
  expect((await site.app.inject(job.zip.url)).json()).toMatchObject({ error: { code: 'export-over' } });
});

test('a prepared export says why something is missing, and nothing of what is still to come', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 3 }]);
  const index = new DatabaseSync(join(site.dataDirectory, 'archive', 'index.sqlite'));
  index.exec(`DELETE FROM gap; INSERT INTO gap (stream_id, start_unix_ms, end_unix_ms, cause)
    SELECT id, ${START + 3000}, NULL, 'network' FROM stream`);
  index.close();
  const payload = { cameras: [id], from: START - 5000, to: TEST_NOW_UNIX_MS + 7_200_000 };
  const created = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  const gaps = [
    { from: START - 5000, to: START, cause: null },
    { from: START + 3000, to: TEST_NOW_UNIX_MS, cause: 'network' },
  ];
  expect(created.json()).toMatchObject({ files: [{ gaps }] });
  expect((await site.app.inject('/api/v1/exports')).json()).toMatchObject({
    exports: [{ files: [{ gaps }] }],
  });
});

test('a prepared export is leased again by a recorder that was away, and ends when its day is over', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 3 }]);
  await site.recorder.stop();
  await until('the recorder is away', () => !site.link.connected);
  const payload = { cameras: [id], from: START, to: START + 3000 };
  const created = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  expect(created.statusCode).toBe(201);
  await site.recorder.start();
  await until('the recorder hears `lease`', () =>
    site.recorder.commands.some(({ command }) => command === 'lease'),
  );
  site.clock.unixMs += 25 * 3_600_000;
  const nothing = { cameras: [id], from: START + 100_000, to: START + 200_000 };
  expect(
    (await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload: nothing })).json(),
  ).toMatchObject({ error: { code: 'nothing-recorded' } });
  await site.jobs.expire();
  expect(
    (await site.app.inject(`/api/v1/exports/${created.json<{ id: string }>().id}`)).json(),
  ).toMatchObject({ state: 'expired' });
});

test('a ready export is leased again however many came and went after it', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 3 }]);
  const payload = { cameras: [id], from: START, to: START + 3000 };
  const created = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  const job = await site.jobs.get(created.json<{ id: string }>().id);
  const { exports } = site.context.database.stores;
  // Ids that sort behind it; more than one list shows.
  for (let index = 0; index < 250; index += 1) {
    await exports.insert({
      ...job,
      id: `ffffffff-${index}`,
      state: index % 2 === 0 ? 'cancelled' : 'expired',
    });
  }
  await site.recorder.stop();
  await until('the recorder is away', () => !site.link.connected);
  site.recorder.commands.length = 0;
  await site.recorder.start();
  await until('the recorder hears another command', () => site.recorder.commands.length > 1);
  expect(site.recorder.commands).toEqual([
    {
      command: 'lease',
      leaseId: `${job.id}-0`,
      cameraId: id,
      startUnixMs: START,
      endUnixMs: START + 3000,
      expiresUnixMs: job.expiresUnixMs,
    },
    { command: 'sign-heads', cameraId: id },
  ]);
});

test('readers that do not read hold a place, not memory; one that goes gives its place back', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 20, pictureBytes: 60_000 }]);
  const url = new URL(await listen(site.app, 0));
  const path = `/api/v1/cameras/${id}/export.mp4?${span(20)}`;
  const whole = await site.app.inject(path);
  expect(whole.rawPayload.length).toBeGreaterThan(10_000_000);
  const digest = createHash('sha256').update(whole.rawPayload).digest('hex');
  await until(
    'one `release`',
    () => site.recorder.commands.filter(({ command }) => command === 'release').length === 1,
  );
  const payload = { cameras: [id], from: START, to: START + 20_000 };
  const created = await site.app.inject({ method: 'POST', url: '/api/v1/exports', payload });
  const prepared = created.json<{ files: { url: string }[]; zip: { url: string } }>();
  site.recorder.commands.length = 0;
  const before = process.memoryUsage.rss();
  const slow = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const socket = connect(Number(url.port), '127.0.0.1');
      socket.pause();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      return socket;
    }),
  );
  await until(
    '8 times `lease`',
    () => site.recorder.commands.filter(({ command }) => command === 'lease').length === 8,
  );
  await expect.poll(async () => (await fetch(new URL(path, url))).status).toBe(503);
  // Eight whole answers would be over 90 MB.
  expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
  // Files and ZIPs of prepared exports read the same disk: they have no places of their own.
  expect((await fetch(new URL(prepared.files[0]!.url, url))).status).toBe(503);
  expect((await fetch(new URL(prepared.zip.url, url))).status).toBe(503);
  for (const socket of slow.slice(1)) socket.destroy();
  await until(
    '7 times `release`',
    () => site.recorder.commands.filter(({ command }) => command === 'release').length >= 7,
  );
  const answer = await fetch(new URL(path, url));
  expect(
    createHash('sha256')
      .update(new Uint8Array(await answer.arrayBuffer()))
      .digest('hex'),
  ).toBe(digest);
  // The last one wakes up and gets every byte.
  const [late] = slow;
  let received = 0;
  late!.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  late!.resume();
  await until('all bytes', () => received > whole.rawPayload.length);
  late!.destroy();
});

test('a volume that is not there is said, not an error of ours', async () => {
  const site = await openTestSite({ onTestFinished });
  const answer = await site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras',
    payload: { name: 'a', main: { url: 'rtsp://h/' } },
  });
  const { id } = answer.json<{ id: string }>();
  const timeline = await site.app.inject(`/api/v1/cameras/${id}/timeline?${span(5)}`);
  expect(timeline.json()).toMatchObject({ spans: [], missingVolumes: [{ id: 'default', state: 'missing' }] });
  const segment = await site.app.inject(`/api/v1/cameras/${id}/segments/default/main/1.mp4`);
  expect([410, 503]).toContain(segment.statusCode);
  // One that the site has not: that is the asker's mistake, whatever is mounted.
  const unknown = await site.app.inject(`/api/v1/cameras/${id}/segments/other/main/1.mp4`);
  expect(unknown.statusCode).toBe(400);
  expect(unknown.json()).toMatchObject({
    error: { code: 'request-invalid', field: 'volume', rule: 'choice' },
  });
  expect(unknown.body).toContain('default');
});
