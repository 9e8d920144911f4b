/** Heads of the archive were signed: the log is signed behind them, by the recorder. */
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
    signedUnixMs: 7,
    keyId: 'k1',
    signature: 'ab'.repeat(64),
  });
  expect(entries.find(({ seq }) => seq === command?.seq)?.hash).toBe(command?.hash);
});
