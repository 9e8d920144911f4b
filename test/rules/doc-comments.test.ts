/** Exported symbols say what they are: the names alone tell neither units nor limits nor what is refused. */
import { expect, test } from 'vitest';
import { packageSources, readText } from './source-files.ts';

/** Where every exported symbol has a doc comment; elsewhere functions and classes have. To be widened until it is all of them. */
const FULLY_DOCUMENTED = [
  'packages/analyst/',
  'packages/domain/',
  'packages/keys/',
  'packages/link/',
  'packages/media/',
  'packages/recorder/',
  'packages/simulator/',
  'packages/testkit/',
];

const FUNCTION_OR_CLASS =
  /^export (?:declare )?(?:async )?(?:function\*?|(?:abstract )?class) ([A-Za-z0-9_]+)/;
const ANY_SYMBOL =
  /^export (?:declare )?(?:async )?(?:function\*?|(?:abstract )?class|const|let|interface|type) ([A-Za-z0-9_]+)/;

/** Names of what the source exports by a declaration that no doc comment stands right above. */
function undocumented(source: string, declaration: RegExp): readonly string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = declaration.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.trim().endsWith('*/') ? [] : [name];
  });
}

test('every exported symbol has a doc comment', () => {
  const silent = packageSources().flatMap((path) => {
    const fully = FULLY_DOCUMENTED.some((folder) => path.startsWith(folder));
    return undocumented(readText(path), fully ? ANY_SYMBOL : FUNCTION_OR_CLASS).map(
      (name) => `${path}: ${name}`,
    );
  });
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
  expect(undocumented(source('/** Of a file. */\n\n'), ANY_SYMBOL).join('')).toBe('aBCDEfg');
  expect(undocumented(source('/** Of a file. */\n\n'), FUNCTION_OR_CLASS).join('')).toBe('DEfg');
  expect(undocumented(source('/** Of it. */\n'), ANY_SYMBOL)).toEqual([]);
});
