/** No link to the sign-in page leads anywhere but to a page of this application. */
import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const ORIGIN = 'http://127.0.0.1:8080';

test.each([
  ['/live', '/live'],
  ['/review?cameras=a,b&at=1771140600000', '/review?cameras=a,b&at=1771140600000'],
  ['/people#x', '/people'],
  ['/log?who=lan&from=1771140600000', '/log?who=lan&from=1771140600000'],
])('%s is ours', (wanted, expected) => {
  expect(ownPath(wanted, ORIGIN)).toBe(expected);
});

test.each([
  undefined,
  7,
  '',
  'live',
  'https://example.org/live',
  '//example.org/live',
  String.raw`/\example.org/live`,
  '/\t/example.org/live',
  'javascript:alert(1)',
  '/sign-in',
  '/api/v1/session',
  '/live/../api/v1/session',
  `/live?${'a'.repeat(5000)}`,
])('%j is not', (wanted) => {
  expect(ownPath(wanted, ORIGIN)).toBeNull();
});
