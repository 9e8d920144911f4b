import { expect, test } from 'vitest';
import { bytes, decimal, duration } from './figures.ts';
import { chooseLanguage } from './language.ts';
import { filled } from './say.ts';
import { exactSpan, shortSpan, span } from './site-time.ts';

test.each([
  ['nothing said', [], {}, 'vi'],
  ['an English locale', [], { LANG: 'en_GB.UTF-8' }, 'en'],
  ['a locale of only a language', [], { LANG: 'en' }, 'en'],
  ['C and POSIX say nothing of a person', [], { LANG: 'C.UTF-8', LC_ALL: 'POSIX' }, 'vi'],
  ['another language', [], { LANG: 'fr_FR.UTF-8' }, 'vi'],
  [
    'LC_ALL before LC_MESSAGES before LANG',
    [],
    { LC_ALL: 'vi_VN', LC_MESSAGES: 'en_US', LANG: 'en_US' },
    'vi',
  ],
  ['LC_MESSAGES before LANG', [], { LC_ALL: '', LC_MESSAGES: 'en_US', LANG: 'vi_VN' }, 'en'],
  ['the variable before the locale', [], { MATLANG_LANGUAGE: 'vi', LANG: 'en_US' }, 'vi'],
  ['the option before the variable', ['check', '--language', 'en'], { MATLANG_LANGUAGE: 'vi' }, 'en'],
  ['the option in one word', ['--language=vi', 'check'], { MATLANG_LANGUAGE: 'en' }, 'vi'],
  ['the option by its short name', ['check', '--lang', 'en'], {}, 'en'],
  ['a language that there is not', ['--language', 'fr'], { LANG: 'en_US' }, 'en'],
  ['what stands behind -- is no option', ['camera', '--', '--language', 'en'], {}, 'vi'],
] as const)('%s', (_, args, environment, language) => {
  expect(chooseLanguage([...args], environment)).toBe(language);
});

test('values go into each sentence in its own language', () => {
  const text = { vi: '{size} ở {path}', en: '{size} in {path}' } as const;
  expect(filled(text, { size: bytes(3_140_000), path: '/x/{size}' })).toEqual({
    vi: '3,1 MB ở /x/{size}',
    en: '3.1 MB in /x/{size}',
  });
});

test('figures have a comma in Vietnamese and a point in English', () => {
  expect(decimal(1.25, 2)).toEqual({ vi: '1,25', en: '1.25' });
  expect([-0.04, -0.05, -10].map((value) => decimal(value, 1).en)).toEqual(['0.0', '-0.1', '-10.0']);
  expect([0, 999, 1000, 3_140_000, 8.7e12, 1e18].map((count) => bytes(count).en)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.1 MB',
    '8.7 TB',
    '1000000.0 TB',
  ]);
});

test('lengths of time are told in their two largest units', () => {
  expect(
    [0, 1100, 10_400, 59_960, 65_000, 3_600_000, 7_325_000, 90_000_000].map((ms) => duration(ms).vi),
  ).toEqual([
    '0 giây',
    '1,1 giây',
    '10 giây',
    '1 phút',
    '1 phút 5 giây',
    '1 giờ',
    '2 giờ 2 phút',
    '1 ngày 1 giờ',
  ]);
});

test('instants are of Vietnam, and the day stands twice only where it changes', () => {
  const start = Date.UTC(2026, 10, 26, 12, 53, 11);
  expect(span(start, start + 10_000).vi).toBe('26/11/2026 19:53:11 – 19:53:21 (giờ Việt Nam, UTC+7)');
  expect(shortSpan(start, start + 6 * 3_600_000)).toBe('26/11/2026 19:53:11 – 27/11/2026 01:53:11');
  expect(exactSpan(start + 120, start + 480)).toEqual({
    vi: '26/11/2026 19:53:11,1 – 19:53:11,5',
    en: '26/11/2026 19:53:11.1 – 19:53:11.5',
  });
  expect(exactSpan(start - 100, start + 1600).vi).toBe('26/11/2026 19:53:11 – 19:53:13');
});
