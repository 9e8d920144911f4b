/** Which package may know which: the arrows of docs/design/architecture.md, read from the import lines themselves. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageSources, readText } from './source-files.ts';

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  media: [],
  domain: [],
  link: [],
  keys: [],
  contract: ['domain', 'link'],
  archive: ['media'],
  simulator: ['media'],
  recorder: ['media', 'archive', 'link', 'keys'],
  analyst: ['media', 'archive', 'link', 'keys'],
  server: ['domain', 'contract', 'archive', 'media', 'link', 'keys', 'recorder'],
  web: ['contract', 'domain', 'media'],
  cli: [
    'media',
    'domain',
    'link',
    'contract',
    'archive',
    'recorder',
    'analyst',
    'server',
    'simulator',
    'keys',
  ],
  testkit: ['media', 'domain', 'archive', 'simulator', 'keys', 'link'],
};

/** Packages that know no Node, no DOM, no clock; the compiler checks globals, this checks imports. */
const PURE = ['media', 'domain', 'link', 'contract'];
const PURE_LIBRARIES = ['zod'];

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`; an `=` or `;` in between ends a statement that is none. */
const IMPORT =
  /^\s*(?:import|export)\b[^'"=;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

const importedModules = (source: string): readonly string[] =>
  [...source.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const imports = packageSources().flatMap((path) => {
  const owner = path.split('/')[1] ?? '';
  return importedModules(readText(path)).map((module) => ({ path, owner, module }));
});

describe('layers', () => {
  test('every package is in the table', () => {
    const owners = new Set(packageSources().map((path) => path.split('/')[1] ?? ''));
    expect([...owners].filter((owner) => !(owner in MAY_IMPORT))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  test('a package imports only packages below it', () => {
    const wrong = imports.filter(({ owner, module }) => {
      const target = /^@matlang\/([^/]+)/.exec(module)?.[1];
      return target !== undefined && target !== owner && !MAY_IMPORT[owner]?.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  /** GPL, optional, and memory of its own: behind one port in the analyst, and in the encoder of the simulated cameras. */
  test('the codec library is known by the analyst and the simulator alone, in one file each', () => {
    const users = imports.filter(({ module }) => module === 'node-av' || module.startsWith('node-av/'));
    expect([...new Set(users.map(({ path }) => path))].toSorted()).toEqual([
      'packages/analyst/picture/node-av-library.ts',
      'packages/simulator/encoder/node-av-encoder.ts',
    ]);
  });

  test('relative imports stay inside their package', () => {
    const wrong = imports.filter(({ path, module }) => {
      if (!module.startsWith('.')) return false;
      const depth = path.split('/').length - 3;
      return (module.match(/\.\.\//g)?.length ?? 0) > depth;
    });
    expect(wrong).toEqual([]);
  });

  test('pure packages import neither Node nor anything that is not pure', () => {
    const wrong = imports.filter(
      ({ owner, module }) =>
        PURE.includes(owner) &&
        !module.startsWith('.') &&
        !module.startsWith('@matlang/') &&
        !PURE_LIBRARIES.includes(module),
    );
    expect(wrong).toEqual([]);
  });

  /** Where a folder may know its neighbour, the neighbour can be read without it. */
  test('folders of the archive do not know each other in a circle', () => {
    const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');
    const known = new Map<string, Set<string>>();
    for (const { path, owner, module } of imports) {
      if (owner !== 'archive' || !module.startsWith('.') || /\.test\.ts$|-for-tests\.ts$/.test(path))
        continue;
      const from = folderOf(path);
      const to = folderOf(join(from, module));
      if (to !== from) known.set(from, (known.get(from) ?? new Set()).add(to));
    }
    const reachable = (from: string, seen: Set<string>): Set<string> => {
      for (const next of known.get(from) ?? []) if (!seen.has(next)) reachable(next, seen.add(next));
      return seen;
    };
    expect(known.size).toBeGreaterThan(10);
    expect([...known.keys()].filter((folder) => reachable(folder, new Set()).has(folder))).toEqual([]);
  });
});
