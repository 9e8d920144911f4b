/** The archive's recorded log of writes, syncs and commits, cut at every step. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import {
  CUT_VARIANTS,
  type DiskOperation,
  PowerCut,
  SimulatedStorage,
  SyntheticStream,
} from '../../testkit/storage/index.ts';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { decodeFragmentTable } from '../segment/fragment-table.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { VolumeService } from '../volume/volume-service.ts';

const START = Date.UTC(2026, 10, 24, 23, 58, 30);
const MAIN: StreamKey = { cameraId: 'camera-1', kind: 'main' };
const SUB: StreamKey = { cameraId: 'camera-1', kind: 'sub' };
// In memory where that is: some hundred small archives are made and thrown away.
const temporary = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-cut-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

interface Step {
  readonly operation: DiskOperation;
  readonly atUnixMs: number;
}

/** 150 s of two streams over midnight, a reconnection, a gap, a hold, retention, heads, a clean stop. */
function record(): {
  steps: Step[];
  appended: { stream: StreamKey; wallStartUnixMs: number; atUnixMs: number }[];
} {
  const root = join(temporary, 'recorded');
  mkdirSync(root);
  const steps: Step[] = [];
  const appended: { stream: StreamKey; wallStartUnixMs: number; atUnixMs: number }[] = [];
  let nowMs = START;
  const storage = new SimulatedStorage({
    root,
    onOperation: (operation) => steps.push({ operation, atUnixMs: nowMs }),
  });
  const time = () => ({ unixMs: nowMs, monotonicMs: nowMs - START });
  const service = new VolumeService({
    storage,
    root,
    volumeId: 'v1',
    bootId: 'boot-1',
    floorBytes: 0,
    defaultRetentionDays: 30,
    report: (report) => {
      if (report.type === 'warning') throw new Error(report.text);
      if (report.type === 'appended') {
        const { stream, wallStartUnixMs } = report.announcement;
        appended.push({ stream, wallStartUnixMs, atUnixMs: nowMs });
      }
      if (report.type === 'sign') {
        const heads = report.drafts.map((draft) => ({ ...draft, keyId: 'k', signature: new Uint8Array(64) }));
        service.handle({ type: 'heads', id: report.id, heads }, time());
      }
    },
    afterCommit: () => {
      const database = new DatabaseSync(join(root, 'index.sqlite'), { readOnly: true });
      storage.noteCommit(database.serialize());
      database.close();
    },
  });
  service.open(time());
  const main = new SyntheticStream({ startUnixMs: START, seed: 1 });
  const sub = new SyntheticStream({ startUnixMs: START, seed: 2, fragmentsPerGop: 100, framesPerSecond: 5 });
  const begin = (
    token: number,
    stream: StreamKey,
    source: SyntheticStream,
    reason: 'start' | 'reconnect',
  ): void =>
    service.handle(
      {
        type: 'begin-run',
        token,
        definition: {
          stream,
          format: source.format,
          init: source.init,
          reason,
          startUnixMs: source.wallUnixMs,
        },
      },
      time(),
    );
  begin(1, MAIN, main, 'start');
  begin(2, SUB, sub, 'start');
  let mainToken = 1;
  for (let second = 0; second < 150; second += 1) {
    nowMs = START + second * 1000 + 1000;
    if (second === 40) {
      service.handle({ type: 'end-run', token: 1 }, time());
      service.handle(
        { type: 'gap', stream: MAIN, cause: 'offline', startUnixMs: main.wallUnixMs, detail: null },
        time(),
      );
      main.skip(5000);
      mainToken = 3;
      begin(3, MAIN, main, 'reconnect');
    }
    if (second === 100) {
      const hold = {
        id: 'h1',
        cameraId: 'camera-1',
        startUnixMs: START + 60_000,
        endUnixMs: START + 80_000,
        reason: 'x',
        owner: 'y',
        reviewUnixMs: START,
        byAdministrator: true,
      };
      service.handle({ type: 'request', id: 1, request: { type: 'hold', hold } }, time());
      service.handle(
        { type: 'request', id: 2, request: { type: 'sign-heads', cameraId: 'camera-1' } },
        time(),
      );
    }
    if (second === 120)
      service.handle({ type: 'retention', cameraId: 'camera-1', days: 70 / 86_400 }, time());
    if (main.wallUnixMs < nowMs) service.handle({ type: 'append', token: mainToken, ...main.next() }, time());
    service.handle({ type: 'append', token: 2, ...sub.next() }, time());
    service.handle({ type: 'tick' }, time());
    nowMs += 500;
    service.handle({ type: 'tick' }, time());
  }
  service.handle({ type: 'close', stoppedUnixMs: nowMs }, time());
  expect(storage.openHandles).toBe(0);
  rmSync(root, { recursive: true });
  return { steps, appended };
}

