/** Which day a named day is. Local time of the site in ms, as if it were UTC. */
import type { SaidDay, SaidWeekday } from './spoken-phrases.ts';

/** Of a day without daylight saving, which the site's zone does not have. */
export const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** The first and the last year that the API takes. */
const MIN_YEAR = 1970;
const MAX_YEAR = 9999;
/** 29/02 has not been for so long at most. */
const LEAP_YEARS_APART = 8;
/** The 31st has not been for so long at most. */
const LONG_MONTHS_APART = 3;

/** Begin of the day in which an instant lies. */
export function startOfDay(localMs: number): number {
  return Math.floor(localMs / DAY_MS) * DAY_MS;
}

/** Begin of the day that was said; what was left out of it is the last one that has been. Null: there is no such day. */
export function beginOfSaidDay(said: SaidDay, nowLocalMs: number): number | null {
  if (said.kind === 'ago') return startOfDay(nowLocalMs) - said.days * DAY_MS;
  const { day, month, year } = said;
  if (month === null) return lastOfMonth(day, nowLocalMs);
  if (year !== null) return dateOf(year, month, day);
  const thisYear = new Date(nowLocalMs).getUTCFullYear();
  return lastBefore(nowLocalMs, LEAP_YEARS_APART, (back) => dateOf(thisYear - back, month, day));
}

/** Begin of the weekday that was said. @param isOver whether the time that is meant has been on the day that begins then */
export function beginOfWeekday(
  { weekday, week }: SaidWeekday,
  nowLocalMs: number,
  isOver: (beginMs: number) => boolean,
): number {
  const today = startOfDay(nowLocalMs);
  const monday = today - weekdayOf(today) * DAY_MS;
  if (week === 'this') return monday + weekday * DAY_MS;
  if (week === 'last') return monday + (weekday - WEEK_DAYS) * DAY_MS;
  const daysAgo = (weekdayOf(today) - weekday + WEEK_DAYS) % WEEK_DAYS;
  const last = today - daysAgo * DAY_MS;
  return daysAgo === 0 && (week === 'just-gone' || !isOver(last)) ? last - WEEK_DAYS * DAY_MS : last;
}

/** 0 is Monday, as the week begins in Vietnam. */
export function weekdayOf(localMs: number): number {
  return (new Date(localMs).getUTCDay() + WEEK_DAYS - 1) % WEEK_DAYS;
}

function lastOfMonth(day: number, nowLocalMs: number): number | null {
  const now = new Date(nowLocalMs);
  const months = now.getUTCFullYear() * 12 + now.getUTCMonth();
  return lastBefore(nowLocalMs, LONG_MONTHS_APART, (back) =>
    dateOf(Math.floor((months - back) / 12), ((months - back) % 12) + 1, day),
  );
}

function lastBefore(nowLocalMs: number, most: number, candidate: (back: number) => number | null) {
  for (let back = 0; back <= most; back++) {
    const found = candidate(back);
    if (found !== null && found <= nowLocalMs) return found;
  }
  return null;
}

function dateOf(year: number, month: number, day: number): number | null {
  if (year < MIN_YEAR || year > MAX_YEAR) return null;
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.getTime() : null;
}
