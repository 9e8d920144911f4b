/** Instants as people at the site read and write them: dd/MM/yyyy, Vietnam's one time zone, whatever the machine is set to. */
import type { Bilingual } from '@matlang/contract';
import { filled } from './say.ts';

/** +07:00, the whole country, no summer time. */
const UTC_OFFSET_MS = 7 * 3_600_000;

const SPAN_TEXT = {
  vi: '{span} (giờ Việt Nam, UTC+7)',
  en: '{span} (time of Vietnam, UTC+7)',
} as const;

/** @returns `26/11/2026`. */
export const day = (unixMs: number): string =>
  new Date(unixMs + UTC_OFFSET_MS).toISOString().slice(0, 10).split('-').toReversed().join('/');

/** @returns `19:53:11`. */
export const clock = (unixMs: number): string => new Date(unixMs + UTC_OFFSET_MS).toISOString().slice(11, 19);

/** @returns `26/11/2026 19:53:11`. */
export const dayAndClock = (unixMs: number): string => `${day(unixMs)} ${clock(unixMs)}`;

/** @returns `26/11/2026 19:53:11 – 19:53:21`, the day named twice only where it changes. */
export const shortSpan = (startUnixMs: number, endUnixMs: number): string =>
  `${dayAndClock(startUnixMs)} – ${day(startUnixMs) === day(endUnixMs) ? clock(endUnixMs) : dayAndClock(endUnixMs)}`;

/** As `shortSpan`, and says whose time it is. */
export const span = (startUnixMs: number, endUnixMs: number): Bilingual =>
  filled(SPAN_TEXT, { span: shortSpan(startUnixMs, endUnixMs) });
