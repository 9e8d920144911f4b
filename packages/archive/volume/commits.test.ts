/** Commits are what a slow disk pays for: they are counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SyntheticStream } from '@matlang/testkit/storage';
import { afterEach, expect, test } from 'vitest';
import { NodeStorage } from '../storage/node-storage.ts';
import { VolumeService } from './volume-service.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const root = mkdtempSync(join(tmpdir(), 'matlang-commits-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('one commit a segment while a run goes on: the end of one and the start of the next share it', () => {
  let commits = 0;
  const service = new VolumeService({
    storage: new NodeStorage(),
    root,
    volumeId: 'v1',
    bootId: 'b',
    floorBytes: 0,
    defaultRetentionDays: 30,
    report: () => undefined,
    afterCommit: () => {
      commits += 1;
    },
  });
  const source = new SyntheticStream({ startUnixMs: START });
  const time = () => ({ unixMs: source.wallUnixMs, monotonicMs: source.wallUnixMs - START });
  service.open(time());
  const stream = { cameraId: 'camera-1', kind: 'main' } as const;
  const { format, init } = source;
  service.handle(
    {
      type: 'begin-run',
      token: 1,
      definition: { stream, format, init, reason: 'start', startUnixMs: START },
    },
    time(),
  );
  const feed = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      service.handle({ type: 'append', token: 1, ...source.next() }, time());
      service.handle({ type: 'tick' }, time());
    }
  };
  feed(61);
  const before = commits;
  feed(600);
  expect(commits - before).toBe(10);
});
