/** Heads of the archive were signed: the log is signed behind them, by the recorder. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { openTestSite } from '../site-for-tests.ts';
import { AUDIT_SIGNED } from '../store/audit-log-signatures.ts';

test('the recorder is asked to sign the newest entry, once for what comes together', async (context) => {
  const { recorder, context: site } = await openTestSite(context);
  const { database, siteId } = site;
  const detail = { volumeId: 'default', heads: {} };
  for (const atUnixMs of [5, 6])
    recorder.tell({ type: 'archive-event', atUnixMs, kind: 'heads-signed', detail });
  const asked = () => recorder.commands.flatMap((one) => (one.command === 'sign-log' ? [one] : []));
  await until('it is asked', () => asked().length > 0);
  let action = '';
  const look = async (): Promise<void> => {
    action = (await database.stores.audit.newest(siteId))?.action ?? '';
  };
  await until('it is in the log', () => {
    void look();
    return action === AUDIT_SIGNED;
  });
  const entries = await database.stores.audit.read(siteId, 0, 100);
  const signed = entries.findLast((entry) => entry.action === AUDIT_SIGNED);
  const [command] = asked();
  expect(signed?.detail).toEqual({
    seq: command?.seq,
    hash: command?.hash,
    root: command?.root,
    signedUnixMs: 7,
    keyId: 'k1',
    signature: 'ab'.repeat(64),
  });
  expect(entries.find(({ seq }) => seq === command?.seq)?.hash).toBe(command?.hash);
  expect(command?.root).toBe(await database.stores.audit.rootAt(siteId, command?.seq ?? 0));
});

test('of a tree that was damaged the chain alone is signed', async (context) => {
  const { recorder, context: site, dataDirectory } = await openTestSite(context);
  const { database, siteId } = site;
  const raw = new DatabaseSync(join(dataDirectory, 'site.sqlite'));
  context.onTestFinished(() => raw.close());
  const event = { type: 'archive-event', atUnixMs: 5, kind: 'heads-signed', detail: {} } as const;
  const append = () =>
    database.transaction((stores) =>
      stores.audit.append({
        siteId,
        atUnixMs: 5,
        actor: 'local',
        address: null,
        action: 'camera.added',
        subjectId: 'c',
        detail: {},
      }),
    );
  for (let index = 0; index < 4; index += 1) await append();
  raw.exec('DELETE FROM audit_subtree');
  recorder.tell(event);
  const asked = () => recorder.commands.flatMap((one) => (one.command === 'sign-log' ? [one] : []));
  await until('it is asked', () => asked().length > 0);
  expect(asked()[0]).toHaveProperty('hash');
  expect(asked()[0]).not.toHaveProperty('root');
});
