/** How far into its day a time is, by its clock and the part of the day: "2 giờ chiều" is 14:00. */
import type { DayPart, SaidClock } from './spoken-phrases.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Where each part begins; hours of the half-day clock that go with it, and the hour of the day that the first of them is. */
const PARTS: Readonly<
  Record<DayPart, { readonly begin: number; readonly hours: Readonly<Record<number, number>> }>
> = {
  'small-hours': { begin: 3, hours: hoursOf([0, 1, 2, 3, 4, 5, 6]) },
  morning: { begin: 6, hours: hoursOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) },
  noon: { begin: 11, hours: hoursOf([10, 11, 12, 13, 14, 15], 3) },
  afternoon: { begin: 13, hours: hoursOf([12, 13, 14, 15, 16, 17, 18, 19], 7) },
  evening: { begin: 18, hours: hoursOf([17, 18, 19, 20, 21, 22, 23], 11) },
  night: {
    begin: 22,
    hours: { ...hoursOf([19, 20, 21, 22, 23], 11), ...hoursOf([0, 1, 2, 3, 4, 5]), 12: 0 },
  },
};

/** Hours as the whole day counts them, and those behind noon as people say them too. */
function hoursOf(hours: readonly number[], lastSaid = 0): Readonly<Record<number, number>> {
  return Object.fromEntries(
    hours.flatMap((hour) => [
      [hour, hour],
      ...(hour > 12 && hour - 12 <= lastSaid ? [[hour - 12, hour] as const] : []),
    ]),
  );
}

/** Begin of a part of which no hour was named. */
export function beginOfPart(part: DayPart): number {
  return PARTS[part].begin * HOUR_MS;
}

/** Hours of a night that are already of the next day. */
export function isBehindMidnight(part: DayPart | null, ofDayMs: number): boolean {
  return part === 'night' && ofDayMs < 6 * HOUR_MS;
}

/** Ms into the day; 24:00 is its end. Null: there is no such time, or none in that part of the day. */
export function timeOfDay(clock: SaidClock, part: DayPart | null): number | null {
  const { minute, second, millisecond, toGo } = clock;
  if (minute > 59 || second > 59 || toGo > 59) return null;
  const hour = hourOf(clock, part);
  if (hour === null || (hour === 24 && minute + second + millisecond > 0)) return null;
  if (hour === 0 && toGo > 0) return null;
  return hour * HOUR_MS + (minute - toGo) * MINUTE_MS + second * 1000 + millisecond;
}

function hourOf({ hour, toGo, half }: SaidClock, part: DayPart | null): number | null {
  if (half !== null) {
    if (part !== null || hour < 1 || hour > 12) return null;
    return (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  if (part === null) return hour > 24 ? null : hour;
  // "12 giờ kém 5 đêm" is still of this day.
  if (hour === 12 && toGo > 0 && (part === 'night' || part === 'evening')) return 24;
  return PARTS[part].hours[hour] ?? null;
}
