/** The end of a span as people type it: a time without a day is meant for the day of the beginning. */
import { parseSpokenInstant } from '@matlang/contract';

const ZONE_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const NAMES_A_DAY = /[/-]|hôm|hom|qua|today|yesterday/i;

/** @returns Unix ms; null: it is no time. */
export function parseSpanEnd(text: string, fromUnixMs: number | null, nowUnixMs: number): number | null {
  if (fromUnixMs === null || NAMES_A_DAY.test(text)) return parseSpokenInstant(text, nowUnixMs);
  const lastOfDay = (Math.floor((fromUnixMs + ZONE_MS) / DAY_MS) + 1) * DAY_MS - ZONE_MS - 1;
  const found = parseSpokenInstant(text, lastOfDay);
  // "23:50 to 00:10" goes over midnight.
  return found !== null && found <= fromUnixMs ? found + DAY_MS : found;
}