test('the power goes at every step: recovered and clean, at most 5 s lost, never an older segment', async () => {
  const { steps, appended } = record();
  expect(steps.length).toBeGreaterThan(400);
  const commits = steps.filter((step) => step.operation.type === 'commit').length;
  // 7 segments, 2 gaps, hold, heads, retention, start, stop, schema, two streams.
  expect(commits).toBeLessThan(30);
  const cut = new PowerCut(join(temporary, 'recorded'));
  // Many a step changes nothing of what a variant leaves: the same disk at the same instant is looked at once.
  const disks = new Set<string>();
  let worstMs = 0;
  for (const [at, step] of steps.entries()) {
    cut.apply(step.operation);
    for (const variant of CUT_VARIANTS) {
      if (variant !== 'dropped' && at % 7 !== 0) continue;
      const disk = `${step.atUnixMs} ${cut.digest(variant)}`;
      if (disks.has(disk)) continue;
      disks.add(disk);
      const root = join(temporary, 'cut');
      mkdirSync(root);
      cut.materialize(root, variant);
      const where = `step ${at} ${step.operation.type} ${variant}`;
      if (existsSync(join(root, 'index.sqlite'))) {
        recover(root, step.atUnixMs, where);
        const report = await checkArchive({
          volumes: [{ id: 'v1', path: root }],
          deep: true,
          nowUnixMs: step.atUnixMs,
        });
        // Files whose deletion the cut came between lie aside.
        expect(
          report.findings.filter(({ kind }) => kind !== 'put-aside'),
          where,
        ).toEqual([]);
        worstMs = Math.max(worstMs, lostMs(root, step.atUnixMs, appended, where));
      }
      rmSync(root, { recursive: true });
    }
  }
  expect(worstMs).toBeGreaterThan(0);
  expect(worstMs).toBeLessThanOrEqual(5000);
}, 300_000);

function recover(root: string, atUnixMs: number, where: string): void {
  const time = { unixMs: atUnixMs + 60_000, monotonicMs: 0 };
  const service = new VolumeService({
    storage: new NodeStorage(),
    root,
    volumeId: 'v1',
    bootId: 'boot-2',
    floorBytes: 0,
    defaultRetentionDays: 30,
    report: (report) => {
      if (report.type === 'warning' || report.type === 'refused')
        throw new Error(`${where}: ${JSON.stringify(report)}`);
    },
  });
  service.open(time);
  service.handle({ type: 'close', stoppedUnixMs: time.unixMs }, time);
}

/** How long before the cut the oldest fragment was appended that is neither there nor deleted. */
function lostMs(
  root: string,
  atUnixMs: number,
  appended: readonly { stream: StreamKey; wallStartUnixMs: number; atUnixMs: number }[],
  where: string,
): number {
  const index = IndexReader.open(root);
  let worstMs = 0;
  for (const stream of [MAIN, SUB]) {
    const row = index.stream(stream);
    const present = new Set<number>();
    let deletedUntilMs = 0;
    if (row !== null) {
      for (const segment of index.segmentsFrom(row.id, 0, 100)) {
        const kept = index.segmentFragments(segment.id)!;
        for (const entry of decodeFragmentTable(kept.fragments, segment)) present.add(entry.wallStartUnixMs);
      }
      for (const stone of index.tombstonesFrom(row.id, 0, 100))
        deletedUntilMs = Math.max(deletedUntilMs, stone.reason === 'repair' ? 0 : stone.endUnixMs);
      const gap = index.openGap(row.id);
      expect(
        gap === null || ['power', 'stopped', 'recorder-down'].includes(gap.cause),
        `${where} ${gap?.cause}`,
      ).toBe(true);
    }
    const lost = appended.find(
      (one) =>
        one.stream.kind === stream.kind &&
        one.atUnixMs <= atUnixMs &&
        one.wallStartUnixMs >= deletedUntilMs &&
        !present.has(one.wallStartUnixMs),
    );
    if (lost !== undefined) worstMs = Math.max(worstMs, atUnixMs - lost.atUnixMs);
  }
  index.close();
  return worstMs;
}
