/** The server as a process: what was looked at, and for what, is in the log when it ends; killed, it has what it answered for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { PurposeAnswer, PurposeListAnswer } from '@matlang/contract';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { recordRuns, TEST_NOW_UNIX_MS } from '../site-for-tests.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const START = TEST_NOW_UNIX_MS - 3_600_000;

interface Running {
  readonly url: string;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

async function start(context: FinishingContext, data: string): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [MAIN, '--data', data, '--port', '0'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  context.onTestFinished(() => end('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await expect.poll(() => text, { timeout: 20_000 }).toContain('"ready":true');
  return { url: (JSON.parse(text) as { url: string }).url, end };
}

async function ask<Answer>({ url }: Running, path: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(new URL(path, url), init)).json()) as Answer;
}

/** Of the log on the disk, in order. */
function logged(
  data: string,
  purposeId: string,
): readonly { action: string; detail: { played?: unknown } }[] {
  const database = new DatabaseSync(join(data, 'site.sqlite'), { readOnly: true });
  const rows = database
    .prepare(
      'select action, detail from audit_entry join audit_subject as named using (site_id, seq) where named.subject_id = ? order by seq',
    )
    .all(purposeId);
  database.close();
  return rows.map(({ action, detail }) => ({ action: String(action), detail: JSON.parse(String(detail)) }));
}

test('pieces that were played are one entry when it ends; killed, the purpose is still open and its opening in the log', async (context) => {
  const data = await temporaryDirectory(context);
  const first = await start(context, data);
  const camera = await ask<{ id: string }>(first, '/api/v1/cameras', {
    name: 'Cổng chợ',
    main: { url: 'rtsp://h/1' },
  });
  await recordRuns(data, [{ cameraId: camera.id, startUnixMs: START, seconds: 30 }]);
  const { id } = await ask<PurposeAnswer>(first, '/api/v1/purposes', {
    kind: 'incident',
    number: '12/2026',
  });
  const play = async (site: Running, fromS: number, toS: number): Promise<void> => {
    const span = `from=${START + fromS * 1000}&to=${START + toS * 1000}`;
    const address = `/api/v1/cameras/${camera.id}/play?${span}&purpose=${id}`;
    expect((await (await fetch(new URL(address, site.url))).arrayBuffer()).byteLength).toBeGreaterThan(1000);
  };
  for (const [fromS, toS] of [
    [0, 10],
    [10, 20],
    [2, 5],
  ] as const)
    await play(first, fromS, toS);
  await first.end('SIGTERM');
  const played = [{ startUnixMs: START, endUnixMs: START + 20_000 }];
  expect(logged(data, id)).toMatchObject([
    { action: 'purpose.opened' },
    { action: 'footage.viewed', detail: { purpose: 'Vụ việc số 12/2026', played } },
  ]);

  const second = await start(context, data);
  const openNow = async (site: Running): Promise<readonly string[]> =>
    (await ask<PurposeListAnswer>(site, '/api/v1/purposes')).purposes.map((purpose) => purpose.id);
  expect(await openNow(second)).toEqual([id]);
  await play(second, 20, 30);
  const another = await ask<PurposeAnswer>(second, '/api/v1/purposes', { kind: 'test' });
  await second.end('SIGKILL');
  // What was played in the last minutes is lost; what was opened is not.
  expect(logged(data, id)).toHaveLength(2);
  expect(logged(data, another.id)).toMatchObject([{ action: 'purpose.opened' }]);
  const third = await start(context, data);
  expect(await openNow(third)).toEqual([id, another.id]);
}, 60_000);
