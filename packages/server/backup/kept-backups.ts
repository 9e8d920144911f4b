/** Which backups of a folder stay, and when the next one is due: arithmetic over instants in the zone of the site. */
import { SITE_UTC_OFFSET_MS } from '@matlang/contract';

/** The newest of each of so many days that have one. */
export const KEPT_DAYS = 7;
/** And of each of so many weeks, which begin on Monday. */
export const KEPT_WEEKS = 4;

const DAY_MS = 86_400_000;
/** 02:30: nobody watches, and the recorder's own work of midnight is through. */
const QUIET_MS = 2.5 * 3_600_000;
/** 1 January 1970 was a Thursday. */
const DAYS_FROM_MONDAY = 3;

const localDay = (unixMs: number): number => Math.floor((unixMs + SITE_UTC_OFFSET_MS) / DAY_MS);
const localWeek = (unixMs: number): number => Math.floor((localDay(unixMs) + DAYS_FROM_MONDAY) / 7);

/** Unix ms of the newest quiet hour that has come. */
export function newestQuietHour(nowUnixMs: number): number {
  const shift = SITE_UTC_OFFSET_MS - QUIET_MS;
  return Math.floor((nowUnixMs + shift) / DAY_MS) * DAY_MS - shift;
}

/** The one after it. */
export const nextQuietHour = (nowUnixMs: number): number => newestQuietHour(nowUnixMs) + DAY_MS;

/** @param instants of the backups of one folder, Unix ms, in any order. @returns those that stay, the newest always among them */
export function keptInstants(instants: readonly number[]): ReadonlySet<number> {
  const newestFirst = instants.toSorted((one, other) => other - one);
  return new Set([
    ...firstOfEach(newestFirst, localDay, KEPT_DAYS),
    ...firstOfEach(newestFirst, localWeek, KEPT_WEEKS),
  ]);
}

function firstOfEach(
  newestFirst: readonly number[],
  periodOf: (unixMs: number) => number,
  most: number,
): Iterable<number> {
  const firsts = new Map<number, number>();
  for (const instant of newestFirst)
    if (!firsts.has(periodOf(instant)) && firsts.size < most) firsts.set(periodOf(instant), instant);
  return firsts.values();
}

/** 20260215T023000, in the zone of the site. */
const stampOf = (unixMs: number): string =>
  new Date(unixMs + SITE_UTC_OFFSET_MS).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** The end of an id says which site; its beginning says when it was made. */
const beginningOf = (siteId: string): string => `matlang-${siteId.slice(-12)}-`;

/** `matlang-8c0d12ab34ef-20260215T023000.backup` */
export const backupName = (siteId: string, unixMs: number): string =>
  `${beginningOf(siteId)}${stampOf(unixMs)}.backup`;

/** When a file of a folder was made, Unix ms; null: it is none of this site's backups. */
export function instantOfName(siteId: string, name: string): number | null {
  if (!name.startsWith(beginningOf(siteId))) return null;
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.backup$/.exec(
    name.slice(beginningOf(siteId).length),
  );
  if (parts === null) return null;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const unixMs = Date.UTC(year, month - 1, day, hour, minute, second) - SITE_UTC_OFFSET_MS;
  return Number.isNaN(unixMs) ? null : unixMs;
}
