/**
 * Fuzzes every reader of input from outside: `npm run fuzz -- [inputs per target] [seed] [only]`. Inputs are random bytes,
 * and mutations of the seeds that a target brings. What crashes or hangs is written to fuzz-findings/ and named; a reader that keeps memory
 * behind is a finding too.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FuzzTarget } from '@matlang/media/bytes';
import { createSeededRandom } from '@matlang/simulator';
import { faultOf, fuzzInput, retainedBytes } from '@matlang/testkit';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a reader may have kept behind all its inputs once garbage is collected: code and shapes that V8 learned, nothing of the inputs. */
const MAX_RETAINED_MB = 16;
/** Of the whole process, with what the C library has not given back. */
const MAX_RESIDENT_MB = 256;

const loadTargets = async (): Promise<readonly FuzzTarget[]> => {
  const files = globSync('packages/**/fuzz-targets.ts', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  });
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)));
  return modules.flatMap((module: Readonly<Record<string, unknown>>) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each fuzz-targets.ts exports lists of targets only
    Object.values(module).flatMap((list) => (Array.isArray(list) ? (list as FuzzTarget[]) : [])),
  );
};

const keep = (target: FuzzTarget, bytes: Uint8Array, why: string): void => {
  const folder = join(root, 'fuzz-findings');
  mkdirSync(folder, { recursive: true });
  const file = join(
    folder,
    `${target.name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`,
  );
  writeFileSync(file, bytes);
  console.error(`${target.name}: ${why}\n  kept as ${file}`);
};

const [inputs = '1000000', seed = '1', only] = process.argv.slice(2);
const targets = (await loadTargets()).filter(({ name }) => only === undefined || name.includes(only));
if (targets.length === 0) throw new Error('no fuzz target found');
let findings = 0;
for (const target of targets) {
  const random = createSeededRandom(Number(seed));
  const startedMs = performance.now();
  const before = { retained: retainedBytes(), resident: process.memoryUsage().rss };
  for (let i = 0; i < Number(inputs); i += 1) {
    const bytes = fuzzInput(target.seeds, random);
    const fault = faultOf(target, bytes);
    if (fault === null) continue;
    findings += 1;
    keep(target, bytes, fault);
    if (findings > 20) process.exit(1);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const retainedMb = (retainedBytes() - before.retained) / 1e6;
  const residentMb = (process.memoryUsage().rss - before.resident) / 1e6;
  const grown = retainedMb > MAX_RETAINED_MB || residentMb > MAX_RESIDENT_MB;
  if (grown) findings += 1;
  const signed = (megabytes: number): string => `${megabytes >= 0 ? '+' : ''}${megabytes.toFixed(1)} MB`;
  console.log(
    `${target.name}: ${inputs} inputs in ${seconds.toFixed(1)} s, kept ${signed(retainedMb)}, process ${signed(residentMb)}${grown ? ': TOO MUCH' : ''}`,
  );
}
console.log(findings === 0 ? `fuzz: ${targets.length} targets, nothing found` : `fuzz: ${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;
