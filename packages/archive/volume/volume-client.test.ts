/** One of two disks stalls: the other goes on, memory stays bounded, the gap has its cause, and all ends by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { STALLING_WORKER, SyntheticStream } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { RunWriter } from '../port/writer.ts';
import { MIN_QUEUED_BYTES } from './queue-limit.ts';
import type { VolumeWorkerMessage } from './serve-volume.ts';
import { VolumeClient } from './volume-client.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
let roots: string[];
let nowUnixMs: number;
beforeEach(() => {
  nowUnixMs = START;
  roots = ['a', 'b'].map(() => mkdtempSync(join(tmpdir(), 'matlang-stall-')));
});
afterEach(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

async function open(
  at: number,
  flag: Int32Array | null,
  onAppended: () => void,
  onPosted: (type: string) => void = () => undefined,
): Promise<VolumeClient> {
  class ListeningWorker extends Worker {
    override postMessage(message: VolumeWorkerMessage): void {
      onPosted(message.command.type);
      super.postMessage(message, []);
    }
  }
  return VolumeClient.open({
    volumeId: `v${at}`,
    path: roots[at]!,
    bootId: 'b',
    floorBytes: 0,
    defaultRetentionDays: 30,
    now: () => ({ unixMs: nowUnixMs, monotonicMs: nowUnixMs - START }),
    signer: null,
    onAppended,
    onHeadsSigned: () => undefined,
    onWarning: (_, text) => {
      throw new Error(text);
    },
    ...(flag === null
      ? {}
      : { startWorker: (data) => new ListeningWorker(STALLING_WORKER, { workerData: { ...data, flag } }) }),
  });
}

function begin(client: VolumeClient, pictureBytes: number): { source: SyntheticStream; run: RunWriter } {
  const source = new SyntheticStream({ startUnixMs: START, pictureBytes, fragmentsPerGop: 2 });
  const { format, init } = source;
  const run = client.beginRun({
    stream: MAIN,
    volumeId: client.id,
    format,
    init,
    reason: 'start',
    startUnixMs: START,
  });
  return { source, run };
}

/** A volume whose disk stands still from the first write on; `go` lets it work again. */
async function openStalled() {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  let appended = 0;
  const client = await open(0, flag, () => {
    appended += 1;
  });
  Atomics.store(flag, 0, 1);
  return {
    client,
    appended: () => appended,
    go: () => {
      Atomics.store(flag, 0, 0);
      Atomics.notify(flag, 0);
    },
  };
}

function gapsOf(stream: StreamKey) {
  const index = IndexReader.open(roots[0]!);
  const row = index.stream(stream)!;
  const found = index.gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER);
  index.close();
  return found.map(({ cause, startUnixMs, endUnixMs }) => [
    cause,
    startUnixMs - START,
    endUnixMs === null ? null : endUnixMs - START,
  ]);
}

test('a camera that is taken away while its disk stalls: the stall ends where the camera went', async () => {
  const { client, go } = await openStalled();
  const { source, run } = begin(client, 75_000);
  const accepted = Array.from({ length: 60 }, () => {
    nowUnixMs += 1000;
    return run.append(source.next());
  });
  const dropped = accepted.indexOf(false);
  expect(dropped).toBeGreaterThan(20);
  // As a recorder does it: it knows how far the archive took the stream, not since when the disk stands still.
  run.end(nowUnixMs);
  client.openGap(MAIN, 'stopped', START + dropped * 1000, null);
  go();
  await client.close(nowUnixMs + 5000);
  expect(gapsOf(MAIN)).toEqual([
    ['disk-stall', dropped * 1000, 60_000],
    ['stopped', 60_000, null],
  ]);
});

