/** What the recorder remembers of signed deletions, and what somebody writes in its place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadSigner, verifyHeadSignature } from '@matlang/keys';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { readSignedDeletions, SignedDeletionsFile } from './signed-deletions.ts';

test('noted once, under the node’s key; what it did not sign counts for nothing', async (context) => {
  const folder = await temporaryDirectory(context);
  const signer = openHeadSigner(folder);
  const verify = (keyId: string, message: Uint8Array, signature: Uint8Array): boolean | null =>
    keyId === signer.keyId ? verifyHeadSignature(signer.publicKey, message, signature) : null;
  const file = new SignedDeletionsFile(folder, signer, verify);
  expect(file.knows('v1')).toBe(false);
  await Promise.all([file.note('v1', 5), file.note('v1', 6), file.note('v2', 7)]);
  expect(readSignedDeletions(folder, verify)).toEqual(
    new Map([
      ['v1', 5],
      ['v2', 7],
    ]),
  );
  expect(new SignedDeletionsFile(folder, signer, verify).knows('v1')).toBe(true);
  const path = join(folder, 'recorder', 'signed-deletions.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"sinceUnixMs":5', '"sinceUnixMs":9'));
  expect([...readSignedDeletions(folder, verify).keys()]).toEqual(['v2']);
  writeFileSync(path, '[{');
  expect(readSignedDeletions(folder, verify).size).toBe(0);
});
