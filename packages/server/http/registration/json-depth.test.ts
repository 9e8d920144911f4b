import { expect, test } from 'vitest';
import { isNestedTooDeep } from './json-depth.ts';

const nested = (depth: number, inside = ''): string => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

test.each([
  ['{}', false],
  [nested(32), false],
  [nested(33), true],
  ['{"a":'.repeat(33), true],
  [`[${Array.from({ length: 100 }, () => '{"a":[1]}').join(',')}]`, false],
  [JSON.stringify({ note: '['.repeat(100) }), false],
  [JSON.stringify({ note: `"\\"${'{'.repeat(100)}\\` }), false],
  [`{"note":"\\\\",${nested(33)}}`, true],
  [`"${'['.repeat(100)}`, false],
  ['"\\', false],
])('no. %#', (text, isTooDeep) => {
  expect(isNestedTooDeep(text)).toBe(isTooDeep);
});
