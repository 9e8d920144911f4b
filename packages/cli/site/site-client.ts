/**
 * Commands that change or ask a site do it through its HTTP API, so that there is one way in. Where no site runs, the
 * server alone is started for the length of the command: it keeps cameras and settings and needs no recorder for that.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { compileCacheSettings } from '../supervisor/compile-cache.ts';
import { findRunningSite } from './site-address.ts';

const SERVER_MAIN = fileURLToPath(import.meta.resolve('@matlang/server/main'));
const START_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;

interface ApiError {
  readonly error?: {
    readonly code?: string;
    readonly field?: string;
    readonly message?: { readonly en?: string; readonly vi?: string };
  };
}

/** Speaks JSON with one site. */
export class SiteClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @returns the answer's document. @throws CommandFailure with the server's own sentence. */
  async call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(new URL(path, this.url), {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of it is looked at as optional
    const document = (text === '' ? {} : JSON.parse(text)) as ApiError;
    if (response.ok) return document;
    const { error } = document;
    const sentence = error?.message?.en ?? `the server answered ${response.status}`;
    throw new CommandFailure(
      response.status === 404
        ? EXIT_CODES.notFound
        : response.status === 400
          ? EXIT_CODES.usage
          : EXIT_CODES.failed,
      error?.field === undefined ? sentence : `${error.field}: ${sentence}`,
    );
  }
}

/**
 * Runs `work` with the site of a folder: the running one, or its server started for this long.
 * @throws CommandFailure (notFound) when the folder is no site: a mistyped folder must not become one.
 */
export const withSite = async <Result>(
  dataDirectory: string,
  work: (site: SiteClient) => Promise<Result>,
): Promise<Result> => {
  const isSite = ['site.sqlite', join('recorder', 'cameras.json')].some((file) =>
    existsSync(join(dataDirectory, file)),
  );
  if (!isSite && (await findRunningSite(dataDirectory)) === null)
    throw new CommandFailure(EXIT_CODES.notFound, `${dataDirectory} is no site yet; run \`matlang init\``);
  return await withNewSite(dataDirectory, work);
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
  if (running !== null) return await work(new SiteClient(running));
  const child = spawn(
    process.execPath,
    [SERVER_MAIN, '--data', dataDirectory, '--port', '0', ...serverArgs],
    // Half of its start is compiling its modules. It ends cleanly, and leaves the cache then.
    { stdio: ['pipe', 'pipe', 'ignore'], env: compileCacheSettings(dataDirectory, process.env).environment },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    return await work(new SiteClient(await readAddress(child.stdout, ended)));
  } finally {
    child.stdin.end();
    await ended;
  }
};

const readAddress = async (out: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> => {
  const lines = createInterface({ input: out });
  const first = new Promise<string>((resolve) => lines.once('line', resolve));
  const line = await Promise.race([
    first,
    ended.then(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, START_TIMEOUT_MS, null).unref()),
  ]);
  const parsed: unknown = line === null ? null : JSON.parse(line);
  if (typeof parsed === 'object' && parsed !== null && 'url' in parsed && typeof parsed.url === 'string')
    return parsed.url;
  throw new CommandFailure(
    EXIT_CODES.failed,
    'the server of the site did not start; try `matlang run` to see why',
  );
};
