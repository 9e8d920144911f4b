/** Exported symbols say what they are, in every package: the names alone tell neither units nor limits nor what is refused. */
import { expect, test } from 'vitest';
import { packageSources, readText } from './source-files.ts';

const DECLARATION =
  /^export (?:declare )?(?:async )?(?:function\*?|(?:abstract )?class|const|let|interface|type) ([A-Za-z0-9_]+)/;

/** Names of what the source exports by a declaration that no doc comment stands right above. */
function undocumented(source: string): readonly string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.trim().endsWith('*/') ? [] : [name];
  });
}

test('every exported symbol has a doc comment', () => {
  const silent = packageSources().flatMap((path) =>
    undocumented(readText(path)).map((name) => `${path}: ${name}`),
  );
  expect(silent).toEqual([]);
});

test('the rule sees each kind of declaration, and a comment with a line in between as none', () => {
  const kinds = [
    'const a = 1;',
    'type B = 1;',
    'interface C {',
    'class D {',
    'abstract class E {',
    'function f() {',
    'async function g() {',
  ];
  const source = (above: string): string => kinds.map((kind) => `${above}export ${kind}`).join('\n');
  expect(undocumented(source('/** Of a file. */\n\n')).join('')).toBe('aBCDEfg');
  expect(undocumented(source('/** Of it. */\n'))).toEqual([]);
});
