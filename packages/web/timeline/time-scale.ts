/** From instants to pixels and back, and where the marks of an axis stand. Pure. */
import { SITE_UTC_OFFSET_MS } from '@matlang/contract';

/** What a time line shows. */
export interface View {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;
/** Steps that fall on round local times. */
const STEPS_MS = [
  100,
  200,
  500,
  S,
  2 * S,
  5 * S,
  10 * S,
  15 * S,
  30 * S,
  MIN,
  2 * MIN,
  5 * MIN,
  10 * MIN,
  15 * MIN,
  30 * MIN,
  H,
  2 * H,
  3 * H,
  6 * H,
  12 * H,
  DAY,
  2 * DAY,
  7 * DAY,
] as const;
/** Weeks begin on Mondays; the first day of Unix time was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY;
/** A label of hours and minutes, with room around it. */
const LABEL_PIXELS = 76;

/** Shortest and longest view: what one question may cover. */
export const LEAST_VIEW_MS = S;
/** As the law of spans has it. */
export const MOST_VIEW_MS = 31 * DAY;

/** Where an instant lies, in pixels from the left; outside of the view too. */
export function toPixel(view: View, width: number, unixMs: number): number {
  return ((unixMs - view.fromUnixMs) / (view.toUnixMs - view.fromUnixMs)) * width;
}

/** The inverse of `toPixel`; not rounded. */
export function toUnixMs(view: View, width: number, pixel: number): number {
  return view.fromUnixMs + (pixel / width) * (view.toUnixMs - view.fromUnixMs);
}

/** `factor` below 1: closer. The instant under the pointer stays under it. */
export function zoomed(view: View, aroundUnixMs: number, factor: number): View {
  const length = Math.min(MOST_VIEW_MS, Math.max(LEAST_VIEW_MS, (view.toUnixMs - view.fromUnixMs) * factor));
  const share = (aroundUnixMs - view.fromUnixMs) / (view.toUnixMs - view.fromUnixMs);
  const fromUnixMs = aroundUnixMs - share * length;
  return { fromUnixMs, toUnixMs: fromUnixMs + length };
}

/** The same length, later by so much. */
export function moved(view: View, byMs: number): View {
  return { fromUnixMs: view.fromUnixMs + byMs, toUnixMs: view.toUnixMs + byMs };
}

/** Round local instants that are far enough apart for labels, and the step between them. */
export function axisMarks(
  view: View,
  width: number,
): { readonly stepMs: number; readonly marks: readonly number[] } {
  const least = ((view.toUnixMs - view.fromUnixMs) / Math.max(1, width)) * LABEL_PIXELS;
  const stepMs = STEPS_MS.find((step) => step >= least) ?? 7 * DAY;
  const origin = (stepMs === 7 * DAY ? FIRST_MONDAY_MS : 0) - SITE_UTC_OFFSET_MS;
  const first = Math.ceil((view.fromUnixMs - origin) / stepMs) * stepMs + origin;
  const marks: number[] = [];
  for (let at = first; at < view.toUnixMs && marks.length < 200; at += stepMs) marks.push(at);
  return { stepMs, marks };
}

/** Whether a day of the site begins then. */
export function isMidnight(unixMs: number): boolean {
  return (unixMs + SITE_UTC_OFFSET_MS) % DAY === 0;
}

/** So long, with the instant in the middle. */
export function viewAround(unixMs: number, lengthMs: number): View {
  return { fromUnixMs: unixMs - lengthMs / 2, toUnixMs: unixMs + lengthMs / 2 };
}

/**
 * What is asked of the server to draw a view: it in steps of a quarter of its length, so that moving it a little asks nothing; not more
 * than twice what is seen, nor than a month.
 */
export function askedSpan(view: View): View {
  const length = view.toUnixMs - view.fromUnixMs;
  const step = 2 ** Math.ceil(Math.log2(length)) / 8;
  const first = Math.floor(view.fromUnixMs / step) * step;
  const last = Math.ceil(view.toUnixMs / step) * step;
  if (last - first <= MOST_VIEW_MS) return { fromUnixMs: Math.floor(first), toUnixMs: Math.ceil(last) };
  const from = Math.floor(view.fromUnixMs);
  return { fromUnixMs: from, toUnixMs: Math.min(Math.ceil(view.toUnixMs), from + MOST_VIEW_MS) };
}
