/** What the repository must not hold, and what its documents must keep: read from the files themselves. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageSources, readText, repositoryFiles, root } from './source-files.ts';

const textFiles = repositoryFiles().filter((path) =>
  /\.(ts|tsx|mjs|json|md|yml|yaml|sh|service|html|css)$|^\.ci\/|^\.npmrc$|^NOTICE$/.test(path),
);

describe('repository', () => {
  test('names no host of a package registry and no folder of a developer’s machine', () => {
    const self = 'test/rules/repository.test.ts';
    const found = textFiles
      .filter((path) => path !== self)
      .flatMap((path) => {
        const text = readText(path);
        return [
          /registry\.npmjs/i,
          /registry\.yarnpkg/i,
          /\/work\/(main|shared)/,
          /\/home\/[a-z]+\//,
          /\/root\//,
        ]
          .filter((pattern) => pattern.test(text))
          .map((pattern) => `${path}: ${pattern.source}`);
      });
    expect(found).toEqual([]);
  });

  test('links between documents lead to a file', () => {
    const dead = repositoryFiles()
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...readText(path).matchAll(/\]\(([^)\s]+)\)/g)]
          .map((match) => match[1] ?? '')
          .filter((target) => !/^[a-z]+:|^#/.test(target))
          .map((target) => normalize(join(dirname(path), target.replace(/#.*$/, ''))))
          .filter((target) => !existsSync(join(root, target)))
          .map((target) => `${path} -> ${target}`),
      );
    expect(dead).toEqual([]);
  });

  test('every source file says first what it is for', () => {
    const silent = packageSources().filter((path) => {
      const text = readText(path).replace(/^#!.*\n/, '');
      return !text.startsWith('/**') && !text.startsWith('//') && !path.endsWith('/index.ts');
    });
    expect(silent).toEqual([]);
  });

  test('no folder or file is named for everything and nothing', () => {
    expect(
      repositoryFiles().filter((path) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.)/i.test(path)),
    ).toEqual([]);
  });

  test('shell scripts and commands can be run', () => {
    for (const path of ['.ci/run', 'bin/matlang.mjs'])
      expect(statSync(join(root, path)).mode & 0o111).not.toBe(0);
  });

  test('a test that skips does so in a way that is a failure in CI', () => {
    const self = 'test/rules/repository.test.ts';
    const silent = repositoryFiles()
      .filter((path) => /^(packages|test|benches)\/.*\.ts$/.test(path) && path !== self)
      .filter((path) => {
        const text = readText(path);
        return (
          /context\.skip\(|\.skipIf\(|\.runIf\(|\b(?:test|it|describe)\.(?:skip|todo|only)\b/.test(text) &&
          !/\b(?:findWitness|requireWitness|missingWitnesses)\b|process\.env\['CI'\]/.test(text)
        );
      });
    expect(silent).toEqual([]);
  });

  test('what is shipped has its licence', () => {
    expect(readText('LICENSE')).toContain('Apache License');
    expect(existsSync(join(root, 'NOTICE'))).toBe(true);
  });
});
