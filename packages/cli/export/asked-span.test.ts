import { expect, test } from 'vitest';
import { CommandFailure } from '../exit-code.ts';
import { askedSpan, type SpanOptions } from './asked-span.ts';

/** 26/11/2026 20:00 in Vietnam. */
const NOW = Date.UTC(2026, 10, 26, 13);

test('the last minute, an asked span, and one whose end is still to come', () => {
  expect(askedSpan({ last: '1m' }, NOW)).toEqual({
    fromUnixMs: NOW - 60_000,
    toUnixMs: NOW,
    cutAtNow: false,
  });
  expect(askedSpan({ from: '26/11/2026 19:00', to: '26/11/2026 19:30' }, NOW)).toEqual({
    fromUnixMs: NOW - 3_600_000,
    toUnixMs: NOW - 1_800_000,
    cutAtNow: false,
  });
  expect(askedSpan({ from: '26/11/2026 19:00', to: '26/11/2026 23:00' }, NOW)).toEqual({
    fromUnixMs: NOW - 3_600_000,
    toUnixMs: NOW,
    cutAtNow: true,
  });
  expect(askedSpan({ from: '26/10/2026 20:00', to: '26/11/2026 20:00' }, NOW).fromUnixMs).toBe(
    NOW - 31 * 86_400_000,
  );
});

test.each<[SpanOptions, string]>([
  [{}, 'Phải nêu khoảng thời gian'],
  [{ from: '26/11/2026 19:00' }, 'Phải nêu khoảng thời gian'],
  [{ from: '26/11/2026 19:00', last: '1m' }, 'không nêu cả hai'],
  [
    { from: '26/11/2026 19:30', to: '26/11/2026 19:00' },
    'Lúc kết thúc (26/11/2026 19:00:00) phải sau lúc bắt đầu (26/11/2026 19:30:00).',
  ],
  [{ from: '26/11/2026 19:30', to: '26/11/2026 19:30' }, 'phải sau lúc bắt đầu'],
  [{ from: '26/10/2026 19:59', to: '26/11/2026 20:00' }, 'dài hơn 31 ngày'],
  [{ last: '32d' }, 'dài hơn 31 ngày'],
  [{ from: '26/11/2026 20:00', to: '26/11/2026 20:01' }, 'còn ở tương lai; bây giờ là 26/11/2026 20:00:00'],
])('%j is refused', (options, sentence) => {
  try {
    askedSpan(options, NOW);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CommandFailure);
    expect(error).toMatchObject({ exitCode: 2, text: { vi: expect.stringContaining(sentence) } });
  }
});
