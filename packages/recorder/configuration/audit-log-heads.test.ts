/** What the recorder signs and remembers of the server's log. */
import { openHeadSigner, verifyHeadSignature } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { AuditLogHeads, readAuditLogHead } from './audit-log-heads.ts';

test('signed with the node’s key; the furthest is remembered, also when the log goes back', async (context) => {
  const folder = await temporaryDirectory(context);
  const signer = openHeadSigner(folder);
  const heads = new AuditLogHeads(folder, signer);
  expect(readAuditLogHead(folder)).toBeNull();
  const at = (seq: number, siteId = 's1') => ({ siteId, seq, hash: 'ab'.repeat(32), signedUnixMs: seq });
  const signed = heads.sign(at(9));
  const message = Buffer.from(auditLogHeadText(signed), 'utf8');
  expect(verifyHeadSignature(signer.publicKey, message, Buffer.from(signed.signature, 'hex'))).toBe(true);
  heads.sign(at(4));
  await heads.settled();
  expect(readAuditLogHead(folder)).toEqual(signed);
  const after = new AuditLogHeads(folder, signer);
  after.sign(at(5));
  await after.settled();
  expect(readAuditLogHead(folder)?.seq).toBe(9);
  after.sign(at(10));
  await after.settled();
  expect(readAuditLogHead(folder)?.seq).toBe(10);
  after.sign(at(1, 's2'));
  await after.settled();
  expect(readAuditLogHead(folder)?.siteId).toBe('s2');
});

test('the root is signed with the place, in a text of its own; without one the text is that of before', async (context) => {
  const folder = await temporaryDirectory(context);
  const signer = openHeadSigner(folder);
  const heads = new AuditLogHeads(folder, signer);
  const [hash, root] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const place = { siteId: 's1', seq: 9, hash, signedUnixMs: 5 };
  const isSigned = (signature: string, text: string): boolean =>
    verifyHeadSignature(signer.publicKey, Buffer.from(text, 'utf8'), Buffer.from(signature, 'hex'));
  const before = `matlang-audit-log-head-1\ns1\n9\n${hash}\n5\n`;
  const text = `matlang-audit-log-head-2\ns1\n9\n${hash}\n${root}\n5\n`;
  expect(isSigned(heads.sign(place).signature, before)).toBe(true);
  const signed = heads.sign({ ...place, seq: 10, root });
  expect(isSigned(signed.signature, text.replace('\n9\n', '\n10\n'))).toBe(true);
  expect(isSigned(signed.signature, before.replace('\n9\n', '\n10\n'))).toBe(false);
  await heads.settled();
  expect(readAuditLogHead(folder)).toEqual(signed);
});
