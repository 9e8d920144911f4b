/** What people call the codecs that cameras send. */
import { expect, test } from 'vitest';
import { codecName } from './codec.ts';

test('H.264 and H.265 by any of their sample entries, others by their own string', () => {
  expect(['avc1.42c01e', 'avc3.64001f', 'hvc1.1.6.L93.B0', 'hev1.1.6.L93.B0'].map(codecName)).toEqual([
    'H.264',
    'H.264',
    'H.265',
    'H.265',
  ]);
  expect(codecName('av01.0.04M.08')).toBe('av01.0.04M.08');
  expect(codecName('Media Source Extensions')).toBe('Media Source Extensions');
});
