/** What the address of the review page says: everything that is shown, so that it can be sent on. Pure. */
import { MOST_CAMERAS } from '../../span/most-cameras.ts';
import { LEAST_VIEW_MS, MOST_VIEW_MS, type View, viewAround } from '../../timeline/time-scale.ts';

/** Speeds by hand; backwards the whole ones from 1 on. */
export const RATES = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
const DEFAULT_VIEW_MS = 3_600_000;
/** Without an instant the page shows what was there a minute ago. */
const DEFAULT_AGE_MS = 60_000;

/** Of the address; what makes no sense is left out. */
export interface ReviewSearch {
  /** Ids with commas between. */
  readonly cameras?: string;
  /** The instant, Unix ms. */
  readonly at?: number;
  /** Length of the time line, and where it begins. */
  readonly length?: number;
  readonly from?: number;
  readonly speed?: number;
  /** The marked span: I and O. */
  readonly in?: number;
  readonly out?: number;
  /** `first`: of a time that was recorded twice the first recording. */
  readonly pass?: 'first';
}

/** What is marked with I and O. */
export interface Marks {
  readonly fromUnixMs: number | null;
  readonly toUnixMs: number | null;
}

/** What a page shows. */
export interface ReviewState {
  readonly cameras: readonly string[];
  readonly atUnixMs: number;
  readonly view: View;
  readonly rate: number;
  readonly marks: Marks;
  readonly pass: 'first' | 'last';
}

/** Reads what somebody typed or was sent. */
export function parseReviewSearch(search: Readonly<Record<string, unknown>>): ReviewSearch {
  const { cameras, at, length, from, speed, pass } = search;
  const marked = { in: search['in'], out: search['out'] };
  return {
    ...(typeof cameras === 'string' ? { cameras: cameras.slice(0, 1000) } : {}),
    ...(isInstant(at) ? { at } : {}),
    ...(isInstant(length) ? { length: Math.min(MOST_VIEW_MS, Math.max(LEAST_VIEW_MS, length)) } : {}),
    ...(isInstant(from) ? { from } : {}),
    ...(typeof speed === 'number' && isRate(speed) ? { speed } : {}),
    ...(isInstant(marked.in) ? { in: marked.in } : {}),
    ...(isInstant(marked.out) ? { out: marked.out } : {}),
    ...(pass === 'first' ? { pass } : {}),
  };
}

/** @param known ids of the site's cameras: the first is shown where the address names none. */
export function stateOfSearch(
  search: ReviewSearch,
  known: readonly string[],
  nowUnixMs: number,
): ReviewState {
  const asked = [...new Set((search.cameras ?? '').split(','))].filter((id) => known.includes(id));
  const atUnixMs = Math.min(search.at ?? nowUnixMs - DEFAULT_AGE_MS, nowUnixMs);
  const length = search.length ?? DEFAULT_VIEW_MS;
  return {
    cameras: asked.length > 0 ? asked.slice(0, MOST_CAMERAS) : known.slice(0, 1),
    atUnixMs,
    view:
      search.from === undefined
        ? viewAround(atUnixMs, length)
        : { fromUnixMs: search.from, toUnixMs: search.from + length },
    rate: search.speed ?? 1,
    marks: { fromUnixMs: search.in ?? null, toUnixMs: search.out ?? null },
    pass: search.pass ?? 'last',
  };
}

/** The inverse of `stateOfSearch`, in whole milliseconds. */
export function searchOfState({ cameras, atUnixMs, view, rate, marks, pass }: ReviewState): ReviewSearch {
  return {
    cameras: cameras.join(','),
    at: Math.round(atUnixMs * 1000) / 1000,
    from: Math.round(view.fromUnixMs),
    length: Math.round(view.toUnixMs - view.fromUnixMs),
    ...(rate === 1 ? {} : { speed: rate }),
    ...(marks.fromUnixMs === null ? {} : { in: Math.round(marks.fromUnixMs) }),
    ...(marks.toUnixMs === null ? {} : { out: Math.round(marks.toUnixMs) }),
    ...(pass === 'first' ? { pass } : {}),
  };
}

function isRate(value: number): boolean {
  const known: readonly number[] = RATES;
  return known.includes(value) || (value <= -1 && known.includes(-value));
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 8e15;
}
