/**
 * Viewers who read slowly, not at all, or ask for what nobody could give: the recorder goes on as if they were not there, the server
 * holds no more memory than it says, and whoever reads as one should sees every picture.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeLiveBytes, type LiveNotice, type LiveRequest } from '@matlang/contract';
import { type FinishingContext, startProcess, temporaryDirectory, until } from '@matlang/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type NumberedCamera, numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { numbersOf, readSamples } from './recorded-samples.ts';
import { type Recording, startRecording } from './recording.ts';
import { ask, type SiteServer, startServer } from './site-server.ts';

/** 300 kB a second; a GOP of 3 MB comes at once with each channel. */
const PICTURES = { framesPerSecond: 10, gopFrames: 100, minFrameBytes: 30_000, frames: 1500 };
const PICTURE_MS = 100;
const MIB = 1024 * 1024;
const CREDIT_BYTES = 8 * MIB;
/** Fifty together: who never read, who read a little, and who open far more than they could read. */
const SILENT = { viewers: 30, channels: 3 };
const SLOW = { viewers: 12, channels: 1 };
const GREEDY = { viewers: 8, channels: 16 };
const SLOW_READS = { everyMs: 1000, forMs: 20 };
const WATCHED_MS = 5000;
/** The server's bound is 128 MiB of all pages together, looked at each second; what comes within that second and the heap's own slack are beside it. */
const MOST_SERVER_MIB = 600;
const MOST_RECORDER_MIB = 300;
/** What a good viewer may wait for a picture while all of this goes on beside it, on a busy machine. */
const LATEST_MS = 5000;

const ANALYST = fileURLToPath(import.meta.resolve('@matlang/analyst/main'));
const DAY_MS = 86_400_000;

