/** What the archive tells while the database can't be written: it is told once, and must not be lost. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openTestSite } from '../site-for-tests.ts';
import { ArchiveEventRecord } from './archive-event-record.ts';

const eventAt = (atUnixMs: number) =>
  ({
    type: 'archive-event',
    atUnixMs,
    kind: 'heads-signed',
    detail: { volumeId: 'default', heads: {} },
  }) as const;

test('heads that are signed while the database is locked are written when it is free, in their order', async () => {
  const { dataDirectory, context: site } = await openTestSite({ onTestFinished, withRecorder: false });
  const logged: string[] = [];
  const log = (_level: string, message: string): void => void logged.push(message);
  const record = new ArchiveEventRecord({ context: site, log, tryAgainMs: 20 });
  const other = new DatabaseSync(join(dataDirectory, 'site.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  for (const atUnixMs of [5, 6, 7]) record.take(eventAt(atUnixMs));
  await expect
    .poll(() => logged, { timeout: 10_000 })
    .toEqual(['an event of the archive waits for the audit log']);
  other.exec('ROLLBACK');
  other.close();
  await record.settled();
  const written = await site.database.stores.audit.read(site.siteId, 0, 100);
  expect(
    written.filter(({ action }) => action === 'archive.heads-signed').map(({ atUnixMs }) => atUnixMs),
  ).toEqual([5, 6, 7]);
});

test('a server that ends says what it could not write, and waits for nobody', async () => {
  const { dataDirectory, context: site } = await openTestSite({ onTestFinished, withRecorder: false });
  const logged: string[] = [];
  const log = (_level: string, message: string): void => void logged.push(message);
  const record = new ArchiveEventRecord({ context: site, log, tryAgainMs: 600_000 });
  const other = new DatabaseSync(join(dataDirectory, 'site.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  for (const atUnixMs of [5, 6]) record.take(eventAt(atUnixMs));
  await expect.poll(() => logged, { timeout: 10_000 }).toHaveLength(1);
  record.end();
  await record.settled();
  other.close();
  expect(logged.slice(1)).toEqual([
    'an event of the archive is not in the audit log',
    'an event of the archive is not in the audit log',
  ]);
});
