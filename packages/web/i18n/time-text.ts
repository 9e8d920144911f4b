/** Instants and durations as people read them: local time of the site, days first. */
import { SITE_ZONE } from '@matlang/contract';
import type { Speech } from './language.tsx';
import type { TextKey } from './texts.ts';

const clock = new Intl.DateTimeFormat('vi-VN', {
  timeZone: SITE_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat('vi-VN', {
  timeZone: SITE_ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

/** 14:30:05 */
export function clockText(unixMs: number): string {
  return clock.format(unixMs);
}

/** 15/02 */
export function dayText(unixMs: number): string {
  return date.format(unixMs).slice(0, 5);
}

const weekdays: Readonly<Record<string, Intl.DateTimeFormat>> = {
  vi: new Intl.DateTimeFormat('vi-VN', { timeZone: SITE_ZONE, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: SITE_ZONE, weekday: 'short' }),
};

/** CN 15/02/2026, Sun 15/02/2026 @param locale of the page's language */
export function weekdayText(unixMs: number, locale: string): string {
  const weekday = weekdays[locale]?.format(unixMs) ?? '';
  return `${weekday} ${date.format(unixMs)}`;
}

/** 15/02/2026 14:30:05 */
export function instantText(unixMs: number): string {
  return `${date.format(unixMs)} ${clock.format(unixMs)}`;
}

/** 14:30:05 today, 15/02/2026 14:30:05 on another day. */
export function shortInstantText(unixMs: number, nowUnixMs: number): string {
  return date.format(unixMs) === date.format(nowUnixMs) ? clockText(unixMs) : instantText(unixMs);
}

/** 15/02/2026 14:30 */
export function minuteText(unixMs: number): string {
  return instantText(unixMs).slice(0, 16);
}

/** 2026-02-15 14-30-05: sorts by time, and every system takes it as part of a file's name. */
export function fileNameTime(unixMs: number): string {
  const [day, month, year] = date.format(unixMs).split('/');
  return `${year}-${month}-${day} ${clock.format(unixMs).replaceAll(':', '-')}`;
}

/** Largest whole unit: 45 s, 3 min, 2 h, 4 days, as key and number for the catalogue. */
export function durationText(ms: number): readonly [key: TextKey, values: { readonly n: number }] {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return ['seconds', { n: seconds }];
  if (seconds < 3600) return ['minutes', { n: Math.floor(seconds / 60) }];
  if (seconds < 172_800) return ['hours', { n: Math.floor(seconds / 3600) }];
  return ['days', { n: Math.floor(seconds / 86_400) }];
}

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const satisfies readonly (readonly [TextKey, number])[];

/** How long something is, by its two largest units: 1 phút 55 giây, 2 giờ 5 phút, 3 ngày. To the second: 0 giây is less than half of one. */
export function lengthText(ms: number, t: Speech['t']): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const largest = UNITS.findIndex(([, unitSeconds]) => seconds >= unitSeconds);
  let left = seconds;
  return UNITS.slice(largest === -1 ? UNITS.length - 1 : largest)
    .slice(0, 2)
    .flatMap(([key, unitSeconds], index) => {
      const n = Math.floor(left / unitSeconds);
      left -= n * unitSeconds;
      return n === 0 && index > 0 ? [] : [t(key, { n })];
    })
    .join(' ');
}

/** 15/02/2026 14:30:05 – 15:00:00; over midnight both with their day. */
export function spanText(fromUnixMs: number, toUnixMs: number): string {
  const sameDay = date.format(fromUnixMs) === date.format(toUnixMs);
  return `${instantText(fromUnixMs)} – ${sameDay ? clockText(toUnixMs) : instantText(toUnixMs)}`;
}

/** 15/02/2026 */
export function dateText(unixMs: number): string {
  return date.format(unixMs);
}
