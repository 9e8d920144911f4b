/** Where a running site can be reached: the supervisor leaves it in `<data>/run/site.json`. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATOR_PROOF_HEADERS, openOperatorToken, proveOperatorToken } from '@matlang/keys';

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'run', 'site.json');

/**
 * Leaves the address for other commands. On a disk that takes nothing the one before stays, which is mostly the same: whoever starts
 * the recorder must not end for it.
 */
export const publishSiteAddress = (dataDirectory: string, url: string): void => {
  const file = fileOf(dataDirectory);
  try {
    mkdirSync(join(dataDirectory, 'run'), { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify({ url, pid: process.pid })}\n`);
    renameSync(`${file}.new`, file);
  } catch {
    // See above.
  }
};

/** Takes the address back when the site ends. One that stays leads nowhere, and is not believed: see `findRunningSite`. */
export const withdrawSiteAddress = (dataDirectory: string): void => {
  try {
    rmSync(fileOf(dataDirectory), { force: true });
  } catch {
    // See above.
  }
};

/** @returns the address of the site's server when that one answers there and proves that it holds the folder's token, else null. */
export const findRunningSite = async (dataDirectory: string): Promise<string | null> => {
  let url: string;
  try {
    const parsed: unknown = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('url' in parsed) || typeof parsed.url !== 'string')
      return null;
    url = parsed.url;
  } catch {
    return null;
  }
  try {
    const nonce = randomBytes(24).toString('base64url');
    const headers = { [OPERATOR_PROOF_HEADERS.nonce]: nonce };
    const answer = await fetch(new URL('/healthz', url), { headers, signal: AbortSignal.timeout(3000) });
    const proof = proveOperatorToken(openOperatorToken(dataDirectory), nonce);
    return answer.ok && answer.headers.get(OPERATOR_PROOF_HEADERS.proof) === proof ? url : null;
  } catch {
    return null;
  }
};
