/** Status as the recorder tells it, over the real socket: every state, and a recorder that goes and comes. */

import { GAP_CAUSES } from '@matlang/archive';
import {
  STREAM_FAILURE_CODES as API_FAILURES,
  PROBE_FINDINGS as API_FINDINGS,
  GAP_CAUSES as API_GAPS,
  STREAM_STEPS as API_STEPS,
} from '@matlang/contract';
import { findBrokenLink, GENESIS_HASH } from '@matlang/domain';
import {
  PROBE_FINDINGS,
  type RecorderStatistics,
  STREAM_FAILURE_CODES,
  STREAM_STEPS,
  type StreamState,
} from '@matlang/link';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, statisticsAt, type TestSite } from '../site-for-tests.ts';
import { sha256Hex } from '../store/audit-digests.ts';

const open = (): Promise<TestSite> => openTestSite({ onTestFinished });

async function addCamera(site: TestSite): Promise<string> {
  const payload = {
    name: 'Cổng chợ',
    main: { url: 'rtsp://h/1' },
    sub: { url: 'rtsp://h/2' },
    audio: { enabled: true, reason: 'theo biên bản 12' },
  };
  const answer = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  return answer.json<{ id: string }>().id;
}

function statisticsOf(cameraId: string): RecorderStatistics {
  return {
    atUnixMs: 10,
    startedUnixMs: 5,
    configurationRevision: 1,
    configurationProblem: null,
    siteClockOffsetMs: 0.5,
    streams: [
      {
        cameraId,
        kind: 'main',
        bitsPerSecond: 3_000_000,
        framesPerSecond: 24.9,
        gopMs: 2000,
        gopFrames: 50,
        jitterMs: 1.5,
        receivedPackets: 100,
        lostPackets: 1,
        damagedUnits: 0,
        foreignPackets: 2,
        faults: [
          { kind: 'marker-missing', count: 3 },
          { kind: 'payload-empty', count: 4 },
        ],
        receivedBytes: 1000,
        reconnects: 2,
        cameraClock: { offsetMs: -1500, driftPpm: 3, atUnixMs: 9 },
        codec: 'h264',
        codecString: 'avc1.4d001f',
        widthPixels: 1920,
        heightPixels: 1080,
        transport: 'tcp',
        newestUnixMs: 9,
        recording: true,
        subscribers: 1,
        gopCacheBytes: 10,
      },
    ],
    volumes: [
      {
        volumeId: 'default',
        path: '/x',
        totalBytes: 100,
        freeBytes: 50,
        heldBytes: 1,
        archiveBytes: 40,
        queuedBytes: 0,
        state: 'recording',
        detail: null,
        oldestUnixMs: 1,
      },
    ],
  };
}

test('the API knows every word of the socket and of the archive', () => {
  expect(API_FAILURES).toEqual(STREAM_FAILURE_CODES);
  expect(API_STEPS).toEqual(STREAM_STEPS);
  expect(API_FINDINGS).toEqual(PROBE_FINDINGS);
  expect(API_GAPS).toEqual(GAP_CAUSES);
});

test('status and metrics give what is measured, and each failure with what to try', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  site.recorder.tell({ type: 'statistics', statistics: statisticsOf(cameraId) });
  const failed: StreamState = {
    state: 'failed',
    step: 'authenticating',
    code: 'credentials-refused',
    statusCode: 401,
    sinceUnixMs: 3,
    nextTryUnixMs: 99,
    attempts: 4,
  };
  site.recorder.tell({
    type: 'stream-state',
    cameraId,
    kind: 'main',
    state: { state: 'receiving' },
    sinceUnixMs: 7,
  });
  site.recorder.tell({ type: 'stream-state', cameraId, kind: 'sub', state: failed, sinceUnixMs: 8 });
  await until('a state of the sub stream', () => site.link.stateOf(cameraId, 'sub') !== null);
  const status = (await site.app.inject('/api/v1/status')).json<{ cameras: unknown[] }>();
  expect(status).toMatchObject({
    processes: { recorder: { state: 'running', configurationRevision: 1, startedAt: 5 } },
    volumes: [{ id: 'default', state: 'recording', freeBytes: 50, oldestAt: 1 }],
    cameras: [
      {
        streams: [
          {
            stream: 'main',
            state: 'receiving',
            since: 7,
            failure: null,
            measured: {
              framesPerSecond: 24.9,
              bitsPerSecond: 3_000_000,
              gopMs: 2000,
              clockOffsetMs: -1500,
              lastFragmentAt: 9,
              reconnections: 2,
              foreignPackets: 2,
              faults: [
                { kind: 'marker-missing', count: 3 },
                { kind: 'payload-empty', count: 4 },
              ],
            },
          },
          {
            stream: 'sub',
            state: 'failed',
            since: 8,
            measured: null,
            failure: {
              step: 'authenticating',
              code: 'credentials-refused',
              statusCode: 401,
              nextTryAt: 99,
              attempts: 4,
            },
          },
          { stream: 'audio', state: 'unknown' },
        ],
      },
    ],
  });
  expect(JSON.stringify(status.cameras)).toContain('Nhập lại mật khẩu');
  const metrics = await site.app.inject('/metrics');
  expect(metrics.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(metrics.body).toContain(
    `matlang_stream_frames_per_second{camera="${cameraId}",name="Cổng chợ",stream="main"} 24.9`,
  );
  expect(metrics.body).toContain('matlang_stream_failed{');
  expect(metrics.body).toMatch(/^matlang_stream_faults_total\{.+,stream="main"\} 7$/m);
  expect(metrics.body).toMatch(/^matlang_stream_foreign_packets_total\{.+,stream="main"\} 2$/m);
  for (const line of metrics.body.trimEnd().split('\n')) {
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.e+]+)$/);
  }
});

