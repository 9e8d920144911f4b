/** kill -9 of a real process that records: what it announced is there, and the archive is clean after the next start. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RECORDING_CHILD } from '@matlang/testkit/storage';
import { afterAll, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import { openArchive } from '../index.ts';
import { decodeFragmentTable } from '../segment/fragment-table.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const child = fileURLToPath(RECORDING_CHILD);
const root = mkdtempSync(join(tmpdir(), 'matlang-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Starts, waits for so many announcements, kills; answers what was announced. */
function recordAndKill(startUnixMs: number, announcements: number): Promise<string[]> {
  const recorder = spawn(process.execPath, [child, root, String(startUnixMs), 'boot-1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  recorder.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.split('\n').length > announcements) recorder.kill('SIGKILL');
  });
  return new Promise((resolve) => recorder.on('close', () => resolve(text.split('\n').slice(0, -1))));
}

function recorded(): Set<string> {
  const index = IndexReader.open(root);
  const found = new Set<string>();
  for (const { id, stream } of index.streams()) {
    for (const segment of index.segmentsFrom(id, 0, 1000)) {
      const kept = index.segmentFragments(segment.id)!;
      for (const entry of decodeFragmentTable(kept.fragments, segment))
        found.add(`${stream.kind} ${entry.wallStartUnixMs}`);
    }
  }
  index.close();
  return found;
}

test('five kills at five places', async () => {
  const announced: string[] = [];
  for (const [round, count] of [3, 117, 120, 241, 305].entries()) {
    announced.push(...(await recordAndKill(START + round * 3_600_000, count)));
  }
  const archive = await openArchive({
    volumes: [{ id: 'v1', path: root, floorBytes: 0 }],
    bootId: 'boot-2',
    now: () => ({ unixMs: START + 86_400_000, monotonicMs: performance.now() }),
    signer: null,
  });
  const running = await checkArchive({ volumes: [{ id: 'v1', path: root }], nowUnixMs: START });
  await archive.close(START + 86_400_000);
  const report = await checkArchive({ volumes: [{ id: 'v1', path: root }], deep: true, nowUnixMs: START });
  expect(running.findings).toEqual([]);
  expect(report.findings).toEqual([]);
  const found = recorded();
  expect(announced.length).toBeGreaterThan(700);
  expect(announced.filter((line) => !found.has(line))).toEqual([]);
  const index = IndexReader.open(root);
  const stream = index.stream({ cameraId: 'camera-1', kind: 'main' })!;
  const causes = index.gapsOverlapping(stream.id, 0, Number.MAX_SAFE_INTEGER).map((gap) => gap.cause);
  index.close();
  expect(causes).toEqual([...Array<string>(4).fill('recorder-down'), 'power', 'stopped']);
});
