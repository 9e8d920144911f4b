/** Orders to delete that can't be carried out, or not be written down, for now: tried again without anybody's help, counted once. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openTestSite } from '../site-for-tests.ts';
import { FootageDeletions } from './footage-deletions.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';
const REQUESTER = { actor: 'local', address: null };

test('a volume that refuses and a database that is locked: done a little later, with all bytes that were deleted', async (context) => {
  const { recorder, link, dataDirectory, context: site } = await openTestSite(context);
  const deletions = new FootageDeletions({ context: site, link, log: () => undefined, tryAgainMs: 30 });
  const { database, siteId } = site;
  const order = deletions.order(CAMERA, REQUESTER);
  await database.stores.footageDeletions.insert(order);
  const other = new DatabaseSync(join(dataDirectory, 'site.sqlite'));
  let asked = 0;
  recorder.answer = ({ command }) => {
    if (command !== 'delete-footage') return null;
    asked += 1;
    if (asked === 1) return { ok: false, refusal: 'volume-unavailable' };
    // What was deleted is told here; from now on it can't be written down.
    if (asked === 2) other.exec('BEGIN IMMEDIATE');
    if (asked === 3) other.exec('ROLLBACK');
    return { ok: true, outcome: { command, deletedBytes: asked === 2 ? 1000 : 0, heldBytes: 10 } };
  };
  expect(await deletions.tryNow(order, 0)).toEqual(order);
  await expect.poll(() => database.stores.footageDeletions.listOpen(siteId), { timeout: 10_000 }).toEqual([]);
  other.close();
  expect(asked).toBe(3);
  expect(await database.stores.footageDeletions.list(siteId, 1)).toMatchObject([
    { id: order.id, deletedBytes: 1000, heldBytes: 10 },
  ]);
  const entries = await database.stores.audit.read(siteId, 0, 100);
  expect(entries.filter(({ action }) => action === 'footage.deleted')).toMatchObject([
    { subjectId: CAMERA, detail: { deletedBytes: 1000, heldBytes: 10 } },
  ]);
});

test('an order that is being carried out is not carried out a second time beside it', async (context) => {
  const { recorder, link, context: site } = await openTestSite(context);
  const deletions = new FootageDeletions({ context: site, link, log: () => undefined });
  const order = deletions.order(CAMERA, REQUESTER);
  await site.database.stores.footageDeletions.insert(order);
  recorder.commands.length = 0;
  const [first] = await Promise.all([deletions.tryNow(order, 0), deletions.runOpen()]);
  expect(first.deletedBytes).toBe(1000);
  expect(recorder.commands.map(({ command }) => command)).toEqual(['delete-footage']);
});
