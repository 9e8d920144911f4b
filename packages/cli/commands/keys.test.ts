/** The site's key is changed from the terminal, on a site that does not run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteKeyId } from '@matlang/keys';
import { expect, onTestFinished, test } from 'vitest';
import { runHere } from '../run-here-for-tests.ts';

test('keys rotate says which key is in force, and that backups from before need the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'matlang-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'site');
  expect((await runHere('keys', 'rotate', '--data', data)).code).toBe(3);
  expect((await runHere('init', '--data', data)).code).toBe(0);
  const key = (): string => siteKeyId({ bytes: readFileSync(join(data, 'keys', 'site.key')) });
  const before = key();
  const told = await runHere('keys', 'rotate', '--data', data, '--lang', 'en');
  expect(told.code).toBe(0);
  expect(told.stdout).toContain(`${before} → ${key()}`);
  expect(told.stdout).toContain('make a new one now');
  const inForce = key();
  const again = await runHere('keys', 'rotate', '--data', data, '--json');
  expect(JSON.parse(again.stdout)).toEqual({
    keyId: key(),
    previousKeyId: inForce,
    cameras: 0,
    secondFactors: 0,
    unreadable: 0,
    finished: true,
  });
}, 60_000);
