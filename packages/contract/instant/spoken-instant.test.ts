/** Times as officers type them, at a fixed now: Monday 16/02/2026 10:00 in Vietnam. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSpokenEnd, parseSpokenInstant, SPOKEN_EXAMPLES } from './spoken-instant.ts';

const local = (text: string): number => Date.parse(`${text}+07:00`);
const NOW = local('2026-02-16T10:00:00');

test.each([
  ['15/02 14:30', '2026-02-15T14:30:00'],
  ['15/2 14h30', '2026-02-15T14:30:00'],
  ['15-02-2025 14:30:05', '2025-02-15T14:30:05'],
  ['hôm qua 14h30', '2026-02-15T14:30:00'],
  ['Hôm nay 9h', '2026-02-16T09:00:00'],
  ['chiều 15/02', '2026-02-15T13:00:00'],
  ['2 giờ chiều 15/02', '2026-02-15T14:00:00'],
  ['tối qua 8h', '2026-02-15T20:00:00'],
  ['2h đêm 15/02', '2026-02-15T02:00:00'],
  ['12h đêm 15/02', '2026-02-15T00:00:00'],
  ['11h đêm qua', '2026-02-15T23:00:00'],
  ['1h trưa 15/02', '2026-02-15T13:00:00'],
  ['11h trưa 15/02', '2026-02-15T11:00:00'],
  ['hôm qua 8h tối', '2026-02-15T20:00:00'],
  ['14h30', '2026-02-15T14:30:00'],
  ['8:15', '2026-02-16T08:15:00'],
  ['31/12 23:59', '2025-12-31T23:59:00'],
  ['15/02', '2026-02-15T00:00:00'],
  ['15-02-2026 14:30', '2026-02-15T14:30:00'],
  ['14h30 15/02/2026', '2026-02-15T14:30:00'],
  ['lúc 14 giờ 30 phút 15 giây, ngày 15/02/2026', '2026-02-15T14:30:15'],
  ['00 giờ 26 phút ngày 27/11/2025', '2025-11-27T00:26:00'],
  ['14 giờ 30 ngày 15/02', '2026-02-15T14:30:00'],
  ['yesterday 14:30', '2026-02-15T14:30:00'],
  ['sáng nay 8h', '2026-02-16T08:00:00'],
  ['8 giờ rưỡi sáng nay', '2026-02-16T08:30:00'],
  ['2 giờ rưỡi chiều 15/02', '2026-02-15T14:30:00'],
  ['3 giờ kém 15 chiều qua', '2026-02-15T14:45:00'],
  ['1 giờ kém 5 chiều 15/02', '2026-02-15T12:55:00'],
  ['14h30 ngày 15 tháng 2', '2026-02-15T14:30:00'],
  ['14 giờ ngày 15 tháng 2 năm 2025', '2025-02-15T14:00:00'],
  // As people say days.
  ['tối qua 9h', '2026-02-15T21:00:00'],
  ['9h tối qua', '2026-02-15T21:00:00'],
  ['trưa nay', '2026-02-16T11:00:00'],
  ['hôm kia 14h', '2026-02-14T14:00:00'],
  ['hom kia 14h', '2026-02-14T14:00:00'],
  ['hôm kìa 14h', '2026-02-13T14:00:00'],
  ['ngày hôm qua, 14g15', '2026-02-15T14:15:00'],
  ['bữa qua 2h chiều', '2026-02-15T14:00:00'],
  ['sáng sớm nay 5h', '2026-02-16T05:00:00'],
  ['3h rạng sáng nay', '2026-02-16T03:00:00'],
  ['đầu giờ chiều hôm qua', '2026-02-15T13:00:00'],
  ['3 ngày trước, 14h30', '2026-02-13T14:30:00'],
  ['cách đây 2 hôm lúc 8h', '2026-02-14T08:00:00'],
  ['8h ngày 14', '2026-02-14T08:00:00'],
  ['8h ngày 17', '2026-01-17T08:00:00'],
  ['8h ngày 31', '2026-01-31T08:00:00'],
  // 16/02/2026 is a Monday.
  ['thứ hai tuần trước 7h15', '2026-02-09T07:15:00'],
  ['7h15 sáng thứ 2 tuần rồi', '2026-02-09T07:15:00'],
  ['chủ nhật tuần trước 7h', '2026-02-15T07:00:00'],
  ['chủ nhật 7h', '2026-02-15T07:00:00'],
  ['tối thứ bảy', '2026-02-14T18:00:00'],
  ['thứ hai 7h15', '2026-02-16T07:15:00'],
  ['thứ hai 17h15', '2026-02-09T17:15:00'],
  ['thứ hai vừa rồi 7h15', '2026-02-09T07:15:00'],
  ['thứ sáu tuần này 8h', '2026-02-20T08:00:00'],
  ['CN 15/02/2026 14:30', '2026-02-15T14:30:00'],
  ['thứ tư 15/02/2026 14:30', null],
  // As people write days.
  ['15/2 lúc 14:30', '2026-02-15T14:30:00'],
  ['15-02-2026 14h30', '2026-02-15T14:30:00'],
  ['15.02.2026 14h30', '2026-02-15T14:30:00'],
  ['14h30-15/02', '2026-02-15T14:30:00'],
  ['14h 15/02', '2026-02-15T14:00:00'],
  ['14 giờ 15 tháng 2', '2026-02-15T14:00:00'],
  ['14 giờ 30 phút 15/02', '2026-02-15T14:30:00'],
  ['khoảng 14 giờ 30, ngày 15 tháng 2/2026', '2026-02-15T14:30:00'],
  ['vào hồi 14h30p ngày 15 tháng 2, 2026', '2026-02-15T14:30:00'],
  ['29/02 10:00', '2024-02-29T10:00:00'],
  ['2026-02-15 14:30', '2026-02-15T14:30:00'],
  ['2026-02-15 14-30-05', '2026-02-15T14:30:05'],
  ['2026-02-15T14:30:00+07:00', '2026-02-15T14:30:00'],
  ['20260215T143000+0700', '2026-02-15T14:30:00'],
  ['14:30:05 ngày 15/02/2026 (giờ Việt Nam, UTC+7)', '2026-02-15T14:30:05'],
  // Clocks.
  ["14h30'", '2026-02-15T14:30:00'],
  ['hôm qua 14h30:05', '2026-02-15T14:30:05'],
  ['15/02 14:30:05,2', '2026-02-15T14:30:05.200'],
  ['24h ngày 14/02', '2026-02-15T00:00:00'],
  ['12h kém 10 đêm qua', '2026-02-15T23:50:00'],
  ['2h đêm qua', '2026-02-16T02:00:00'],
  ['12h đêm qua', '2026-02-16T00:00:00'],
  ['2:30 CH 15/02', '2026-02-15T14:30:00'],
  // How long ago.
  ['10 phút trước', '2026-02-16T09:50:00'],
  ['cách đây nửa tiếng', '2026-02-16T09:30:00'],
  ['2 tiếng trước', '2026-02-16T08:00:00'],
  ['10 minutes ago', '2026-02-16T09:50:00'],
  // English.
  ['yesterday 2:30 pm', '2026-02-15T14:30:00'],
  ['12 am yesterday', '2026-02-15T00:00:00'],
  ['8:00 this morning', '2026-02-16T08:00:00'],
  ['8:30 in the evening on 15/02', '2026-02-15T20:30:00'],
  ['Saturday 14:30', '2026-02-14T14:30:00'],
  ['14:30 Monday last week', '2026-02-09T14:30:00'],
  ['day before yesterday 14:30', '2026-02-14T14:30:00'],
  // What could be two instants, or contradicts itself, is none.
  ['2h đêm hôm qua', null],
  ['2h đêm nay', null],
  ['12h tối qua', null],
  ['14h sáng 15/02', null],
  ['8h chiều 15/02', null],
  ['sáng chiều 15/02', null],
  ['hôm qua hôm nay 8h', null],
  ['14:30-15:00', null],
  ['tuần trước', null],
  ['3 ngày trước', null],
  ['2026-02-15', null],
  ['10 phút trước hôm qua', null],
  ['mùng 3 tháng giêng 8h', null],
  ['ngày kia 8h', null],
  ['thứ 8h', null],
  ['13 pm', null],
  ['24h30', null],
  ['0h kém 5', null],
  ['15/02/0026 14:30', null],
  ['15/02 14:30 中', null],
  ['3 giờ kém 75', null],
  ['15 tháng 13', null],
  ['02/15/2026 14:30', null],
  ['15/02/26 14:30', null],
  ['2026-02-15T14:30:00', null],
  ['30/02 10:00', null],
  ['25h', null],
  ['chợ', null],
  ['', null],
])('%s', (text, expected) => {
  expect(parseSpokenInstant(text, NOW)).toBe(expected === null ? null : local(expected));
});

const FROM = local('2026-02-15T14:30:00');

test.each([
  ['15:00', '2026-02-15T14:30:00', '2026-02-15T15:00:00'],
  ['15h', '2026-02-15T14:30:00', '2026-02-15T15:00:00'],
  ['chiều', '2026-02-15T08:00:00', '2026-02-15T13:00:00'],
  // Over midnight.
  ['00:10', '2026-02-15T23:50:00', '2026-02-16T00:10:00'],
])('a span that ends at %s, begun %s', (text, from, expected) => {
  expect(parseSpokenEnd(text, local(from), NOW)).toBe(local(expected));
});

test.each([
  ['16/02 08:00', '2026-02-16T08:00:00'],
  ['hôm qua 8h', '2026-02-15T08:00:00'],
  ['hôm nay 9h', '2026-02-16T09:00:00'],
  ['chiều qua', '2026-02-15T13:00:00'],
  ['10 phút trước', '2026-02-16T09:50:00'],
  ['thứ hai tuần trước 7h15', '2026-02-09T07:15:00'],
])('an end with a day counts from now: %s', (text, expected) => {
  expect(parseSpokenEnd(text, FROM, NOW)).toBe(local(expected));
  // Keyboards write the same letters in two forms.
  expect(parseSpokenEnd(text.normalize('NFD'), FROM, NOW)).toBe(local(expected));
});

test('an end that is no time', () => {
  expect(parseSpokenEnd('mai', FROM, NOW)).toBe(null);
});

test.each([...SPOKEN_EXAMPLES.vi, ...SPOKEN_EXAMPLES.en])('what is proposed is understood: %s', (text) => {
  expect(parseSpokenInstant(text, NOW)).not.toBe(null);
  expect(parseSpokenInstant(text.toUpperCase().normalize('NFD'), NOW)).toBe(parseSpokenInstant(text, NOW));
});

/** Words and numbers of times, and some of none. */
const PIECES = fc.constantFrom(
  ...'hôm qua nay kia ngày tháng năm thứ hai ba cn tuần trước vừa rồi sáng trưa chiều tối đêm giờ rưỡi kém phút'.split(
    ' ',
  ),
  ...'15/02 15-02-2026 31/12/9999 2026-02-30 14h30 14:30:05 24h 99h 8h 3 0 12 am pm last week monday / - . : T +07:00'.split(
    ' ',
  ),
  'xe',
  '\u0000',
  '中',
  '٣',
  'İ',
  '\ud800',
);
const TEXTS = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .tuple(fc.array(PIECES, { maxLength: 12 }), fc.constantFrom(' ', '', ', '))
    .map(([all, by]) => all.join(by)),
);
/** As far as the API takes instants. */
const INSTANTS = fc.integer({ min: 0, max: Date.UTC(9998, 0) });