describe('viewers', () => {
  const finishers: (() => unknown)[] = [];
  const whole: FinishingContext = { onTestFinished: (run) => void finishers.push(run) };
  let server: SiteServer;
  let recording: Recording;
  let camera: NumberedCamera;
  let id: string;
  let recorderPid: number;

  beforeAll(async () => {
    const data = join(await temporaryDirectory(whole), 'site');
    server = await startServer(whole, data);
    recording = await startRecording(whole, data, null);
    const analyst = await startProcess(process.execPath, [ANALYST, '--data', data]);
    whole.onTestFinished(() => analyst.kill());
    camera = await serveNumbered(whole, numberedSource(PICTURES));
    ({ id } = await ask<{ id: string }>(`${server.url}cameras`, {
      name: 'Cổng chợ',
      main: { url: camera.url },
      record: 'main',
    }));
    recorderPid = Number(
      /"pid":(\d+)/.exec(recording.log.find((line) => line.includes('"ready":true')) ?? '')?.[1],
    );
    await recording.untilRecorded([id], 3000);
    await analyst.waitForLine(/"ready":true/, 60_000);
  }, 120_000);

  afterAll(async () => {
    for (const finish of finishers.toReversed()) await finish();
  });

  /** Every picture that the camera sent until now comes on disk, each once, and the ledger has no gap. */
  async function expectRecordedWhole(): Promise<void> {
    const sent = camera.sent.map(({ number }) => number);
    const last = sent.at(-1) ?? 0;
    const recorded = (): readonly number[] => numbersOf(readSamples(recording.segmentFiles(id)));
    await until(`picture ${last} on disk`, () => (recorded().at(-1) ?? -1) >= last);
    expect(recorded().slice(0, sent.length)).toEqual(sent);
    expect((await recording.timeline(id)).gaps).toEqual([]);
  }

  test('fifty who read slowly or not at all', { timeout: 120_000 }, async (context) => {
    const processes = { server: server.process.pid, recorder: recorderPid };
    const before = { server: residentMib(processes.server), recorder: residentMib(processes.recorder) };
    const url = `${server.url.replace('http', 'ws')}live`;
    const good = new GoodViewer(context, url, id);
    await until('the good viewer has pictures', () => good.pictures.length > 0);

    const harmful = [SILENT, SLOW, GREEDY].map(({ viewers, channels }) =>
      Array.from({ length: viewers }, () => new HarmfulViewer(context, url, id, channels)),
    );
    const [, slow = []] = harmful;
    const reading = setInterval(() => {
      for (const viewer of slow) viewer.readFor(SLOW_READS.forMs);
    }, SLOW_READS.everyMs);
    context.onTestFinished(() => clearInterval(reading));
    await until('all fifty were let in', () => harmful.flat().every(({ asked }) => asked), 60_000);
    const from = good.pictures.length;
    const patient = 1 + SILENT.viewers * SILENT.channels + SLOW.viewers * SLOW.channels;
    const subscribers = (): number => recording.statistics(id)?.subscribers ?? 0;
    const askedUnixMs = Date.now();
    const isTold = (): boolean => (recording.of('statistics').at(-1)?.statistics.atUnixMs ?? 0) > askedUnixMs;
    await until(
      'whoever opens more than it reads is sent away',
      () => isTold() && subscribers() <= patient,
      60_000,
    );
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));

    const most = { server: mostResidentMib(processes.server), recorder: mostResidentMib(processes.recorder) };
    const latest = Math.max(...good.pictures.slice(from).map(({ lateMs }) => lateMs));
    process.stdout.write(
      `50 viewers: server ${before.server} -> at most ${most.server} MiB, recorder ${before.recorder} -> at most ` +
        `${most.recorder} MiB; ${subscribers()} channels of ${patient + GREEDY.viewers * GREEDY.channels} left; the good viewer's latest picture ${latest} ms\n`,
    );
    expect(most.server).toBeLessThan(MOST_SERVER_MIB);
    expect(most.recorder).toBeLessThan(MOST_RECORDER_MIB);
    // Picture after picture, none left out.
    expect(good.notices.filter(({ type }) => type === 'skipped')).toEqual([]);
    const steps = good.pictures.map(({ wallStartUnixMs }, at) =>
      at === 0 ? PICTURE_MS : wallStartUnixMs - (good.pictures[at - 1]?.wallStartUnixMs ?? 0),
    );
    expect(Math.max(...steps)).toBeLessThan(1.5 * PICTURE_MS);
    expect(good.pictures.length - from).toBeGreaterThan(WATCHED_MS / PICTURE_MS / 2);
    expect(latest).toBeLessThan(LATEST_MS);
    await expectRecordedWhole();
    for (const viewer of harmful.flat()) viewer.socket.terminate();
    await until('only the good viewer is left', () => subscribers() === 1);
  });

  test('hostile questions are refused by name, and no work is begun for them', {
    timeout: 60_000,
  }, async () => {
    const one = `cameras/${id}/`;
    const now = Date.now();
    const year = `from=${now - 365 * DAY_MS}&to=${now}`;
    const minute = `from=${now - 60_000}&to=${now}`;
    const nobody = '01990000-0000-7000-8000-00000000dead';
    const refusals: readonly (readonly [string, number, string])[] = [
      [`${one}timeline?${year}`, 400, 'span-too-long'],
      [`timeline?cameras=${id}&${year}`, 400, 'span-too-long'],
      [`${one}play?${year}`, 400, 'span-too-long'],
      [`${one}hls.m3u8?${year}`, 400, 'span-too-long'],
      [`${one}stills?${year}`, 400, 'span-too-long'],
      [`${one}export.mp4?${year}`, 400, 'span-too-long'],
      [`${one}play?from=${now}&to=${now - 1}`, 400, 'request-invalid'],
      [`${one}play?from=-1&to=99999999999999999999`, 400, 'request-invalid'],
      [`${one}play?from=1e3&to=0x10`, 400, 'request-invalid'],
      [`${one}play?from=NaN&to=Infinity`, 400, 'request-invalid'],
      [`${one}play?${minute}&from=1`, 400, 'request-invalid'],
      [`${one}play?${minute}&stream[]=main`, 400, 'request-invalid'],
      [`${one}play?${minute}&stream=audio`, 400, 'request-invalid'],
      [`${one}play?${minute}&__proto__[x]=1`, 400, 'request-invalid'],
      [`${one}play?${minute}&constructor=1`, 400, 'request-invalid'],
      [`${one}play?${minute}&purpose=${'x'.repeat(201)}`, 400, 'request-invalid'],
      [`${one}timeline?${minute}&maxPoints=999999999`, 400, 'request-invalid'],
      [`${one}timeline?${minute}&maxPoints=-1`, 400, 'request-invalid'],
      [`timeline?cameras=${Array.from({ length: 65 }, () => id).join()}&${minute}`, 400, 'request-invalid'],
      [`timeline?cameras=${id},'%20OR%201=1--&${minute}`, 400, 'request-invalid'],
      [`timeline?cameras=${id},${nobody}&${minute}`, 404, 'camera-not-found'],
      [`cameras/${nobody}/play?${minute}`, 404, 'camera-not-found'],
      [`${one}still.jpg?at=${now}&width=1000000000`, 400, 'request-invalid'],
      [`${one}still.jpg?at=%00`, 400, 'request-invalid'],
      [`${one}still.jpg?at=${now - 40 * DAY_MS}`, 404, 'no-picture'],
      [`${one}stills?${minute}&count=1000000`, 400, 'request-invalid'],
      [`${one}segments/..%2f..%2fetc/main/1.mp4`, 400, 'request-invalid'],
      [`${one}segments/default/main/..%2f..%2fsite.key`, 400, 'request-invalid'],
      [`${one}segments/default/main/999999999999999.mp4`, 410, 'footage-gone'],
      [`${one}play?${minute}&a=${'x'.repeat(17_000)}`, 400, 'http-malformed'],
      [`${one}%ZZ`, 400, 'http-malformed'],
    ];
    const answers = await Promise.all(
      refusals.map(async ([question]) => {
        const response = await fetch(`${server.url}${question}`);
        return [question, response.status, await errorCode(response)];
      }),
    );
    expect(answers).toEqual(refusals);
    await expectRecordedWhole();
  });

  test('a thousand stills and a thousand time lines at once', { timeout: 120_000 }, async () => {
    const now = Date.now();
    const questions = (question: (index: number) => string): Promise<Readonly<Record<string, number>>> =>
      outcomesOf(Array.from({ length: 1000 }, (_, index) => `${server.url}${question(index)}`));
    const stills = await questions(
      (index) =>
        `cameras/${id}/still.jpg?at=${now - 2000 + (index % 1000)}&exact=1&width=${64 + (index % 7)}`,
    );
    const lines = await questions(
      (index) => `cameras/${id}/timeline?from=${now - 30 * DAY_MS + index}&to=${now}&maxPoints=10000`,
    );
    process.stdout.write(
      `1000 at once: stills ${JSON.stringify(stills)}, time lines ${JSON.stringify(lines)}\n`,
    );
    expect(
      Object.keys(stills).filter((outcome) => !['200', 'analyst-busy', 'no-connection'].includes(outcome)),
    ).toEqual([]);
    expect(
      Object.keys(lines).filter((outcome) => !['200', 'too-busy', 'no-connection'].includes(outcome)),
    ).toEqual([]);
    expect(stills['200']).toBeGreaterThan(0);
    expect(lines['200']).toBeGreaterThan(0);
    expect((await fetch(`${server.url}cameras/${id}/still.jpg?at=${now}`)).status).toBe(200);
    expect(mostResidentMib(server.process.pid)).toBeLessThan(MOST_SERVER_MIB);
    await expectRecordedWhole();
  });
});

