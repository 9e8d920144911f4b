/** The site's address: on a disk that takes nothing the supervisor goes on, and with it the recorder; whoever else listens there is not believed. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { OPERATOR_PROOF_HEADERS, openOperatorToken, proveOperatorToken } from '@matlang/keys';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { findRunningSite, publishSiteAddress, withdrawSiteAddress } from './site-address.ts';

/** Answers as a server does that holds the token; null: it holds none. */
async function listen(context: TestContext, token: string | null): Promise<string> {
  const site = createServer((request, response) => {
    const nonce = String(request.headers[OPERATOR_PROOF_HEADERS.nonce]);
    if (token !== null) response.setHeader(OPERATOR_PROOF_HEADERS.proof, proveOperatorToken(token, nonce));
    expect(request.headers.authorization).toBe(undefined);
    response.end('ok');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => new Promise<void>((resolve) => void site.close(() => resolve())));
  const address = site.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

test('an address that can’t be written anew stays what it was, and ends nobody', async (context) => {
  const data = await temporaryDirectory(context);
  const url = await listen(context, openOperatorToken(data));
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

test('a stranger at an address that a power cut left behind is shown no token', async (context) => {
  const [data, other] = [await temporaryDirectory(context), await temporaryDirectory(context)];
  for (const token of [null, openOperatorToken(other)]) {
    publishSiteAddress(data, await listen(context, token));
    expect(await findRunningSite(data)).toBeNull();
  }
});
