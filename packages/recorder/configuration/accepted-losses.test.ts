/** A loss that an administrator accepted, and one that somebody wrote into the file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadSigner, verifyHeadSignature } from '@matlang/keys';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { acceptLoss, readAcceptedLosses } from './accepted-losses.ts';

test('what the node’s key signed counts, nothing else', async (context) => {
  const folder = await temporaryDirectory(context);
  const signer = openHeadSigner(folder);
  const verify = (keyId: string, message: Uint8Array, signature: Uint8Array): boolean | null =>
    keyId === signer.keyId ? verifyHeadSignature(signer.publicKey, message, signature) : null;
  expect(readAcceptedLosses(folder, verify).size).toBe(0);
  await acceptLoss(folder, signer, 'default', 5);
  await acceptLoss(folder, signer, 'v2', 6);
  await acceptLoss(folder, signer, 'default', 7);
  expect(Object.fromEntries(readAcceptedLosses(folder, verify))).toEqual({ default: 7, v2: 6 });
  const path = join(folder, 'recorder', 'accepted-losses.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"untilUnixMs":7', '"untilUnixMs":70'));
  expect(Object.fromEntries(readAcceptedLosses(folder, verify))).toEqual({ v2: 6 });
});
