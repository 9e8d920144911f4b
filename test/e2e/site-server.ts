/** The server as its own process beside a recorder, on one data directory. */
import { fileURLToPath } from 'node:url';
import { type FinishingContext, type StartedProcess, startProcess } from '@matlang/testkit';

const MAIN = fileURLToPath(new URL('../../packages/server/main.ts', import.meta.url));

export interface SiteServer {
  readonly url: string;
  readonly process: StartedProcess;
}

/** Killed when the test ends. @param port 0: any that is free. @param more further arguments */
export async function startServer(
  context: FinishingContext,
  data: string,
  port = 0,
  more: readonly string[] = [],
): Promise<SiteServer> {
  const started = await startProcess(process.execPath, [
    MAIN,
    '--data',
    data,
    '--port',
    String(port),
    ...more,
  ]);
  context.onTestFinished(() => started.kill());
  const line = await started.waitForLine(/"ready":true/, 30_000);
  const url = /"url":"([^"]+)"/.exec(line)?.[1];
  if (url === undefined) throw new Error(`no address in ${line}`);
  return { url: new URL('/api/v1/', url).href, process: started };
}

/** What the API answers. @throws Error for another status than 200 or 201 */
export async function ask<T>(url: string, body?: unknown): Promise<T> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
