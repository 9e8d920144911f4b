/** `npm run check`: types, lint, format, layers, dead code, documentation. Runs all, then says which failed. */
import { spawnSync } from 'node:child_process';
import { environment, root, setUp } from './setup.mjs';

setUp();
/** @type {readonly (readonly [name: string, command: string, args: readonly string[]])[]} */
const checks = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the web application', 'tsc', ['-p', 'packages/web']],
  ['types of the pure packages', 'tsc', ['-p', 'tsconfig.pure.json']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['format, undeclared dependencies', 'biome', ['check', '--error-on-warnings']],
  ['layers, links, documentation', 'vitest', ['run', 'test/rules', '--reporter=dot']],
  ['dead code', 'knip', []],
];

const failed = checks.filter(([name, command, args]) => {
  console.log(`== ${name}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment() }).status !== 0;
});
console.log(
  failed.length === 0 ? 'check: all clean' : `check: failed: ${failed.map(([name]) => name).join('; ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
