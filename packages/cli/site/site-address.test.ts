/** The site's address on a disk that takes nothing: the supervisor goes on, and with it the recorder. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { findRunningSite, publishSiteAddress, withdrawSiteAddress } from './site-address.ts';

test('an address that can’t be written anew stays what it was, and ends nobody', async (context) => {
  const site = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => new Promise<void>((resolve) => void site.close(() => resolve())));
  const address = site.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  const data = await temporaryDirectory(context);
  publishSiteAddress(data, url);
  expect(await findRunningSite(data)).toBe(url);
  expect(readdirSync(join(data, 'run'))).toEqual(['site.json']);
  // As on a full disk: nothing new can be written here.
  mkdirSync(join(data, 'run', 'site.json.new'));
  publishSiteAddress(data, 'http://127.0.0.1:1/');
  expect(await findRunningSite(data)).toBe(url);
  // Nor can anything be taken away.
  rmSync(join(data, 'run', 'site.json'));
  mkdirSync(join(data, 'run', 'site.json', 'full'), { recursive: true });
  withdrawSiteAddress(data);
  expect(await findRunningSite(data)).toBeNull();
});