/** How many questions ended how: a status of success, an error's code, or none, where the server has no connection left (it has 512). */
async function outcomesOf(urls: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const outcomes: Record<string, number> = {};
  await Promise.all(
    urls.map(async (url) => {
      const response = await fetch(url).catch(() => null);
      const outcome = response === null ? 'no-connection' : await outcomeOf(response);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }),
  );
  return outcomes;
}

async function outcomeOf(response: Response): Promise<string> {
  if (!response.ok) return await errorCode(response);
  await response.arrayBuffer();
  return String(response.status);
}

/** Of a span that is too long its rule, which says more. */
async function errorCode(response: Response): Promise<string> {
  const { code, rule } = ((await response.json()) as { error: { code: string; rule?: string } }).error;
  return rule === 'span-too-long' ? rule : code;
}

const openMain = (cameraId: string, channel: number): LiveRequest => ({
  type: 'open',
  channel,
  cameraId,
  stream: 'main',
  creditBytes: CREDIT_BYTES,
  priority: 1,
});

interface TakenPicture {
  readonly wallStartUnixMs: number;
  /** Arrived so long after it was taken; 0 for one of the GOP so far. */
  readonly lateMs: number;
}

/** Reads all and gives its credit back at once. */
class GoodViewer {
  readonly pictures: TakenPicture[] = [];
  readonly notices: LiveNotice[] = [];

  constructor(context: FinishingContext, url: string, cameraId: string) {
    const socket = new WebSocket(url);
    context.onTestFinished(async () => socket.terminate());
    const say = (request: LiveRequest): void => socket.send(JSON.stringify(request));
    socket.on('open', () => say(openMain(cameraId, 1)));
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) {
        this.notices.push(JSON.parse(data.toString('utf8')) as LiveNotice);
        return;
      }
      const message = decodeLiveBytes(data);
      if (message?.kind !== 'fragment') return;
      const { wallStartUnixMs, cached, bytes } = message;
      this.pictures.push({ wallStartUnixMs, lateMs: cached ? 0 : Math.round(Date.now() - wallStartUnixMs) });
      say({ type: 'credit', channel: 1, bytes: bytes.length });
    });
  }
}

/** Asks for pictures with all the credit that there is, and stops reading. */
class HarmfulViewer {
  readonly socket: WebSocket;
  asked = false;

  constructor(context: FinishingContext, url: string, cameraId: string, channels: number) {
    this.socket = new WebSocket(url);
    context.onTestFinished(async () => this.socket.terminate());
    this.socket.on('error', () => {});
    this.socket.on('open', () => {
      this.socket.pause();
      for (let channel = 1; channel <= channels; channel += 1)
        this.socket.send(JSON.stringify(openMain(cameraId, channel)));
      this.asked = true;
    });
  }

  readFor(ms: number): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.resume();
    setTimeout(() => {
      if (this.socket.readyState === WebSocket.OPEN) this.socket.pause();
    }, ms);
  }
}

const residentMib = (pid: number): number => statusMib(pid, 'VmRSS');
/** Since it was started. */
const mostResidentMib = (pid: number): number => statusMib(pid, 'VmHWM');

function statusMib(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1]) / 1024);
}
