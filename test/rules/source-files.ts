/** Which files the repository holds, as git sees them: the ground of every rule about the repository itself. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Paths from the root of all files that git tracks or would track, sorted. */
export const repositoryFiles = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '')
    .toSorted();

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Tests, and what stands beside them for tests alone (`…-for-tests.ts`): they may know the testkit and every witness. */
const isForTests = (path: string): boolean => path.endsWith('.test.ts') || path.endsWith('-for-tests.ts');

/** TypeScript sources of the packages; tests apart. */
export const packageSources = (): readonly string[] =>
  repositoryFiles().filter((path) => /^packages\/.*\.tsx?$/.test(path) && !isForTests(path));
