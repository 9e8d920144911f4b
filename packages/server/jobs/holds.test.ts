/** A hold that somebody took from the disk: the server says it again, to every recorder that it meets. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { openTestSite, TEST_NOW_UNIX_MS } from '../site-for-tests.ts';
import { readHeldHolds } from '../store/held-holds.ts';
import { Holds } from './holds.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';

test('holds in force are sent again when the recorder comes back; lifted ones are not', async (context) => {
  const { recorder, link, dataDirectory, context: site } = await openTestSite(context);
  const holds = new Holds({ context: site, link, log: () => undefined });
  const requester = { actor: 'local', address: null };
  const place = (reason: string) =>
    holds.place(
      CAMERA,
      {
        startUnixMs: TEST_NOW_UNIX_MS - 60_000,
        endUnixMs: TEST_NOW_UNIX_MS - 30_000,
        reason,
        owner: 'Lan',
        reviewUnixMs: TEST_NOW_UNIX_MS + 86_400_000,
      },
      requester,
    );
  const kept = await place('theft');
  const lifted = await place('nothing');
  expect((await holds.lift(lifted.id, requester)).state).toBe('lifted');
  expect(readHeldHolds(join(dataDirectory, 'site.sqlite')).map(({ id }) => id)).toEqual([kept.id]);
  recorder.commands.length = 0;
  await recorder.stop();
  await until('the recorder is away', () => !link.connected);
  await recorder.start();
  await until('the hold comes again', () => recorder.commands.some(({ command }) => command === 'hold'));
  await holds.settleOpen();
  const again = recorder.commands.flatMap((one) => (one.command === 'hold' ? [one.holdId] : []));
  expect(new Set(again)).toEqual(new Set([kept.id]));
  expect((await holds.list(false)).map(({ state }) => state)).toEqual(['held']);
});

test('a disk that fills while a hold is placed: what the archive keeps is in the list, and is settled when there is room', async (context) => {
  const { recorder, link, dataDirectory, context: site } = await openTestSite(context);
  const holds = new Holds({ context: site, link, log: () => undefined, settleAgainMs: 50 });
  const requester = { actor: 'local', address: null };
  const draft = (characters: number) => ({
    startUnixMs: TEST_NOW_UNIX_MS - 60_000,
    endUnixMs: TEST_NOW_UNIX_MS - 30_000,
    reason: 'x'.repeat(characters),
    owner: 'Lan',
    reviewUnixMs: TEST_NOW_UNIX_MS + 86_400_000,
  });
  const other = new DatabaseSync(join(dataDirectory, 'site.sqlite'));
  const standard = recorder.answer;
  // The archive says yes, and from then on the database can't be written.
  recorder.answer = (command) => {
    if (command.command === 'hold') other.exec('BEGIN IMMEDIATE');
    return standard(command);
  };
  const placed = await holds.place(CAMERA, draft(10), requester);
  recorder.answer = standard;
  expect(placed.state).toBe('placing');
  expect((await holds.list(false)).map(({ id }) => id)).toEqual([placed.id]);
  other.exec('ROLLBACK');
  other.close();
  await expect.poll(async () => (await holds.list(false)).map(({ state }) => state)).toEqual(['held']);
  expect((await holds.lift(placed.id, requester)).state).toBe('lifted');
});
