/** Handing over the administrator's duty over HTTP: to whom it can be, and what each of the two has behind it. */
import { expect, test } from 'vitest';
import {
  auditActions,
  Browser,
  codeOf,
  join,
  openOffice,
  PASSWORD,
  setUpFactor,
} from './office-for-tests.ts';

test('the duty goes to somebody who can begin at once; the one before has it no longer, nor the code of the sheet', async () => {
  const office = await openOffice();
  const { site, administrator } = office;
  const minh = await join(office, 'minh', { role: 'officer' });
  const sheet = await administrator.ask('POST', '/api/v1/recovery-sheet');
  const { code } = sheet.body as { code: string };
  const people = (await administrator.ask('GET', '/api/v1/people')).body as {
    people: { id: string; userName: string }[];
  };
  const lanId = people.people.find(({ userName }) => userName === 'lan')?.id;
  const handOver = (personId?: string) => administrator.ask('POST', '/api/v1/handover', { personId });
  // Without a second factor the role would give nothing.
  for (const id of [minh.id, lanId]) expect(codeOf(await handOver(id))).toBe('handover-not-ready');
  await setUpFactor(minh.browser, site);
  site.clock.unixMs += 10 * 60_000;
  expect(codeOf(await handOver(minh.id))).toBe('proof-needed');
  await administrator.ask('POST', '/api/v1/session/proof', { password: PASSWORD });
  const record = await handOver(minh.id);
  expect(record.status).toBe(201);
  expect(record.body).toMatchObject({
    at: site.clock.unixMs,
    from: { userName: 'lan', name: 'Nguyễn Thị Lan' },
    to: { userName: 'minh' },
  });
  expect(codeOf(await administrator.ask('GET', '/api/v1/people'))).toBe('not-permitted');
  expect((await minh.browser.ask('GET', '/api/v1/people')).status).toBe(200);
  expect((await minh.browser.ask('GET', '/api/v1/recovery-sheet')).body).toEqual({ sheet: null });
  for (const userName of ['lan', 'minh']) {
    const body = { userName, code, password: 'con mèo mà trèo cây cau' };
    expect(codeOf(await new Browser(site).ask('POST', '/api/v1/recovery', body))).toBe('recovery-refused');
  }
  const written = await auditActions(site);
  expect(written.slice(written.indexOf('lan administrator.handed-over') - 2)).toEqual(
    expect.arrayContaining(['lan grant.added', 'lan grant.ended', 'lan administrator.handed-over']),
  );
  const { seq } = record.body as { seq: number };
  const [entry] = await site.context.database.stores.audit.read(site.context.siteId, seq - 1, 1);
  expect(entry).toMatchObject({ seq, action: 'administrator.handed-over', subjectId: minh.id });
});