test('every failure code can be shown', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  for (const code of STREAM_FAILURE_CODES) {
    site.recorder.tell({
      type: 'stream-state',
      cameraId,
      kind: 'main',
      state: { state: 'failed', step: 'connecting', code, sinceUnixMs: 1, nextTryUnixMs: 2, attempts: 1 },
      sinceUnixMs: 1,
    });
    await until(code, () => {
      const known = site.link.stateOf(cameraId, 'main')?.state;
      return known?.state === 'failed' && known.code === code;
    });
    const answer = await site.app.inject('/api/v1/status');
    expect(answer.statusCode, code).toBe(200);
  }
});

test('a recorder that goes is said at once, one that comes back is found, and old states are not shown as new', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  site.recorder.tell({
    type: 'stream-state',
    cameraId,
    kind: 'main',
    state: { state: 'receiving' },
    sinceUnixMs: 7,
  });
  await until('a state of the main stream', () => site.link.stateOf(cameraId, 'main') !== null);
  await site.recorder.stop();
  await until('the recorder is away', () => !site.link.connected);
  expect((await site.app.inject('/api/v1/status')).json()).toMatchObject({
    processes: { recorder: { state: 'absent' } },
    cameras: [{ streams: [{ state: 'unknown' }, { state: 'unknown' }, { state: 'unknown' }] }],
  });
  await site.recorder.start();
  await until('the recorder is there', () => site.link.connected);
  expect((await site.app.inject('/api/v1/status')).json()).toMatchObject({
    processes: { recorder: { state: 'running' } },
  });
});

test('a command whose answer never comes is refused when the recorder goes', async () => {
  const site = await open();
  site.recorder.answer = () => null;
  const asked = site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras/probe',
    payload: { url: 'rtsp://h/' },
  });
  await until('the recorder hears a command', () => site.recorder.commands.length === 1);
  await site.recorder.stop();
  expect((await asked).json()).toMatchObject({ error: { code: 'recorder-unreachable' } });
});

test('a probe gives what the recorder saw, with a sentence for each finding', async () => {
  const site = await open();
  site.recorder.answer = () => ({
    ok: true,
    outcome: {
      command: 'probe',
      report: {
        failure: { step: 'connecting', code: 'connection-refused' },
        transport: null,
        server: null,
        authentication: null,
        measuredMs: 0,
        firstPacketMs: null,
        firstKeyFrameMs: null,
        cameraClockOffsetMs: null,
        media: [],
        findings: ['long-gop'],
      },
    },
  });
  const answer = await site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras/probe',
    payload: { url: 'rtsp://u:p@h/', transport: 'udp', measureMs: 500 },
  });
  expect(answer.json()).toMatchObject({
    failure: { code: 'connection-refused', tryThis: { en: expect.stringContaining('RTSP') } },
    findings: [{ code: 'long-gop', message: { vi: expect.stringContaining('Khung hình khoá (I-frame)') } }],
  });
  expect(site.recorder.commands[0]).toMatchObject({
    url: 'rtsp://h/',
    username: 'u',
    transport: 'udp',
    measureMs: 500,
  });
});

