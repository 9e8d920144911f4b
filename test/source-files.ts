/** Which files the repository holds, as git sees them: the ground of every rule about the repository itself. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

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

/** TypeScript sources of the packages; tests apart. */
export const packageSources = (): readonly string[] =>
  repositoryFiles().filter((path) => /^packages\/.*\.tsx?$/.test(path) && !path.endsWith('.test.ts'));
