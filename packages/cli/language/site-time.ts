/** Instants as people at the site read and write them: dd/MM/yyyy, Vietnam's one time zone, whatever the machine is set to. */
import { type Bilingual, SITE_UTC_OFFSET_MS } from '@matlang/contract';
import { filled, verbatim } from './say.ts';

const SPAN_TEXT = {
  vi: '{span} (giờ Việt Nam, UTC+7)',
  en: '{span} (time of Vietnam, UTC+7)',
} as const;

/** @returns `26/11/2026`. */
export const day = (unixMs: number): string =>
  new Date(unixMs + SITE_UTC_OFFSET_MS).toISOString().slice(0, 10).split('-').toReversed().join('/');

/** @returns `19:53:11`. */
export const clock = (unixMs: number): string =>
  new Date(unixMs + SITE_UTC_OFFSET_MS).toISOString().slice(11, 19);

/** @returns `26/11/2026 19:53:11`. */
export const dayAndClock = (unixMs: number): string => `${day(unixMs)} ${clock(unixMs)}`;

/** Both ends of a span are rounded alike, so that what ends where the next begins is written so. */
const toSecond = (unixMs: number): number => Math.round(unixMs / 1000) * 1000;

/** @returns `26/11/2026 19:53:11 – 19:53:21`, to the second, the day named twice only where it changes. */
export const shortSpan = (startUnixMs: number, endUnixMs: number): string => {
  const start = toSecond(startUnixMs);
  const end = toSecond(endUnixMs);
  return `${dayAndClock(start)} – ${day(start) === day(end) ? clock(end) : dayAndClock(end)}`;
};

/** As `shortSpan`; ends that fall into one second are told in tenths: `26/11/2026 19:53:11,2 – 19:53:11,9`. */
export const exactSpan = (startUnixMs: number, endUnixMs: number): Bilingual => {
  if (toSecond(startUnixMs) !== toSecond(endUnixMs)) return verbatim(shortSpan(startUnixMs, endUnixMs));
  const [start, end] = [startUnixMs, endUnixMs].map((unixMs) => Math.round(unixMs / 100) * 100);
  const tenth = (unixMs: number): number => Math.floor((unixMs % 1000) / 100);
  const told = (mark: string): string =>
    `${dayAndClock(start ?? 0)}${mark}${tenth(start ?? 0)} – ${clock(end ?? 0)}${mark}${tenth(end ?? 0)}`;
  return { vi: told(','), en: told('.') };
};

/** As `shortSpan`, and says whose time it is. */
export const span = (startUnixMs: number, endUnixMs: number): Bilingual =>
  filled(SPAN_TEXT, { span: shortSpan(startUnixMs, endUnixMs) });
