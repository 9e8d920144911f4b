/**
 * Times as people type them: "15/02 14:30", "14h30", "hôm qua 14h30", "chiều 15/02", "15/2/2026 2 giờ chiều", "00 giờ 26 phút
 * ngày 27/11/2026", "sáng nay 8 giờ rưỡi", "thứ hai tuần trước 7h15", "10 phút trước". Local time of the site. What is left out
 * is taken from now: the day is today's, the month and year the last one in which it has been. What could mean two instants
 * ("12 giờ tối", "2 giờ đêm hôm qua") is none.
 */
import { parseInstant } from './instant.ts';
import { SITE_UTC_OFFSET_MS } from './site-zone.ts';
import { beginOfPart, isBehindMidnight, timeOfDay } from './spoken-clock.ts';
import { beginOfSaidDay, beginOfWeekday, DAY_MS, startOfDay, weekdayOf } from './spoken-day.ts';
import { readPhrases, type SpokenPhrases } from './spoken-phrases.ts';

/** For whoever typed something else: each of them is understood. */
export const SPOKEN_EXAMPLES = {
  vi: ['15/02 14:30', 'hôm qua 14h30', 'sáng nay 8h', '2 giờ rưỡi chiều 15/02', 'thứ hai tuần trước 7h15'],
  en: ['15/02 14:30', 'yesterday 2:30 pm', 'this morning 8:00', '14:30 monday last week'],
} as const;

/**
 * Unix ms of a time as it is said; null: it is none. A day alone is its first instant. A time without a day is today's, or
 * yesterday's where today's is still to come.
 */
export function parseSpokenInstant(text: string, nowUnixMs: number): number | null {
  const said = readSpoken(text, nowUnixMs);
  if (said === null) return null;
  if (said.kind === 'instant') return said.unixMs;
  const found = startOfDay(nowUnixMs + SITE_UTC_OFFSET_MS) + said.ofDayMs - SITE_UTC_OFFSET_MS;
  // A time without a day that has yet to come was meant for yesterday.
  return found > nowUnixMs ? found - DAY_MS : found;
}

/**
 * The same of the end of a span that begins at `fromUnixMs`: a time without a day is of the day on which the span begins, or of
 * the next one, as in "23:50 to 00:10".
 */
export function parseSpokenEnd(text: string, fromUnixMs: number, nowUnixMs: number): number | null {
  const said = readSpoken(text, nowUnixMs);
  if (said === null) return null;
  if (said.kind === 'instant') return said.unixMs;
  const found = startOfDay(fromUnixMs + SITE_UTC_OFFSET_MS) + said.ofDayMs - SITE_UTC_OFFSET_MS;
  return found <= fromUnixMs ? found + DAY_MS : found;
}

/** An instant, or only how far into some day it is. */
type Spoken =
  | { readonly kind: 'instant'; readonly unixMs: number }
  | { readonly kind: 'time'; readonly ofDayMs: number };

function readSpoken(text: string, nowUnixMs: number): Spoken | null {
  const written = parseWritten(text);
  if (written !== null) return instant(written);
  const phrases = readPhrases(text);
  if (phrases === null) return null;
  const { day, weekday, part, clock, elapsedMs, needsClock } = phrases;
  const isOfDay = day !== null || weekday !== null;
  if (elapsedMs !== null)
    return isOfDay || part !== null || clock !== null ? null : instant(Math.round(nowUnixMs - elapsedMs));
  if (clock === null && (needsClock || (part === null && !isOfDay))) return null;
  const ofDayMs = clock === null ? (part === null ? 0 : beginOfPart(part)) : timeOfDay(clock, part);
  if (ofDayMs === null) return null;
  if (!isOfDay) return { kind: 'time', ofDayMs };
  const dayMs = dayOf(phrases, ofDayMs, nowUnixMs + SITE_UTC_OFFSET_MS);
  return dayMs === null ? null : instant(dayMs + ofDayMs - SITE_UTC_OFFSET_MS);
}

/** The API takes none before 1970. */
function instant(unixMs: number): Spoken | null {
  return unixMs < 0 ? null : { kind: 'instant', unixMs };
}

/** As programs write it, with its zone: `2026-02-15T14:30:00+07:00`, or `20260215T143000+0700` in the names of files. */
function parseWritten(text: string): number | null {
  const written = text.trim().replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:$6');
  return written.includes('T') ? parseInstant(written) : null;
}

/** Local ms of the day's begin. Null: there is none, it is not the weekday that was said, or it could be two. */
function dayOf(phrases: SpokenPhrases, ofDayMs: number, nowLocalMs: number): number | null {
  const { day, weekday, part, isLastNight } = phrases;
  if (day === null)
    return weekday === null
      ? null
      : beginOfWeekday(weekday, nowLocalMs, (beginMs) => beginMs + ofDayMs <= nowLocalMs);
  const beginMs = beginOfSaidDay(day, nowLocalMs);
  if (beginMs === null || (weekday !== null && weekdayOf(beginMs) !== weekday.weekday)) return null;
  if (day.kind === 'ago' && isBehindMidnight(part, ofDayMs)) return isLastNight ? beginMs + DAY_MS : null;
  return beginMs;
}
