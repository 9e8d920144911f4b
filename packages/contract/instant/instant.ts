/** Instants as the API takes them: ISO 8601 with a zone, or Unix milliseconds. Inside they are Unix milliseconds. */
import { z } from 'zod';

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/;
const UNIX_MS = /^\d{1,15}$/;
/** The year 9999: later instants are typing errors, and fit no index. */
const MAX_UNIX_MS = 253_402_300_799_999;
const MIN_YEAR = 1970;

/**
 * Unix ms of `2026-02-15T14:30:00+07:00`, `2026-02-15T07:30Z` or `1771140600000`; null for everything else, among it
 * instants without zone (whose 14:30 would that be?) and days that do not exist. Digits below the millisecond are cut.
 */
export function parseInstant(text: string): number | null {
  if (UNIX_MS.test(text)) {
    const unixMs = Number(text);
    return unixMs <= MAX_UNIX_MS ? unixMs : null;
  }
  const match = ISO.exec(text);
  if (match === null) {
    return null;
  }
  const [, year, month, day, hour, minute, second] = match.map(Number);
  const parts = { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0 };
  const seconds = match[6] === undefined ? 0 : (second ?? 0);
  const offsetMinutes = zoneMinutes(match[8] ?? 'Z');
  if (!exists(parts) || seconds > 59 || offsetMinutes === null) {
    return null;
  }
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const utcMs = Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    seconds,
    milliseconds,
  );
  const unixMs = utcMs - offsetMinutes * 60_000;
  return unixMs >= 0 && unixMs <= MAX_UNIX_MS ? unixMs : null;
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

function exists({ year, month, day, hour, minute }: Parts): boolean {
  if (year < MIN_YEAR || month < 1 || month > 12 || hour > 23 || minute > 59) {
    return false;
  }
  // Day 0 of the next month is the last day of this one.
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function zoneMinutes(zone: string): number | null {
  if (zone === 'Z') {
    return 0;
  }
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  // No place on earth is further from UTC than 14 hours.
  if (hours > 14 || minutes > 59) {
    return null;
  }
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const refuseInstant = (context: z.RefinementCtx): never => {
  context.addIssue({ code: 'custom', message: 'no instant', params: { rule: 'instant' } });
  return z.NEVER;
};

/** In a query: text. */
export const instantQuerySchema = z
  .string()
  .max(40)
  .meta({
    description: 'ISO 8601 with zone, or Unix ms',
    examples: ['2026-02-15T14:30:00+07:00', '1771140600000'],
  })
  .transform((text, context) => parseInstant(text) ?? refuseInstant(context));

/** In a body: text or a number. */
export const instantBodySchema = z
  .union([z.string().max(40), z.int().min(0).max(MAX_UNIX_MS)])
  .meta({ description: 'ISO 8601 with zone, or Unix ms' })
  .transform((value, context) =>
    typeof value === 'number' ? value : (parseInstant(value) ?? refuseInstant(context)),
  );

/** In an answer: Unix ms. */
export const unixMsSchema = z.int().min(0);
