/**
 * Commands that change or ask a site do it through its HTTP API, so that there is one way in. Where no site runs, the
 * server alone is started for the length of the command: it keeps cameras and settings and needs no recorder for that.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bilingual } from '@matlang/contract';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, verbatim } from '../language/say.ts';
import { compileCacheSettings } from '../supervisor/compile-cache.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';
import { findRunningSite } from './site-address.ts';
import { SiteClient } from './site-client.ts';
import { requireSite, requireSiteFolder } from './site-folder.ts';
import { startFailureText } from './start-failure.ts';

const SERVER_MAIN = fileURLToPath(import.meta.resolve('@matlang/server/main'));
/** A small machine that has much to do takes its time; one that can't start says so at once. */
const START_TIMEOUT_MS = 60_000;

/**
 * Runs `work` with the site of a folder: the running one, or its server started for this long.
 * @throws CommandFailure (notFound) when the folder is no site: a mistyped folder must not become one.
 */
export const withSite = async <Result>(
  dataDirectory: string,
  work: (site: SiteClient) => Promise<Result>,
): Promise<Result> => {
  const running = await findRunningSite(dataDirectory);
  if (running !== null) return await work(new SiteClient(running, dataDirectory));
  requireSite(dataDirectory);
  return await withServer(dataDirectory, work, []);
};

/**
 * As `withSite`, but a folder that is no site becomes one: for `matlang init`.
 * @param serverArgs further arguments of a server that is started for this.
 */
export const withNewSite = async <Result>(
  dataDirectory: string,
  work: (site: SiteClient) => Promise<Result>,
  serverArgs: readonly string[] = [],
): Promise<Result> => {
  const running = await findRunningSite(dataDirectory);
  return running === null
    ? await withServer(dataDirectory, work, serverArgs)
    : await work(new SiteClient(running, dataDirectory));
};

const withServer = async <Result>(
  dataDirectory: string,
  work: (site: SiteClient) => Promise<Result>,
  serverArgs: readonly string[],
): Promise<Result> => {
  requireSiteFolder(dataDirectory);
  const child = spawn(
    process.execPath,
    [SERVER_MAIN, '--data', dataDirectory, '--port', '0', ...serverArgs],
    // Half of its start is compiling its modules. It ends cleanly, and leaves the cache then.
    { stdio: ['pipe', 'pipe', 'pipe'], env: compileCacheSettings(dataDirectory, process.env).environment },
  );
  child.stdin.on('error', () => {});
  let lastLog = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLog = line;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const url = await readAddress(child.stdout, ended);
    if (url === null) {
      child.stdin.end();
      await ended;
      throw new CommandFailure(
        EXIT_CODES.failed,
        filled(FAILURE_TEXTS.serverNotStarted, { detail: reasonIn(lastLog) }),
      );
    }
    return await work(new SiteClient(url, dataDirectory, false));
  } finally {
    child.stdin.end();
    await ended;
  }
};

/** Null when it ended, or said nothing in time. */
const readAddress = async (out: NodeJS.ReadableStream, ended: Promise<void>): Promise<string | null> => {
  const lines = createInterface({ input: out });
  const first = new Promise<string>((resolve) => lines.once('line', resolve));
  const line = await Promise.race([
    first,
    ended.then(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, START_TIMEOUT_MS, null).unref()),
  ]);
  const parsed: unknown = line === null ? null : JSON.parse(line);
  return typeof parsed === 'object' && parsed !== null && 'url' in parsed && typeof parsed.url === 'string'
    ? parsed.url
    : null;
};

/** What the server's last log line gives as the reason: in words where it is known, else its message and the first line of the fault. */
const reasonIn = (line: string): Bilingual => {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) {
      const fault = 'error' in parsed ? String(parsed.error).split('\n')[0] : '';
      const detail = [String(parsed.message), fault].filter((text) => text !== '').join(': ');
      const kind = 'kind' in parsed ? String(parsed.kind) : '';
      return startFailureText(kind, detail) ?? verbatim(detail);
    }
  } catch {
    // No log line of the server: Node's own words, or none.
  }
  return line === '' ? FAILURE_TEXTS.serverSaidNothing : verbatim(line);
};
