/**
 * Fuzzes every reader of input from outside: `npm run fuzz -- [inputs per target] [seed] [only]`. Inputs are random bytes,
 * and mutations of the seeds that a target brings. What crashes or hangs is written to fuzz-findings/ and named.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface FuzzTarget {
  readonly name: string;
  run(bytes: Uint8Array): void;
  readonly seeds?: readonly Uint8Array[];
}

/** One input that takes longer than this is a hang: the longest honest one takes under 5 ms. */
const HANG_MS = 1_000;
const MAX_INPUT_BYTES = 2_048;

const randomInput = (random: SeededRandom): Uint8Array => {
  const bytes = new Uint8Array(random.below(MAX_INPUT_BYTES));
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = random.below(256);
  return bytes;
};

/** Some bytes flipped, a piece cut out, doubled or overwritten with an extreme value. */
const mutate = (seed: Uint8Array, random: SeededRandom): Uint8Array => {
  let bytes = Uint8Array.from(seed);
  for (let change = random.below(6); change >= 0; change -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    const length = random.below(24);
    const kind = random.below(5);
    if (kind === 0) bytes[at] = random.below(256);
    else if (kind === 1) bytes.fill(random.below(2) * 255, at, at + (length % 5));
    else if (kind === 2) bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
    else if (kind === 3)
      bytes = Uint8Array.from([
        ...bytes.subarray(0, at),
        ...bytes.subarray(at, at + length),
        ...bytes.subarray(at),
      ]);
    else bytes = bytes.slice(0, at);
  }
  return bytes;
};

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
  const memoryBefore = process.memoryUsage().rss;
  for (let i = 0; i < Number(inputs); i += 1) {
    const seeds = target.seeds ?? [];
    const base = seeds.length > 0 && random.below(8) !== 0 ? seeds[random.below(seeds.length)] : undefined;
    const bytes = base === undefined ? randomInput(random) : mutate(base, random);
    const beforeMs = performance.now();
    try {
      target.run(bytes);
    } catch (error) {
      findings += 1;
      keep(target, bytes, error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (findings > 20) process.exit(1);
    }
    if (performance.now() - beforeMs > HANG_MS) {
      findings += 1;
      keep(target, bytes, `took ${Math.round(performance.now() - beforeMs)} ms`);
    }
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const grownMb = (process.memoryUsage().rss - memoryBefore) / 1e6;
  console.log(
    `${target.name}: ${inputs} inputs in ${seconds.toFixed(1)} s, memory ${grownMb >= 0 ? '+' : ''}${grownMb.toFixed(0)} MB`,
  );
}
console.log(findings === 0 ? `fuzz: ${targets.length} targets, nothing found` : `fuzz: ${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;
