import { expect, test } from 'vitest';
import { logQuery, parseLogSearch } from './log-address.ts';

test('an address narrows the log down; what makes no sense in it is left out', () => {
  const search = parseLogSearch({
    who: 'lan',
    what: 'export.',
    about: 'c1',
    from: '1771140600000',
    to: 1771144200000,
  });
  expect(logQuery(search)).toEqual({
    actor: 'lan',
    action: 'export.',
    about: 'c1',
    from: '1771140600000',
    to: '1771144200000',
  });
  expect(parseLogSearch({ who: 12 })).toEqual({ who: '12' });
  expect(
    parseLogSearch({ who: '', what: {}, about: 'x'.repeat(201), from: '15/02', to: -1, more: 1 }),
  ).toEqual({});
});
