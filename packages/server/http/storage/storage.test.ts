/** What the storage page is told, against a real archive: bytes by day, rates, forecast, holds, and what goes next. */
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StorageAnswer } from '@matlang/contract';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import {
  openTestSite,
  recordRuns,
  statisticsAt,
  TEST_NOW_UNIX_MS,
  type TestSite,
} from '../../site-for-tests.ts';

const DAY = 86_400_000;
const GB = 1_000_000_000;
const HOUR_AGO = TEST_NOW_UNIX_MS - 3_600_000;
/** 07:00 in Việt Nam is midnight UTC: the run lies in one day here and another there. */
const EARLY = TEST_NOW_UNIX_MS - 2 * DAY - 14 * 3_600_000;

async function recorded(): Promise<{ site: TestSite; id: string }> {
  const site = await openTestSite({ onTestFinished });
  const payload = { name: 'Cổng chợ', main: { url: 'rtsp://h/1' }, retentionDays: 10 };
  const added = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  const { id } = added.json<{ id: string }>();
  await recordRuns(site.dataDirectory, [
    { cameraId: id, startUnixMs: EARLY, seconds: 150 },
    { cameraId: id, startUnixMs: HOUR_AGO, seconds: 300 },
  ]);
  return { site, id };
}

async function storage(site: TestSite): Promise<StorageAnswer> {
  const answer = await site.app.inject('/api/v1/storage');
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

function sizes(site: TestSite): { bytes: number; start: number; end: number }[] {
  const index = new DatabaseSync(join(site.dataDirectory, 'archive', 'index.sqlite'), { readOnly: true });
  const rows = index
    .prepare(
      'SELECT size_bytes AS bytes, start_unix_ms AS start, end_unix_ms AS "end" FROM segment ORDER BY seq',
    )
    .all();
  index.close();
  return rows.map((row) => ({
    bytes: Number(row['bytes']),
    start: Number(row['start']),
    end: Number(row['end']),
  }));
}

test('bytes by camera and day, the rate of the last day, and what goes first', async () => {
  const { site, id } = await recorded();
  const segments = sizes(site);
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const early = segments.filter(({ start }) => start < HOUR_AGO).reduce((sum, { bytes }) => sum + bytes, 0);
  const { measuredAt, cameras, volumes } = await storage(site);
  expect(measuredAt).toBe(TEST_NOW_UNIX_MS);
  const [camera] = cameras;
  expect(camera).toMatchObject({
    cameraId: id,
    name: 'Cổng chợ',
    removed: false,
    retentionDays: 10,
    bytes: total,
    heldBytes: 0,
    // Older footage covers the whole last day, of which one stretch was recorded.
    bytesPerDay: total - early,
    oldestAt: EARLY,
    dueBytes: 0,
  });
  const days = camera?.days.filter(({ bytes }) => bytes > 0) ?? [];
  const midnight = (unixMs: number): number =>
    Math.floor((unixMs + 7 * 3_600_000) / DAY) * DAY - 7 * 3_600_000;
  expect(days).toEqual([
    { startAt: midnight(EARLY), bytes: early },
    { startAt: midnight(HOUR_AGO), bytes: total - early },
  ]);
  expect(camera?.days).toHaveLength(14);
  expect(camera?.next).toMatchObject({
    from: EARLY,
    dueAt: (segments[0]?.end ?? 0) + 10 * DAY,
    reason: 'age',
  });
  // The recorder has not told of its disks: no forecast is better than a wrong one.
  expect(volumes).toMatchObject([{ id: 'default', state: 'ready', totalBytes: null, lastsDays: null }]);
});

test('the forecast is room over rate; a hold keeps what it keeps and is stepped over', async () => {
  const { site, id } = await recorded();
  const index = new DatabaseSync(join(site.dataDirectory, 'archive', 'index.sqlite'));
  const hold = '01890000-0000-7000-8000-00000000000a';
  index.exec(`INSERT INTO hold VALUES
    ('${hold}', '${id}', ${EARLY}, ${EARLY + 150_000}, 'x', 'y', ${TEST_NOW_UNIX_MS + DAY}, 1, NULL, NULL),
    ('01890000-0000-7000-8000-00000000000b', '${id}', ${EARLY}, ${EARLY + 1000}, 'x', 'y', 1, 1, 2, 'z')`);
  index.close();
  const segments = sizes(site);
  const held = segments.filter(({ start }) => start < HOUR_AGO).reduce((sum, { bytes }) => sum + bytes, 0);
  const archiveBytes = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  site.recorder.tell({
    type: 'statistics',
    statistics: {
      ...statisticsAt(1),
      volumes: [
        {
          volumeId: 'default',
          path: '/disk',
          totalBytes: 100 * GB,
          freeBytes: 50 * GB,
          heldBytes: held,
          archiveBytes,
          queuedBytes: 0,
          state: 'recording',
          detail: null,
          oldestUnixMs: EARLY,
        },
      ],
    },
  });
  await until('the recorder told of its disk', () => site.link.statistics?.volumes.length === 1);
  const { volumes, cameras, holds } = await storage(site);
  const [volume] = volumes;
  const floor = 5 * GB;
  const rate = archiveBytes - held;
  expect(volume).toMatchObject({
    totalBytes: 100 * GB,
    floorBytes: floor,
    heldBytes: held,
    bytesPerDay: rate,
    neededBytes: rate * 10,
    roomBytes: archiveBytes - held + 50 * GB - floor,
  });
  expect(volume?.lastsDays).toBeCloseTo((archiveBytes - held + 45 * GB) / rate, 0);
  expect(cameras[0]).toMatchObject({ heldBytes: held, next: { from: HOUR_AGO } });
  expect(holds).toEqual([{ holdId: hold, bytes: held }]);
});

test('what is due within a day is added up, and a look soon after asks the index nothing', async () => {
  const { site, id } = await recorded();
  const segments = sizes(site);
  // The first two of three segments are over in a day from now.
  site.clock.unixMs = (segments[1]?.start ?? 0) + 9 * DAY + 1000;
  const first = await storage(site);
  expect(first.cameras[0]?.dueBytes).toBe((segments[0]?.bytes ?? 0) + (segments[1]?.bytes ?? 0));
  site.clock.unixMs += 30_000;
  expect((await storage(site)).measuredAt).toBe(first.measuredAt);
  site.clock.unixMs += 60_000;
  expect((await storage(site)).measuredAt).toBe(first.measuredAt + 90_000);
  // Whoever placed a hold wants to see what it keeps.
  site.clock.unixMs += 3000;
  const span = { from: EARLY, to: EARLY + 1000, reviewAt: site.clock.unixMs + DAY };
  const payload = { cameraId: id, ...span, reason: 'x', owner: 'y' };
  const placed = await site.app.inject({ method: 'POST', url: '/api/v1/holds', payload });
  expect(placed.statusCode).toBe(201);
  expect((await storage(site)).measuredAt).toBe(first.measuredAt + 93_000);
});

test('a disk that is away is said, and the others are told of', async () => {
  const { site, id } = await recorded();
  const folder = join(site.dataDirectory, 'archive');
  await rename(folder, `${folder}-away`);
  expect((await stat(`${folder}-away`)).isDirectory()).toBe(true);
  const { volumes, cameras } = await storage(site);
  expect(volumes).toMatchObject([{ id: 'default', state: 'missing', bytesPerDay: 0, lastsDays: null }]);
  expect(cameras).toMatchObject([{ cameraId: id, bytes: 0, oldestAt: null, next: null, bytesPerDay: null }]);
});
