/** Recorded spans that the analyst codes anew, with an analyst that says what the test wants: nothing, for instance. */
import { mkdir } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import {
  decodeToAnalystFrame,
  encodeFromAnalystFrame,
  FrameReader,
  type FromAnalystFrame,
  LINK_PROTOCOL_VERSION,
  type ToAnalystFrame,
} from '@matlang/link';
import { temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { AnalystAwayError, AnalystBusyError, AnalystLink } from '../../live/analyst-link.ts';
import { openTestSite, recordRuns, TEST_NOW_UNIX_MS } from '../../site-for-tests.ts';
import { listen } from '../listen.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';
const QUESTION = {
  cameraId: CAMERA,
  kind: 'main',
  fromUnixMs: TEST_NOW_UNIX_MS - 10_000,
  toUnixMs: TEST_NOW_UNIX_MS,
  keyFrames: false,
} as const;
const never = new AbortController().signal;

/** Greets, and hears; says what it is told to. */
class ScriptedAnalyst {
  readonly heard: Exclude<ToAnalystFrame, { type: 'hello' }>[] = [];
  readonly #sockets = new Set<Socket>();

  static async start(context: TestContext, path: string): Promise<ScriptedAnalyst> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const analyst = new ScriptedAnalyst();
    const server = createServer((socket) => analyst.#serve(socket));
    await new Promise<void>((resolve) => void server.listen(path, resolve));
    context.onTestFinished(async () => {
      for (const socket of analyst.#sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    });
    return analyst;
  }

  say(frame: FromAnalystFrame): void {
    for (const socket of this.#sockets) socket.write(encodeFromAnalystFrame(frame));
  }

  of<Type extends ToAnalystFrame['type']>(type: Type): Extract<ToAnalystFrame, { type: Type }>[] {
    return this.heard.filter((frame): frame is never => frame.type === type);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader(decodeToAnalystFrame);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) =>
      reader.push(chunk, (frame) => {
        if (frame.type !== 'hello') this.heard.push(frame);
      }),
    );
    const hello = {
      protocolVersion: LINK_PROTOCOL_VERSION,
      role: 'analyst',
      productVersion: 'test',
    } as const;
    socket.write(encodeFromAnalystFrame({ type: 'hello', ...hello }));
  }
}

async function linked(
  context: TestContext,
  patience: { readonly answerTimeoutMs?: number; readonly readerStalledMs?: number },
): Promise<{ link: AnalystLink; analyst: ScriptedAnalyst }> {
  const socketPath = join(await temporaryDirectory(context), 'run', 'analyst.sock');
  const analyst = await ScriptedAnalyst.start(context, socketPath);
  const clock = { nowUnixMs: () => TEST_NOW_UNIX_MS };
  const link = new AnalystLink({ socketPath, clock, log: () => {}, productVersion: 'test', ...patience });
  link.start();
  context.onTestFinished(() => link.close());
  await until('the analyst is there', () => link.connected);
  return { link, analyst };
}

const fragment = (channel: number): FromAnalystFrame => ({
  type: 'channel-fragment',
  channel,
  sync: true,
  cached: false,
  leading: false,
  wallStartUnixMs: TEST_NOW_UNIX_MS,
  bytes: new Uint8Array(100),
});

test('an analyst that says nothing ends in time; who goes away ends at once, and the analyst is told', async (context) => {
  const { link, analyst } = await linked(context, { answerTimeoutMs: 100 });
  const silent = link.replay(QUESTION, never);
  await expect(silent.next()).rejects.toBeInstanceOf(AnalystBusyError);
  await until('it is told', () => analyst.of('unsubscribe').length === 1);
  const gone = new AbortController();
  const patient = await linked(context, {});
  const left = patient.link.replay(QUESTION, gone.signal).next();
  await until('it is asked', () => patient.analyst.of('replay').length === 1);
  gone.abort();
  await expect(left).rejects.toBeInstanceOf(AnalystAwayError);
  await until('it is told', () => patient.analyst.of('unsubscribe').length === 1);
  await expect(patient.link.replay(QUESTION, AbortSignal.abort()).next()).rejects.toBeInstanceOf(
    AnalystAwayError,
  );
});

test('a span of which nothing can be decoded is refused; one that breaks off later ends with what there was', async (context) => {
  const { link, analyst } = await linked(context, {});
  const nothing = link.replay(QUESTION, never).next();
  await until('it is asked', () => analyst.of('replay').length === 1);
  const say = (at: number): void =>
    analyst.say({ type: 'channel-state', channel: analyst.of('replay')[at]?.channel ?? 0, state: 'refused' });
  say(0);
  await expect(nothing).rejects.toMatchObject({ name: 'TranscodeRefusedError', state: 'refused' });
  const frames = link.replay(QUESTION, never);
  const first = frames.next();
  await until('it is asked again', () => analyst.of('replay').length === 2);
  analyst.say(fragment(analyst.of('replay')[1]?.channel ?? 0));
  say(1);
  expect((await first).value).toMatchObject({ type: 'channel-fragment' });
  expect((await frames.next()).done).toBe(true);
});

test('a reader that stops gives its place at the analyst back, and its answer breaks off', async (context) => {
  const { link, analyst } = await linked(context, { readerStalledMs: 100 });
  const frames = link.replay(QUESTION, never);
  const first = frames.next();
  await until('it is asked', () => analyst.of('replay').length === 1);
  const channel = analyst.of('replay')[0]?.channel ?? 0;
  for (let count = 0; count < 3; count += 1) analyst.say(fragment(channel));
  expect((await first).value).toMatchObject({ type: 'channel-fragment' });
  expect(analyst.of('unsubscribe')).toEqual([]);
  await until('its place is given back', () => analyst.of('unsubscribe').length === 1);
  await expect(frames.next()).rejects.toBeInstanceOf(AnalystAwayError);
});

test('players that come and go while the analyst is silent hold no place of those that need none', {
  timeout: 60_000,
}, async (context) => {
  const site = await openTestSite(context);
  const analyst = await ScriptedAnalyst.start(context, join(site.dataDirectory, 'run', 'analyst.sock'));
  const payload = { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } };
  const added = await site.app.inject({ method: 'POST', url: '/api/v1/cameras', payload });
  const { id } = added.json<{ id: string }>();
  await recordRuns(site.dataDirectory, [
    { cameraId: id, startUnixMs: TEST_NOW_UNIX_MS - 20_000, seconds: 10 },
  ]);
  const url = await listen(site.app, 0);
  const play = `${url}/api/v1/cameras/${id}/play?from=${TEST_NOW_UNIX_MS - 20_000}&to=${TEST_NOW_UNIX_MS - 10_000}`;
  const status = async (): Promise<string> =>
    ((await (await fetch(`${url}/api/v1/status`)).json()) as { processes: { analyst: { state: string } } })
      .processes.analyst.state;
  await expect.poll(status, { timeout: 20_000 }).toBe('running');
  // As many as there are places for players, and then some.
  for (let round = 0; round < 3; round += 1) {
    const gone = new AbortController();
    const before = analyst.of('replay').length;
    const asked = Array.from({ length: 30 }, () => fetch(`${play}&codec=h264`, { signal: gone.signal }));
    await until('they are asked for', () => analyst.of('replay').length === before + 30);
    gone.abort();
    await Promise.allSettled(asked);
    await until('the analyst is told', () => analyst.of('unsubscribe').length === before + 30);
  }
  const answer = await fetch(play);
  expect(answer.status).toBe(200);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
});