test('a stall with a full queue of messages: every stream has its gaps in the end, none stays open that is over', async () => {
  const { client, go, appended } = await openStalled();
  const other = begin(client, 40);
  while (other.run.append(other.source.next())) nowUnixMs += 1;
  const cameras = Array.from(
    { length: 60 },
    (_, at) => ({ cameraId: `camera-${at + 2}`, kind: 'main' }) as const,
  );
  const sources = cameras.map((stream) => {
    const source = new SyntheticStream({ startUnixMs: START });
    const { format, init } = source;
    const run = client.beginRun({
      stream,
      volumeId: client.id,
      format,
      init,
      reason: 'start',
      startUnixMs: START,
    });
    return { stream, source, run };
  });
  nowUnixMs = START + 60_000;
  for (const { stream, source, run } of sources) {
    expect(run.append(source.next())).toBe(false);
    expect(run.append(source.next())).toBe(false);
    run.end(START + 2000);
    client.openGap(stream, 'stopped', START, null);
  }
  go();
  const queued = () => client.statistics().queuedBytes;
  while (queued() > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(appended()).toBeGreaterThan(3000);
  await client.close(nowUnixMs);
  for (const { stream } of sources)
    expect(gapsOf(stream)).toEqual([
      ['disk-stall', 0, 2000],
      ['stopped', 2000, null],
    ]);
});

test('runs that come and go during a stall leave nothing in the queue', async () => {
  const messages: string[] = [];
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const client = await open(
    0,
    flag,
    () => undefined,
    (command) => messages.push(command),
  );
  Atomics.store(flag, 0, 1);
  const first = begin(client, 75_000);
  while (first.run.append(first.source.next())) nowUnixMs += 1000;
  messages.length = 0;
  const { source, run } = begin(client, 150_000);
  const fragment = source.next();
  for (let i = 0; i < 1000; i += 1) {
    const { run: next } = i === 0 ? { run } : begin(client, 1);
    expect(next.append(fragment)).toBe(false);
    next.end(nowUnixMs);
    nowUnixMs += 2000;
  }
  expect(messages.filter((type) => type !== 'tick').length).toBeLessThanOrEqual(1);
  Atomics.store(flag, 0, 0);
  Atomics.notify(flag, 0);
  await client.close(nowUnixMs);
});

test('a stream that was dropped is not taken again as soon as something fits, others are', async () => {
  const { client, go, appended } = await openStalled();
  const large = begin(client, 75_000);
  while (large.run.append(large.source.next())) nowUnixMs += 1000;
  const small = new SyntheticStream({ startUnixMs: nowUnixMs }).next();
  const { format, init } = large.source;
  const other = client.beginRun({
    stream: { cameraId: 'camera-2', kind: 'main' },
    volumeId: client.id,
    format,
    init,
    reason: 'start',
    startUnixMs: nowUnixMs,
  });
  expect(large.run.append(small)).toBe(false);
  expect(other.append(small)).toBe(true);
  large.run.end(nowUnixMs);
  // Another run of the stream is the same stream.
  const again = client.beginRun({
    stream: MAIN,
    volumeId: client.id,
    format,
    init,
    reason: 'disk',
    startUnixMs: nowUnixMs,
  });
  expect(again.append(small)).toBe(false);
  go();
  while (client.statistics().queuedBytes > MIN_QUEUED_BYTES / 4)
    await new Promise((resolve) => setImmediate(resolve));
  nowUnixMs += 6000;
  expect(again.append(new SyntheticStream({ startUnixMs: nowUnixMs - 1000 }).next())).toBe(true);
  await client.close(nowUnixMs);
  expect(appended()).toBeGreaterThan(30);
  expect(gapsOf(MAIN).map(([cause]) => cause)).toEqual(['disk-stall', 'stopped']);
});

test('a stall of 40 s with 1 MB/s', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  let appended = [0, 0];
  let heard: () => void = () => undefined;
  const count = (at: number) => () => {
    appended[at] = (appended[at] ?? 0) + 1;
    heard();
  };
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      heard = () => {
        if (done()) resolve();
      };
      heard();
    });
  const stalling = await open(0, flag, count(0));
  const healthy = await open(1, null, count(1));
  const streams = [begin(stalling, 75_000), begin(healthy, 1000)];
  const feed = (seconds: number): boolean[] => {
    const accepted: boolean[] = [];
    for (let second = 0; second < seconds; second += 1) {
      nowUnixMs += 1000;
      accepted.push(streams[0]!.run.append(streams[0]!.source.next()));
      expect(streams[1]!.run.append(streams[1]!.source.next())).toBe(true);
    }
    return accepted;
  };
  expect(feed(10).every(Boolean)).toBe(true);
  await until(() => appended[0] === 10 && appended[1] === 10);
  Atomics.store(flag, 0, 1);
  appended = [0, 0];
  const accepted = feed(40);
  expect(accepted.indexOf(false)).toBeGreaterThan(20);
  expect(accepted.lastIndexOf(true)).toBeLessThan(40);
  // A smaller fragment would fit behind one that was dropped.
  expect(accepted.lastIndexOf(true)).toBeLessThan(accepted.indexOf(false));
  expect(stalling.statistics()).toMatchObject({ state: 'stalled' });
  expect(stalling.statistics().queuedBytes).toBeLessThanOrEqual(MIN_QUEUED_BYTES);
  await until(() => appended[1] === 40); // the other disk took everything meanwhile
  expect(appended[0]).toBe(0);
  expect(healthy.statistics().state).not.toBe('stalled');
  Atomics.store(flag, 0, 0);
  Atomics.notify(flag, 0);
  const queued = accepted.filter(Boolean).length;
  await until(() => appended[0] === queued);
  feed(10);
  await stalling.close(nowUnixMs);
  await healthy.close(nowUnixMs);

  const index = IndexReader.open(roots[0]!);
  const row = index.stream(MAIN)!;
  const [stall] = index.gapsOverlapping(row.id, 0, START + 61_000);
  const firstDropped = START + 10_000 + accepted.indexOf(false) * 1000;
  expect(stall).toMatchObject({ cause: 'disk-stall', startUnixMs: firstDropped });
  expect(stall!.endUnixMs! - START).toBeLessThanOrEqual(52_000);
  expect(index.runs(row.id).map((run) => run.reason)).toEqual(['start', 'disk']);
  index.close();
  const volumes = roots.map((path, at) => ({ id: `v${at}`, path }));
  expect((await checkArchive({ volumes, deep: true, nowUnixMs })).findings).toEqual([]);
});
