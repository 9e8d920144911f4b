/** The power goes at every step of checkpoints and of journal files written anew. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { CUT_VARIANTS, type DiskOperation, PowerCut, SimulatedStorage } from '../../testkit/storage/index.ts';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { RecordedDays } from './days-for-tests.ts';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const MAIN: StreamKey = { cameraId: 'camera-1', kind: 'main' };
const OPTIONS = { startUnixMs: START, streams: [MAIN], retentionDays: 1, segmentsADay: 6 };
const temporary = mkdtempSync(
  join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-compaction-cut-'),
);
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

interface Step {
  readonly operation: DiskOperation;
  readonly atUnixMs: number;
}

/** 16 days with a held minute; all that the disk was told. */
function record(root: string): Step[] {
  mkdirSync(root);
  const steps: Step[] = [];
  let nowMs = () => START;
  const storage = new SimulatedStorage({
    root,
    onOperation: (operation) => steps.push({ operation, atUnixMs: nowMs() }),
  });
  const volume = new RecordedDays({
    ...OPTIONS,
    storage,
    root,
    afterCommit: () => {
      const database = new DatabaseSync(join(root, 'index.sqlite'), { readOnly: true });
      storage.noteCommit(database.serialize());
      database.close();
    },
  });
  nowMs = () => volume.nowUnixMs;
  volume.record(1);
  volume.hold('h1', START, START + 1000);
  volume.record(15);
  volume.close();
  expect(volume.warnings).toEqual([]);
  expect(storage.openHandles).toBe(0);
  rmSync(root, { recursive: true });
  return steps;
}

test('the power goes at every step of compaction: clean, nothing lost, and it goes on', async () => {
  const recorded = join(temporary, 'recorded');
  const steps = record(recorded);
  const renames = steps.filter(({ operation }) => operation.type === 'rename').length;
  const removed = steps.filter(
    ({ operation }) => operation.type === 'unlink' && operation.path.includes('/journal/'),
  ).length;
  expect(renames).toBeGreaterThan(2);
  expect(removed).toBeGreaterThan(0);
  const cut = new PowerCut(recorded);
  // Many a step changes nothing of what a variant leaves: the same disk at the same instant is looked at once.
  const disks = new Set<string>();
  let checkpoints = 0;
  for (const [at, step] of steps.entries()) {
    cut.apply(step.operation);
    if (step.atUnixMs < START + 8 * DAY_MS) continue;
    for (const variant of CUT_VARIANTS) {
      const around = steps
        .slice(Math.max(0, at - 2), at + 3)
        .some(({ operation }) => isOfCompaction(operation));
      if (!around && (variant !== 'dropped' || at % 40 !== 0)) continue;
      const disk = `${step.atUnixMs} ${cut.digest(variant)}`;
      if (disks.has(disk)) continue;
      disks.add(disk);
      const root = join(temporary, 'cut');
      mkdirSync(root);
      cut.materialize(root, variant);
      const where = `step ${at} ${step.operation.type} ${variant}`;
      const volume = new RecordedDays({
        ...OPTIONS,
        streams: [],
        storage: new NodeStorage(),
        root,
        bootId: 'boot-2',
        startUnixMs: step.atUnixMs + 60_000,
      });
      const check = async (rebuild: boolean) => {
        const report = await checkArchive({
          volumes: [{ id: 'v1', path: root }],
          deep: true,
          rebuild,
          nowUnixMs: step.atUnixMs,
          verifyHead: () => true,
        });
        // Files whose deletion the cut came between lie aside.
        expect(
          report.findings.filter(({ kind }) => kind !== 'put-aside'),
          where,
        ).toEqual([]);
      };
      await check(false);
      // Its own compaction begins where the other one ended.
      volume.tick(4);
      expect(
        readdirSync(join(root, 'journal')).filter((name) => name.endsWith('.compacting')),
        where,
      ).toEqual([]);
      volume.close();
      expect(volume.warnings, where).toEqual([]);
      await check(false);
      const before = look(root);
      checkpoints = Math.max(checkpoints, before.checkpoints.length);
      // The held minute is there whatever happened.
      expect(before.segments[0], where).toBe(0);
      if (disks.size % 4 === 0) {
        await check(true);
        expect(look(root), where).toEqual(before);
      }
      rmSync(root, { recursive: true });
    }
  }
  process.stdout.write(`${disks.size} disks, ${renames} files written anew, ${removed} removed\n`);
  expect(checkpoints).toBe(1);
}, 600_000);

/** A checkpoint's line, a file written anew, one that is removed: with the steps beside it, all that compaction does. */
function isOfCompaction(operation: DiskOperation): boolean {
  if (operation.type === 'rename') return true;
  if (operation.type === 'append') return Buffer.from(operation.bytes).includes('"type":"checkpoint"');
  return 'path' in operation && operation.path.includes('/journal/') && operation.type !== 'sync-directory'
    ? operation.type === 'unlink' || operation.path.endsWith('.compacting')
    : false;
}

function look(root: string) {
  const index = IndexReader.open(root);
  const row = index.stream(MAIN);
  if (row === null) throw new Error('no stream');
  const found = {
    chain: row.chain,
    nextSeq: row.nextSeq,
    segments: index.segmentsFrom(row.id, 0, 1000).map(({ seq }) => seq),
    stones: index.tombstonesFrom(row.id, 0, 1000).map(({ seq }) => seq),
    checkpoints: index.checkpoints(row.id).map(({ fromSeq, toSeq, segments }) => [fromSeq, toSeq, segments]),
    heads: index.heads(row.id).map(({ seq }) => seq),
    gaps: index
      .gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER)
      .map(({ startUnixMs, endUnixMs, cause }) => [startUnixMs, endUnixMs, cause]),
    running: index.meta('running'),
    bootId: index.meta('bootId'),
  };
  index.close();
  return found;
}
