import { expect, test } from 'vitest';
import { formatBytes } from './bytes.ts';
import { formatTable } from './table.ts';

test('columns line up with Vietnamese letters, composed or not', () => {
  const lines = formatTable(
    ['tên', 'n'],
    [
      ['Cổng chợ'.normalize('NFD'), '1'],
      ['Cầu', '22'],
    ],
  ).split('\n');
  expect(lines).toEqual(['tên       n', '────────  ──', `${'Cổng chợ'.normalize('NFD')}  1`, 'Cầu       22']);
});

test('sizes are told in decimal units', () => {
  expect([0, 999, 1000, 3_140_000, 8.7e12, 1e18].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.1 MB',
    '8.7 TB',
    '1000000.0 TB',
  ]);
});