test('holds: placed, refused, lifted, and settled when the recorder was away', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  const payload = {
    cameraId,
    from: '2026-02-15T14:30:00+07:00',
    to: '2026-02-15T15:00:00+07:00',
    reason: 'vụ 12',
    owner: 'Lan',
    reviewAt: '2026-03-15T00:00:00+07:00',
  };
  const place = () => site.app.inject({ method: 'POST', url: '/api/v1/holds', payload });
  const placed = await place();
  expect(placed.statusCode).toBe(201);
  const { id } = placed.json<{ id: string }>();
  expect(placed.json()).toMatchObject({ state: 'held', reason: 'vụ 12' });

  site.recorder.answer = () => ({ ok: false, refusal: 'held-limit' });
  expect((await place()).json()).toMatchObject({ error: { code: 'held-limit' } });
  expect((await site.app.inject('/api/v1/holds')).json<{ holds: unknown[] }>().holds).toHaveLength(1);

  site.recorder.answer = () => null;
  const lifting = site.app.inject({ method: 'DELETE', url: `/api/v1/holds/${id}` });
  await until('the recorder hears `lift`', () => site.recorder.commands.at(-1)?.command === 'lift');
  await site.recorder.stop();
  expect((await lifting).json()).toMatchObject({ state: 'lifting' });
  await until('the recorder is away', () => !site.link.connected);
  expect((await place()).json()).toMatchObject({ error: { code: 'recorder-unreachable' } });

  // It had been done: the second lift is refused, and that is as good.
  site.recorder.answer = () => ({ ok: false, refusal: 'unknown-hold' });
  await site.recorder.start();
  const lifted = async (): Promise<unknown> => (await site.app.inject('/api/v1/holds?lifted=true')).json();
  await expect.poll(lifted).toMatchObject({ holds: [{ id, state: 'lifted' }] });
  expect((await site.app.inject({ method: 'DELETE', url: `/api/v1/holds/${id}` })).statusCode).toBe(404);
});

test('a hold that is lifted while it is being placed stays lifted, whatever is answered later', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  site.recorder.answer = ({ command }) => (command === 'lift' ? { ok: true, outcome: { command } } : null);
  const payload = { cameraId, from: 1, to: 1000, reason: 'vụ 13', owner: 'Lan', reviewAt: 2_000_000_000_000 };
  const placing = site.app.inject({ method: 'POST', url: '/api/v1/holds', payload });
  await until('the recorder hears `hold`', () => site.recorder.commands.at(-1)?.command === 'hold');
  const holdCommandId = site.recorder.commandIds.at(-1) ?? 0;
  const listed = (await site.app.inject('/api/v1/holds')).json<{ holds: { id: string }[] }>();
  const id = listed.holds[0]?.id ?? '';
  const lifted = await site.app.inject({ method: 'DELETE', url: `/api/v1/holds/${id}` });
  expect(lifted.json()).toMatchObject({ state: 'lifted' });
  site.recorder.tell({
    type: 'command-result',
    id: holdCommandId,
    result: { ok: true, outcome: { command: 'hold' } },
  });
  expect((await placing).json()).toMatchObject({ id, state: 'lifted' });
  const all = (await site.app.inject('/api/v1/holds?lifted=true')).json();
  expect(all).toMatchObject({ holds: [{ id, state: 'lifted' }] });
});

test('what the archive does by itself is in the audit log, in order and chained', async () => {
  const site = await open();
  const { siteId, database } = site.context;
  for (const kind of ['clock-step', 'head-signed', 'repair']) {
    site.recorder.tell({ type: 'archive-event', atUnixMs: 5, kind, detail: { before: 1, after: [2] } });
  }
  const read = () => database.stores.audit.read(siteId, 1, 10);
  await expect
    .poll(async () => (await read()).map(({ action }) => action))
    .toEqual(['archive.clock-step', 'archive.head-signed', 'archive.repair']);
  const all = await database.stores.audit.read(siteId, 0, 10);
  expect(findBrokenLink(all, { seq: 0, hash: GENESIS_HASH }, sha256Hex)).toBeNull();
});

test('footage of a removed camera is deleted only when the recorder no longer writes it', async () => {
  const site = await open();
  const cameraId = await addCamera(site);
  site.recorder.tell({ type: 'statistics', statistics: statisticsAt(1) });
  await until(
    'statistics with configurationRevision 1',
    () => site.link.statistics?.configurationRevision === 1,
  );
  const removed = site.app.inject({ method: 'DELETE', url: `/api/v1/cameras/${cameraId}?footage=delete` });
  await expect.poll(async () => (await site.app.inject('/api/v1/cameras')).json()).toEqual({ cameras: [] });
  site.recorder.tell({ type: 'statistics', statistics: { ...statisticsAt(1), atUnixMs: 2 } });
  await until('statistics with atUnixMs 2', () => site.link.statistics?.atUnixMs === 2);
  expect(site.recorder.commands).toEqual([]);
  site.recorder.tell({ type: 'statistics', statistics: statisticsAt(2) });
  expect((await removed).json()).toMatchObject({ footage: 'deleted' });
});
