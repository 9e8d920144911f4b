/** `check` beside a process that records, deletes, folds tombstones and writes journals anew, as fast as it can. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkArchive } from './index.ts';

const START = Date.UTC(2026, 0, 1);
const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-running-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ROUNDS = 12;

/** Says each day, ends when its standard input does. */
const PROGRAM = `
  const { RecordedDays } = await import(process.argv[1]);
  const { NodeStorage } = await import(process.argv[2]);
  const streams = ['main', 'sub'].map((kind) => ({ cameraId: 'camera-1', kind }));
  const options = { storage: new NodeStorage(), root: process.argv[3], startUnixMs: ${START}, streams };
  const volume = new RecordedDays({ ...options, retentionDays: 3, segmentsADay: 24 });
  process.stdin.on('end', () => { volume.close(); process.exit(); }).resume();
  const next = () => { volume.record(1); console.log('day'); setImmediate(next); };
  next();
`;

test('what commits meanwhile is no finding, ever', async () => {
  const modules = ['../compaction/days-for-tests.ts', '../storage/node-storage.ts'].map(
    (path) => new URL(path, import.meta.url).href,
  );
  const recorder = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, ...modules, root], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let days = 0;
  recorder.stdout.setEncoding('utf8').on('data', (text: string) => {
    days += text.split('day').length - 1;
  });
  const ended = new Promise((resolve) => recorder.on('close', resolve));
  const check = async () => {
    const volumes = [{ id: 'v1', path: root }];
    const report = await checkArchive({ volumes, verifyHead: () => true, nowUnixMs: START });
    expect(report.findings, `day ${days}`).toEqual([]);
    return report.volumes[0]?.recorderRuns;
  };
  try {
    await expect.poll(() => days, { timeout: 60_000 }).toBeGreaterThan(2);
    for (let round = 0; round < ROUNDS; round += 1) expect(await check()).toBe(true);
  } finally {
    recorder.stdin.end();
    await ended;
  }
  expect(await check()).toBe(false);
}, 120_000);
