/** What was looked at, in a real audit log: joined, written when it rests, kept while the database takes nothing. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '@matlang/domain';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, TEST_NOW_UNIX_MS, type TestSite } from '../site-for-tests.ts';
import { FootageViews, type View } from './footage-views.ts';

const MINUTE = 60_000;
const START = TEST_NOW_UNIX_MS - 3_600_000;
const VIEW: View = {
  requester: { actor: 'lan', address: '192.168.1.20' },
  holder: 'session-1',
  purpose: { purposeId: '01990000-0000-7000-8000-00000000000a', words: 'Vụ việc số 12/2026' },
  cameraId: 'camera-1',
};

interface Watched {
  readonly site: TestSite;
  readonly views: FootageViews;
  readonly time: { ms: number };
  readonly entries: () => Promise<readonly AuditEntry[]>;
}

async function watched(): Promise<Watched> {
  const site = await openTestSite({ onTestFinished, withRecorder: false });
  const time = { ms: 0 };
  const log = (): void => undefined;
  const views = new FootageViews({ context: site.context, log, monotonicMs: () => time.ms });
  const { database, siteId } = site.context;
  const entries = async (): Promise<readonly AuditEntry[]> =>
    (await database.stores.audit.read(siteId, 0, 1000)).filter(({ action }) => action === 'footage.viewed');
  return { site, views, time, entries };
}

test('an hour that is played is six entries, which join to it', async () => {
  const { views, time, entries } = await watched();
  const viewing = views.begin(VIEW);
  for (let second = 0; second < 3600; second += 1) {
    // Each piece of a second comes as one of our player: fragments one after the other.
    time.ms = second * 1000;
    viewing.played(START + second * 1000, START + (second + 1) * 1000);
    if (second % 5 === 0) await views.writeDue();
  }
  time.ms += MINUTE;
  await views.writeDue();
  const written = await entries();
  expect(written).toHaveLength(6);
  expect(written.map(({ detail }) => (detail['played'] as object[]).length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(written[0]).toMatchObject({
    actor: 'lan',
    address: '192.168.1.20',
    subjectId: 'camera-1',
    detail: {
      purpose: 'Vụ việc số 12/2026',
      purposeId: VIEW.purpose.purposeId,
      startUnixMs: START,
      stills: [],
    },
  });
  let reached = START;
  for (const { detail } of written) {
    expect(detail['startUnixMs']).toBe(reached);
    reached = Number(detail['endUnixMs']);
  }
  expect(reached).toBe(START + 3_600_000);
});

test('it is written after a minute of rest, apart for each session, purpose and camera', async () => {
  const { views, time, entries } = await watched();
  const look = (view: View): void => views.begin(view).still(START);
  look(VIEW);
  look(VIEW);
  look({ ...VIEW, cameraId: 'camera-2' });
  look({ ...VIEW, holder: 'session-2' });
  look({ ...VIEW, purpose: { purposeId: null, words: 'unstated' } });
  time.ms = MINUTE - 1;
  await views.writeDue();
  expect(await entries()).toEqual([]);
  time.ms = MINUTE;
  await views.writeDue();
  const written = await entries();
  expect(written).toHaveLength(4);
  expect(written[0]?.detail['stills']).toEqual([{ startUnixMs: START, endUnixMs: START, count: 2 }]);
  expect(written[3]?.detail).not.toHaveProperty('purposeId');
  await views.writeDue();
  expect(await entries()).toHaveLength(4);
});

test('who looks here and there for hours makes an entry for sixty-four places, not one for each', async () => {
  const { views, entries } = await watched();
  const viewing = views.begin(VIEW);
  for (let place = 0; place < 200; place += 1)
    viewing.played(START + place * MINUTE, START + place * MINUTE + 1000);
  await views.end();
  expect((await entries()).map(({ detail }) => (detail['played'] as object[]).length)).toEqual([
    64, 64, 64, 8,
  ]);
});

test('fifteen hundred cameras at once stay within bounds, and none is lost', async () => {
  const { views, entries, site } = await watched();
  for (let camera = 0; camera < 1500; camera += 1)
    views.begin({ ...VIEW, cameraId: `camera-${camera}` }).still(START);
  await views.writeDue();
  // The oldest made room.
  expect((await entries()).length).toBe(1500 - 1024);
  await views.end();
  const { database, siteId } = site.context;
  const all = await database.stores.audit.read(siteId, 0, 5000);
  expect(new Set(all.map(({ subjectId }) => subjectId)).size).toBeGreaterThanOrEqual(1500);
}, 30_000);

test('a database that takes nothing loses nothing: it is written when it does again, and at the end of the server', async () => {
  const { views, time, entries, site } = await watched();
  views.begin(VIEW).still(START);
  time.ms = MINUTE;
  const other = new DatabaseSync(join(site.dataDirectory, 'site.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  await views.writeDue();
  other.exec('ROLLBACK');
  other.close();
  expect(await entries()).toEqual([]);
  views.begin({ ...VIEW, cameraId: 'camera-2' }).still(START);
  await views.end();
  expect((await entries()).map(({ subjectId }) => subjectId)).toEqual(['camera-1', 'camera-2']);
});
