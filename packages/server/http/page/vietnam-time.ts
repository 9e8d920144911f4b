/** Instants and lengths of time as the pages say them: local time of the site. */
import { type PageLanguage, SITE_UTC_OFFSET_MS } from '@matlang/contract';

const two = (value: number): string => String(value).padStart(2, '0');

function dayText(unixMs: number): string {
  const local = new Date(unixMs + SITE_UTC_OFFSET_MS);
  return `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
}

function clockText(unixMs: number): string {
  const local = new Date(unixMs + SITE_UTC_OFFSET_MS);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
}

/** `20:57:03 ngày 26/11/2026`, in English `20:57:03 on 26/11/2026`. */
export function fullTimeText(unixMs: number, language: PageLanguage): string {
  return `${clockText(unixMs)} ${language === 'vi' ? 'ngày' : 'on'} ${dayText(unixMs)}`;
}

/** The clock alone for an instant of today, with the day otherwise. */
export function shortTimeText(unixMs: number, nowUnixMs: number, language: PageLanguage): string {
  return dayText(unixMs) === dayText(nowUnixMs) ? clockText(unixMs) : fullTimeText(unixMs, language);
}

const UNITS = {
  vi: { second: 'giây', minute: 'phút', hour: 'giờ', day: 'ngày' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd' },
} as const satisfies Record<PageLanguage, Record<string, string>>;

/** `26 phút`, `3 giờ 5 phút`, `2 ngày 4 giờ`; less than a second is `0 giây`. */
export function durationText(milliseconds: number, language: PageLanguage): string {
  const unit = UNITS[language];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} ${unit.second}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${unit.minute}`;
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? joined(hours, unit.hour, minutes % 60, unit.minute)
    : joined(Math.floor(hours / 24), unit.day, hours % 24, unit.hour);
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
