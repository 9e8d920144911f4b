/** The recorder's process on a folder that is in other hands: nothing is made there, and the sentence says what to do. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_DO_NOT_RESTART } from '@matlang/link';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

test('a folder that others may write is refused, and taken when they may not', async (context) => {
  const data = mkdtempSync(join(tmpdir(), 'matlang-hostile-'));
  context.onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  mkdirSync(join(data, 'keys'), { mode: 0o700 });
  chmodSync(join(data, 'keys'), 0o777);
  const refused = spawnSync(process.execPath, [MAIN, '--data', data], { encoding: 'utf8', timeout: 60_000 });
  expect(refused.stderr).toContain(`chmod go-w ${join(data, 'keys')}`);
  expect(refused.status).toBe(EXIT_DO_NOT_RESTART);
  expect(readdirSync(data)).toEqual(['keys']);
  chmodSync(join(data, 'keys'), 0o700);
  const recorder = spawn('sh', ['-c', 'umask 0; exec "$0" "$@"', process.execPath, MAIN, '--data', data], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => recorder.on('close', resolve));
  await new Promise((resolve) => recorder.stdout.once('data', resolve));
  const open = readdirSync(data, { recursive: true, withFileTypes: true }).filter(
    (entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0,
  );
  recorder.stdin.end();
  expect(await ended).toBe(0);
  // By the public key anybody may check what was signed.
  expect(open.map(({ name }) => name)).toEqual(['node.ed25519.pub']);
}, 120_000);
