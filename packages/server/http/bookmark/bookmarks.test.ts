/** Bookmarks over HTTP on a real database: kept, found by camera and span, changed, removed, each with its audit entry. */
import type { BookmarkAnswer } from '@matlang/contract';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite, TEST_NOW_UNIX_MS, type TestSite } from '../../site-for-tests.ts';

const AT = TEST_NOW_UNIX_MS - 3_600_000;
const MINUTE = 60_000;

async function siteWithCameras(): Promise<{ site: TestSite; ids: [string, string] }> {
  const site = await openTestSite({ onTestFinished, withRecorder: false });
  const add = async (name: string): Promise<string> => {
    const payload = { name, main: { url: 'rtsp://h/1' } };
    const answer = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
    return answer.json<{ id: string }>().id;
  };
  return { site, ids: [await add('Cổng chợ'), await add('Nhà văn hoá')] };
}

const add = async (site: TestSite, payload: object) =>
  await site.app.inject({ method: 'POST', url: '/api/v1/bookmarks', payload });
const titles = async (site: TestSite, query = ''): Promise<string[]> => {
  const answer = await site.app.inject(`/api/v1/bookmarks?${query}`);
  return answer.json<{ bookmarks: BookmarkAnswer[] }>().bookmarks.map(({ title }) => title);
};

test('a moment and a span are kept in one form, and found by camera and span', async () => {
  const { site, ids } = await siteWithCameras();
  const moment = await add(site, {
    cameraId: ids[0],
    from: AT,
    title: ' Xe máy đỏ rẽ trái '.normalize('NFD'),
  });
  expect(moment.statusCode).toBe(201);
  expect(moment.json()).toMatchObject({ from: AT, to: AT, title: 'Xe máy đỏ rẽ trái', note: '' });
  site.clock.unixMs += 1;
  await add(site, {
    cameraId: ids[1],
    from: AT + 10 * MINUTE,
    to: AT + 20 * MINUTE,
    title: 'Hai người',
    note: 'Dòng một\r\ndòng hai ',
  });
  expect(await titles(site)).toEqual(['Hai người', 'Xe máy đỏ rẽ trái']);
  expect(await titles(site, `cameras=${ids[0]}`)).toEqual(['Xe máy đỏ rẽ trái']);
  expect(await titles(site, `from=${AT}&to=${AT}`)).toEqual(['Xe máy đỏ rẽ trái']);
  expect(await titles(site, `from=${AT + 15 * MINUTE}&to=${AT + 16 * MINUTE}`)).toEqual(['Hai người']);
  expect(await titles(site, `from=${AT + 21 * MINUTE}`)).toEqual([]);
  const page = (await site.app.inject('/api/v1/bookmarks?limit=1')).json<{ next: string }>();
  expect(await titles(site, `limit=1&before=${page.next}`)).toEqual(['Xe máy đỏ rẽ trái']);
});

test('changed and removed, and the audit log keeps what it was', async () => {
  const { site, ids } = await siteWithCameras();
  const made = (await add(site, { cameraId: ids[0], from: AT, title: 'A' })).json<BookmarkAnswer>();
  const url = `/api/v1/bookmarks/${made.id}`;
  site.clock.unixMs += 1000;
  const payload = { to: AT + MINUTE, note: 'áo xanh' };
  const changed = await site.app.inject({ method: 'PATCH', url, payload });
  expect(changed.json()).toMatchObject({
    title: 'A',
    note: 'áo xanh',
    to: AT + MINUTE,
    changedAt: made.changedAt + 1000,
  });
  const removed = await site.app.inject({ method: 'DELETE', url });
  expect(removed.json()).toMatchObject({ id: made.id, note: 'áo xanh' });
  expect(await titles(site)).toEqual([]);
  expect((await site.app.inject({ method: 'DELETE', url })).json()).toMatchObject({
    error: { code: 'bookmark-not-found' },
  });
  const { database, siteId } = site.context;
  const log = (await database.stores.audit.read(siteId, 0, 100)).filter(
    ({ subjectId }) => subjectId === made.id,
  );
  expect(log.map(({ action }) => action)).toEqual(['bookmark.added', 'bookmark.changed', 'bookmark.removed']);
  expect(log[2]?.detail).toMatchObject({ cameraId: ids[0], title: 'A', note: 'áo xanh' });
});

test('what makes no sense is refused with its field, and nothing is kept', async () => {
  const { site, ids } = await siteWithCameras();
  const cases: readonly (readonly [payload: object, field: string])[] = [
    [{ cameraId: ids[0], from: AT, title: ' ' }, 'title'],
    [{ cameraId: ids[0], from: AT, title: 'x'.repeat(201) }, 'title'],
    [{ cameraId: ids[0], from: AT, title: 'a\u202eb' }, 'title'],
    [{ cameraId: ids[0], from: AT, title: 'a', note: 'b\u0000' }, 'note'],
    [{ cameraId: ids[0], from: AT, to: AT - 1, title: 'a' }, 'to'],
    [{ cameraId: ids[0], from: AT, to: AT + 32 * 24 * 60 * MINUTE, title: 'a' }, 'to'],
    [{ cameraId: ids[0], from: 'hôm qua', title: 'a' }, 'from'],
  ];
  for (const [payload, field] of cases) {
    const answer = await add(site, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'request-invalid', field } });
  }
  const other = '01890000-0000-7000-8000-000000000000';
  expect((await add(site, { cameraId: other, from: AT, title: 'a' })).json()).toMatchObject({
    error: { code: 'camera-not-found' },
  });
  const nothing = await site.app.inject({ method: 'PATCH', url: `/api/v1/bookmarks/${other}`, payload: {} });
  expect(nothing.json()).toMatchObject({ error: { rule: 'nothing-to-change' } });
  expect(await titles(site)).toEqual([]);
});
