/** Footage and what tells of it are for the user that records, whatever its umask is. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, until } from '@matlang/testkit';
import { RECORDING_CHILD } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { VolumeLock } from './volume-lock.ts';

/** Ten seconds of two streams. */
const FRAGMENTS = 20;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-private-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A process with umask 0 records some seconds of footage and is killed: SQLite's own files stay too. */
async function record(): Promise<void> {
  const recorder = await startProcess('sh', [
    '-c',
    'umask 0; exec "$0" "$@"',
    process.execPath,
    fileURLToPath(RECORDING_CHILD),
    root,
    String(Date.UTC(2026, 10, 24, 10)),
    'boot-1',
  ]);
  onTestFinished(() => recorder.kill());
  const announced = () => recorder.lines.filter((line) => /^(?:main|sub) \d+$/.test(line)).length;
  await until('fragments on disk', () => announced() >= FRAGMENTS);
  await recorder.kill();
}

function modes(): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), (statSync(path).mode & 0o777).toString(8)];
    }),
  );
}

test('files 600, directories 700, with a umask of 0; files that were open to others are closed at the next start', async () => {
  await record();
  const found = modes();
  const names = [...found.keys()];
  for (const name of ['index.sqlite', 'index.sqlite-wal', 'lock.sqlite', 'journal'])
    expect(names).toContain(name);
  expect(names.some((name) => name.endsWith('.mp4'))).toBe(true);
  const open = [...found].filter(([name, mode]) => mode !== (/\.|journal\//.test(name) ? '600' : '700'));
  expect(open).toEqual([]);
  chmodSync(join(root, 'index.sqlite'), 0o644);
  chmodSync(join(root, 'lock.sqlite'), 0o664);
  await record();
  expect(modes().get('index.sqlite')).toBe('600');
  expect(modes().get('lock.sqlite')).toBe('600');
}, 30_000);

test('whoever tries to take a lock that is held in the same process does not loosen it', () => {
  const lock = VolumeLock.acquire(root);
  expect(() => VolumeLock.acquire(root)).toThrow(/written by another process/);
  const other = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { DatabaseSync } from 'node:sqlite'; new DatabaseSync(${JSON.stringify(join(root, 'lock.sqlite'))}, { timeout: 0 }).exec('BEGIN EXCLUSIVE')`,
  ]);
  expect(other.stderr.toString()).toMatch(/locked/);
  lock.release();
});
