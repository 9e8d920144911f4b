/** The server's process on a folder that is in other hands: nothing is made there, and the sentence says what to do. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_DO_NOT_RESTART } from '@matlang/link';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

test('a folder that others may write is refused, and taken when they may not', (context) => {
  const data = mkdtempSync(join(tmpdir(), 'matlang-hostile-'));
  context.onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  mkdirSync(join(data, 'keys'), { mode: 0o700 });
  chmodSync(join(data, 'keys'), 0o777);
  // Its standard input is a pipe that is closed already: where it starts, it ends by itself.
  const start = () =>
    spawnSync(
      'sh',
      ['-c', 'umask 0; exec "$0" "$@"', process.execPath, MAIN, '--data', data, '--port', '0'],
      {
        input: '',
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
  const refused = start();
  expect(refused.status).toBe(EXIT_DO_NOT_RESTART);
  expect(refused.stderr).toContain(`chmod go-w ${join(data, 'keys')}`);
  expect(readdirSync(data)).toEqual(['keys']);
  expect(readdirSync(join(data, 'keys'))).toEqual([]);
  chmodSync(join(data, 'keys'), 0o700);
  expect(start()).toMatchObject({ status: 0, stdout: expect.stringContaining('"ready":true') });
  const open = readdirSync(data, { recursive: true, withFileTypes: true }).filter(
    (entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0,
  );
  expect(open.map(({ name }) => name)).toEqual([]);
}, 120_000);
