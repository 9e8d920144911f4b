/**
 * Times as people type them: "15/02 14:30", "14h30", "hôm qua 14h30", "chiều 15/02", "15/2/2026 2 giờ chiều", "00 giờ 26 phút
 * ngày 27/11/2026", "sáng nay 8 giờ rưỡi", "ngày 15 tháng 2". Local time of the site. What is left out is taken from now: the
 * day is today's, the year the last one in which it has been.
 */
import { SITE_UTC_OFFSET_MS } from './site-zone.ts';

/** Longer texts are no times. */
const MAX_CHARACTERS = 100;
const DAY_MS = 86_400_000;

/** Begin of a part of the day, where no hour is named, and what is added to a named hour from 1 to 11. */
const PARTS = {
  sang: { hour: 6, afternoon: false },
  trua: { hour: 11, afternoon: false },
  chieu: { hour: 13, afternoon: true },
  toi: { hour: 18, afternoon: true },
  dem: { hour: 22, afternoon: true },
} as const;
type Part = keyof typeof PARTS;
const PART_NAMES: readonly Part[] = ['sang', 'trua', 'chieu', 'toi', 'dem'];

const DAYS_AGO: Readonly<Record<string, number>> = {
  'hom nay': 0,
  today: 0,
  'hom qua': 1,
  yesterday: 1,
  'hom kia': 2,
};

/**
 * Unix ms of a time as it is said; null: it is none. A day alone is its first instant. A time without a day is today's, or
 * yesterday's where today's is still to come.
 */
export function parseSpokenInstant(text: string, nowUnixMs: number): number | null {
  const said = readSpoken(text, nowUnixMs);
  if (said === null) return null;
  const found =
    (said.dayMs ?? startOfDay(nowUnixMs + SITE_UTC_OFFSET_MS)) + said.ofDayMs - SITE_UTC_OFFSET_MS;
  // A time without a day that has yet to come was meant for yesterday.
  return said.dayMs === null && found > nowUnixMs ? found - DAY_MS : found;
}

/**
 * The same of the end of a span that begins at `fromUnixMs`: a time without a day is of the day on which the span begins, or of
 * the next one, as in "23:50 to 00:10".
 */
export function parseSpokenEnd(text: string, fromUnixMs: number, nowUnixMs: number): number | null {
  const said = readSpoken(text, nowUnixMs);
  if (said === null) return null;
  if (said.dayMs !== null) return said.dayMs + said.ofDayMs - SITE_UTC_OFFSET_MS;
  const found = startOfDay(fromUnixMs + SITE_UTC_OFFSET_MS) + said.ofDayMs - SITE_UTC_OFFSET_MS;
  return found <= fromUnixMs ? found + DAY_MS : found;
}

/** In local ms: where the named day begins, null where none was named, and how far into a day the time is. */
interface Spoken {
  readonly dayMs: number | null;
  readonly ofDayMs: number;
}

/** @returns null: words or numbers are left that mean no time, or there is nothing that does. */
function readSpoken(text: string, nowUnixMs: number): Spoken | null {
  let rest = spelledOut(plain(text));
  if (rest === '') return null;
  const now = new Date(nowUnixMs + SITE_UTC_OFFSET_MS);
  let dayMs: number | null = null;
  for (const [words, ago] of Object.entries(DAYS_AGO))
    if (rest.includes(words)) {
      dayMs = startOfDay(now.getTime()) - ago * DAY_MS;
      rest = rest.replace(words, ' ');
    }
  const date = /(?<![\d:])(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?(?!\d)/.exec(rest);
  if (date !== null) {
    dayMs = dayOf(Number(date[1]), Number(date[2]), date[3] === undefined ? null : Number(date[3]), now);
    if (dayMs === null) return null;
    rest = rest.replace(date[0], ' ');
  }
  const part = PART_NAMES.find((one) => new RegExp(`\\b${one}\\b`).test(rest)) ?? null;
  if (part !== null) rest = rest.replace(part, ' ');
  const time = /(\d{1,2})(?:\s*(?:gio|h|g|:)\s*(\d{1,2})?(?:\s*(?:phut\s*|:)(\d{1,2})(?:\s*giay)?)?)/.exec(
    rest,
  );
  if (time !== null) rest = rest.replace(time[0], ' ');
  if (/[a-z0-9]/.test(rest.replaceAll(/\b(?:luc|vao|ngay|phut|buoi|at)\b/g, ' '))) return null;
  if (time === null && part === null && dayMs === null) return null;
  const ofDayMs = timeOfDay(time, part);
  return ofDayMs === null ? null : { dayMs, ofDayMs };
}

/** What is shortened in speech, as it is written. */
function spelledOut(said: string): string {
  return (
    said
      // "tối qua" is said for "tối hôm qua", "sáng nay" for "sáng hôm nay".
      .replace(/\b(sang|trua|chieu|toi|dem) (qua|nay)\b/, 'hom $2 $1')
      .replace(/\b(\d{1,2})\s*(?:gio|h|g)\s*ruoi\b/, '$1 gio 30')
      // "3 giờ kém 15" is 2:45.
      .replace(/\b(\d{1,2})\s*(?:gio|h|g)\s*kem\s*(\d{1,2})\b/, (_, hour: string, minutes: string) =>
        shortOf(Number(hour), Number(minutes), /\b(?:trua|chieu)\b/.test(said)),
      )
      .replace(
        /\b(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*nam\s*(\d{4}))?\b/,
        (_, day: string, month: string, year?: string) =>
          [day, month, ...(year === undefined ? [] : [year])].join('/'),
      )
  );
}

/** @returns no time where there is no such hour or minute */
function shortOf(hour: number, minutes: number, behindNoon: boolean): string {
  if (hour === 0 || minutes === 0 || minutes > 59) return '?x';
  return `${hour === 1 && behindNoon ? 12 : hour - 1} gio ${60 - minutes}`;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll(/[,.]/g, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
}

function startOfDay(localMs: number): number {
  return Math.floor(localMs / DAY_MS) * DAY_MS;
}

/** Local ms of a day's begin; without a year the last such day. Null: there is no such day. */
function dayOf(day: number, month: number, year: number | null, now: Date): number | null {
  const inYear = (one: number): number | null => {
    const found = new Date(Date.UTC(one, month - 1, day));
    return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.getTime() : null;
  };
  if (year !== null) return inYear(year);
  const thisYear = inYear(now.getUTCFullYear());
  return thisYear !== null && thisYear <= now.getTime() ? thisYear : inYear(now.getUTCFullYear() - 1);
}

/** Where "2 giờ" is 14:00: not at night, where it is 2:00, and at noon only behind 12. */
function isAfternoon(part: Part, hour: number): boolean {
  if (part === 'dem') return hour > 5;
  if (part === 'trua') return hour < 4;
  return PARTS[part].afternoon;
}

function timeOfDay(time: RegExpExecArray | null, part: Part | null): number | null {
  if (time === null) return (part === null ? 0 : PARTS[part].hour) * 3_600_000;
  let hour = Number(time[1]);
  const minute = Number(time[2] ?? 0);
  const second = Number(time[3] ?? 0);
  if (part === 'dem' && hour === 12) hour = 0;
  else if (part !== null && hour > 0 && hour < 12 && isAfternoon(part, hour)) hour += 12;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}