test('whatever is typed is a whole instant or none', () => {
  fc.assert(
    fc.property(TEXTS, INSTANTS, INSTANTS, (text, from, now) => {
      const read = [parseSpokenInstant(text, now), parseSpokenEnd(text, from, now)];
      if (read.some((unixMs) => unixMs !== null && !Number.isSafeInteger(unixMs)))
        throw new Error(`${JSON.stringify(text)} is ${read.join()}`);
    }),
    { numRuns: 2000 },
  );
});

test('nothing that is typed keeps a page waiting', () => {
  const begun = performance.now();
  for (const piece of [
    '1',
    ' ',
    '1 ',
    '14:',
    '14h ',
    '15/',
    '15 / ',
    '1-',
    'ngay ',
    'hom ',
    '3 gio ',
    'ngay 1',
    "1'",
  ])
    parseSpokenInstant(`${piece.repeat(100)}x`.slice(-100), NOW);
  // All of them take less than a millisecond; patterns that go back and forth over a hundred letters would take years.
  expect(performance.now() - begun).toBeLessThan(1000);
});

test('a time without a day is never one that has yet to come', () => {
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  fc.assert(
    fc.property(
      clock,
      fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(9998, 0) }),
      ([hour, minute], now) => {
        const read = parseSpokenInstant(`${hour}h${minute}`, now) ?? Number.NaN;
        expect(read).toBeLessThanOrEqual(now);
        expect(read).toBeGreaterThan(now - 86_400_000);
      },
    ),
  );
});

test('every day can be named by its weekday, and by what it is called', () => {
  const days = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(days, (ago) => {
      const at = NOW - ago * 86_400_000;
      const weekday = ['cn', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy'][
        new Date(at + 7 * 3_600_000).getUTCDay()
      ];
      expect(parseSpokenInstant(`${weekday} 10:00`, NOW)).toBe(at);
    }),
  );
});
