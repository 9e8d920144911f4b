/** What `npm start` and `npm test` do on a machine that lacks something: a copy of the scripts in a folder of its own, and stand-ins for npm and apt-get. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import { beforeEach, expect, test } from 'vitest';
import { root } from '../rules/source-files.ts';

const LOCK = '{"lockfileVersion":3}\n';
const SOURCES = ['web', 'contract', 'domain', 'media'];
/** Writes down how it was called; `ci` and `rebuild` leave what they would, unless the Internet is away. */
const NPM = `#!/bin/sh
echo "$*" >> "$CALLS"
[ -e "$CALLS.offline" ] && { echo 'npm error code ENOTFOUND' >&2; exit 1; }
mkdir -p node_modules/node/bin && ln -sf '${process.execPath}' node_modules/node/bin/node
`;

let checkout: string;
let calls: string;
let programs: string;
beforeEach(async (context) => {
  const folder = await temporaryDirectory(context);
  checkout = join(folder, 'checkout');
  programs = join(folder, 'programs');
  calls = join(folder, 'calls');
  mkdirSync(programs);
  cpSync(join(root, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  writeFileSync(join(checkout, 'package-lock.json'), LOCK);
  for (const name of SOURCES) mkdirSync(join(checkout, 'packages', name), { recursive: true });
});

const standIn = (name: string, script: string): void => {
  writeFileSync(join(programs, name), script);
  chmodSync(join(programs, name), 0o755);
};

const run = (code: string, path = `${programs}:/usr/bin:/bin`) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: checkout,
    encoding: 'utf8',
    env: { PATH: path, CALLS: calls },
    timeout: 30_000,
  });
  return { status, stdout, stderr };
};
const setUp = () => run(`import { setUp } from '${join(checkout, 'scripts', 'setup.mjs')}'; setUp();`);
const called = (): readonly string[] =>
  existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];

test('what the lock file names is installed when it is missing or another one, and only then', () => {
  standIn('npm', NPM);
  const first = setUp();
  expect(called()).toEqual([
    'ci --ignore-scripts --loglevel=error',
    'rebuild node --ignore-scripts=false --loglevel=error',
  ]);
  expect(first).toMatchObject({ status: 0, stdout: '' });
  expect(first.stderr).toContain('Installing what is missing');
  // There is nothing to build here: recording goes on without the page, and it says so.
  expect(first.stderr).toContain('Recording goes on without it.');
  expect(setUp().stderr).not.toContain('Installing');
  expect(called()).toHaveLength(2);

  const changed = `${LOCK}\n`;
  writeFileSync(join(checkout, 'package-lock.json'), changed);
  expect(setUp().status).toBe(0);
  expect(called()).toHaveLength(4);
  const stamp = readFileSync(join(checkout, 'node_modules', '.matlang-installed'), 'utf8').trim();
  expect(stamp).toBe(createHash('sha256').update(changed).digest('hex'));
});

test('an installation that fails ends with a sentence and is tried again the next time', () => {
  standIn('npm', NPM);
  writeFileSync(`${calls}.offline`, '');
  const failed = setUp();
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('Không cài được');
  expect(failed.stderr).toContain('The installation failed: see the lines above.');
  expect(existsSync(join(checkout, 'node_modules', '.matlang-installed'))).toBe(false);
  expect(setUp().status).toBe(1);
  expect(called()).toEqual(['ci --ignore-scripts --loglevel=error', 'ci --ignore-scripts --loglevel=error']);
});

test('npm start records under ./data/demo unless another folder is named', () => {
  standIn('npm', NPM);
  mkdirSync(join(checkout, 'packages', 'cli'));
  writeFileSync(
    join(checkout, 'packages', 'cli', 'main.ts'),
    'console.log(JSON.stringify({ folder: process.cwd(), words: process.argv.slice(2) }));',
  );
  const start = (...words: readonly string[]): unknown => {
    const { stdout } = spawnSync(process.execPath, ['scripts/with-setup.mjs', 'demo', ...words], {
      cwd: checkout,
      encoding: 'utf8',
      env: { PATH: `${programs}:/usr/bin:/bin`, CALLS: calls },
      timeout: 30_000,
    });
    return JSON.parse(stdout);
  };
  expect(start()).toEqual({ folder: checkout, words: ['demo', '--data', join('data', 'demo')] });
  // The last one counts.
  expect(start('--data', '/tmp/x')).toMatchObject({
    words: ['demo', '--data', 'data/demo', '--data', '/tmp/x'],
  });
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts['start']).toBe('node scripts/with-setup.mjs demo');
});

test('witnesses that are missing are named with the command that installs them, also where it could not', () => {
  standIn('apt-get', '#!/bin/sh\necho "$1" >> "$CALLS"\nexit 100\n');
  const code = `import { findWitnesses } from '${join(checkout, 'scripts', 'witnesses.mjs')}'; findWitnesses();`;
  const { status, stdout } = run(code, programs);
  expect(status).toBe(0);
  const sentence = stdout.split('\n').find((line) => line.startsWith('Not on this machine: ')) ?? '';
  expect(sentence).toMatch(
    /ffmpeg and .*Chromium and Firefox\. The tests that need them are skipped by name/,
  );
  expect(stdout).toMatch(/^ {2}sudo apt-get install --no-install-recommends ffmpeg .*firefox-esr$/m);
  const mayInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  expect(called()).toEqual(mayInstall ? ['update', 'install'] : []);

  // Where everything is there nothing is said and nothing installed.
  for (const name of ['ffmpeg', 'ffprobe', 'chromium', 'firefox-esr']) standIn(name, '#!/bin/sh\n');
  const there = run(code, programs);
  if (!stdout.includes('GStreamer')) expect(there).toMatchObject({ status: 0, stdout: '' });
});

test('the web application is built anew when a source of it changed, and only then', () => {
  const program = join(checkout, 'node_modules', 'vite', 'bin');
  mkdirSync(program, { recursive: true });
  writeFileSync(
    join(program, 'vite.js'),
    `const fs = require('node:fs');
     fs.appendFileSync(process.env.CALLS, 'build\\n');
     if (fs.existsSync('broken.ts')) process.exit(1);
     fs.mkdirSync('dist', { recursive: true });`,
  );
  const code = `import { buildApplication } from '${join(checkout, 'scripts', 'build-application.mjs')}';
    process.exitCode = buildApplication('${checkout}', process.execPath, process.env) ? 0 : 1;`;
  const buildsAfter = (file: string, text: string): number => {
    writeFileSync(join(checkout, file), text);
    expect(run(code).status).toBe(existsSync(join(checkout, 'packages', 'web', 'broken.ts')) ? 1 : 0);
    return called().length;
  };
  expect(buildsAfter('packages/domain/instant.ts', 'export const a = 1;')).toBe(1);
  expect(buildsAfter('packages/domain/instant.ts', 'export const a = 1;')).toBe(1);
  expect(buildsAfter('packages/domain/instant.test.ts', 'export {};')).toBe(1);
  expect(buildsAfter('packages/server.ts', 'export {};')).toBe(1);
  expect(buildsAfter('packages/domain/instant.ts', 'export const a = 2;')).toBe(2);
  expect(buildsAfter('package-lock.json', `${LOCK}\n`)).toBe(3);
  // What failed is not taken for built.
  expect(buildsAfter('packages/web/broken.ts', '')).toBe(4);
  expect(buildsAfter('packages/web/broken.ts', '')).toBe(5);
});
