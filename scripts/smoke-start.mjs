/**
 * `npm start` as a newcomer types it, from the first line to Ctrl-C: nine cameras record, the page answers, the commands that are proposed work, the end is clean. Part of `.ci/run`,
 * where the checkout is fresh. Arguments are handed to `npm start`: `node scripts/smoke-start.mjs --data /tmp/demo`. Ends by itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** For what is missing: 1 GB from the registry and the build of the application. */
const SET_UP_MS = 15 * 60_000;
/** From the greeting until all streams come, on a busy machine. */
const RECORDING_MS = 120_000;
const END_MS = 30_000;

const startedMs = performance.now();
const told = [];
/** The group is its own, as in a terminal: Ctrl-C reaches npm, the script and every process below. */
const npm = spawn('npm', ['start', '--', ...process.argv.slice(2)], {
  cwd: root,
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, MATLANG_LANGUAGE: 'en' },
});
const ended = new Promise((resolve) => npm.once('close', (code, signal) => resolve(signal ?? code)));
let hasEnded = false;
npm.once('close', () => {
  hasEnded = true;
});

const signalGroup = (signal) => {
  try {
    return process.kill(-npm.pid, signal);
  } catch {
    return false;
  }
};

const fail = (what) => {
  console.error(`npm start: ${what}; its last lines:\n${told.slice(-30).join('\n')}`);
  signalGroup('SIGKILL');
  process.exit(1);
};

// Whoever ends this ends what it started.
process.on('SIGTERM', () => fail('was told to end'));

/** The first line, said or to come, that `matches`. */
const line = (matches, timeoutMs) =>
  new Promise((resolve) => {
    const timer = setTimeout(() => fail(`no line like ${matches} in ${timeoutMs / 1000} s`), timeoutMs);
    const look = () => {
      const found = told.find((one) => matches.test(one));
      if (found === undefined && hasEnded) fail(`has ended without a line like ${matches}`);
      if (found === undefined) return setTimeout(look, 50);
      clearTimeout(timer);
      return resolve(found);
    };
    look();
  });

for (const stream of [npm.stdout, npm.stderr])
  createInterface({ input: stream }).on('line', (text) => {
    told.push(text);
    console.log(`  | ${text}`);
  });

await line(/^Mắt Làng demo: nine simulated cameras/, SET_UP_MS);
const url = /http:\S+/.exec(await line(/^Mắt Làng: http:/, RECORDING_MS))?.[0] ?? '';
await line(/^18 of 18 streams received/, RECORDING_MS);
const proposed = await line(/^ {2}npx matlang camera list --data /, RECORDING_MS);
const recordingMs = performance.now() - startedMs;
const page = await fetch(url);
if (!page.ok || !(await page.text()).includes('<script')) fail(`the page answers ${page.status}`);
// As printed, and for a program: then nothing but the document may come, whatever the set-up had to do first.
const tried = spawnSync(`${proposed} --json`, {
  cwd: root,
  shell: true,
  encoding: 'utf8',
  timeout: RECORDING_MS,
});
if (tried.status !== 0) fail(`what it proposes ends with ${tried.status}:${proposed}\n${tried.stderr}`);
const { cameras } = JSON.parse(tried.stdout);
if (cameras.length !== 9) fail(`${cameras.length} cameras instead of nine`);
signalGroup('SIGINT');
const timer = setTimeout(() => fail(`still there ${END_MS / 1000} s after Ctrl-C`), END_MS);
const how = await ended;
clearTimeout(timer);
// The shell in which npm runs a script dies of the same Ctrl-C, after the script: npm ends as the shell did.
if (![0, 130, 'SIGINT'].includes(how)) fail(`ended with ${how} after Ctrl-C`);
const check = /npx matlang check --data .+/.exec(await line(/^Everything is closed/, 1000))?.[0] ?? '';
for (let tries = 0; signalGroup(0); tries += 1) {
  if (tries === 50) fail('a process outlived it');
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const checked = spawnSync(check, { cwd: root, shell: true, encoding: 'utf8', timeout: RECORDING_MS });
console.log(`${check}\n${checked.stdout}`);
if (checked.status !== 0) fail(`what it recorded is not whole: ${checked.status}\n${checked.stderr}`);
console.log(
  `npm start: nine cameras recorded after ${(recordingMs / 1000).toFixed(0)} s, ended cleanly after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`,
);
