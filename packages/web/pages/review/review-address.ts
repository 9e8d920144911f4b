/** What the address of the review page says: everything that is shown, so that it can be sent on. Pure. */
import { bounded, type Zoom } from '../../picture/zoom.ts';
import type { Zooms } from '../../picture/zoom-store.ts';
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
  /** The camera that steps and gaps go by, as its place in `cameras`; without it the first. */
  readonly focus?: number;
  /** Enlarged pictures with `~` between, as `zoomText` writes them. */
  readonly zoom?: string;
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
  /** Whose pictures steps go by; null: the first camera's. */
  readonly focus: string | null;
  readonly zooms: Zooms;
}

/** Reads what somebody typed or was sent. */
export function parseReviewSearch(search: Readonly<Record<string, unknown>>): ReviewSearch {
  const { cameras, at, length, from, speed, pass, focus, zoom } = search;
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
    ...(Number.isInteger(focus) && isInstant(focus) && focus > 0 ? { focus } : {}),
    ...(typeof zoom === 'string' ? { zoom: zoom.slice(0, 1000) } : {}),
  };
}

/** @param known ids of the site's cameras: the first is shown where the address names none. */
export function stateOfSearch(
  search: ReviewSearch,
  known: readonly string[],
  nowUnixMs: number,
): ReviewState {
  // Places count those that are not the site's (any more) too.
  const listed = (search.cameras ?? '').split(',');
  const asked = [...new Set(listed)].filter((id) => known.includes(id)).slice(0, MOST_CAMERAS);
  const focus = listed[search.focus ?? 0];
  const atUnixMs = Math.min(search.at ?? nowUnixMs - DEFAULT_AGE_MS, nowUnixMs);
  const length = search.length ?? DEFAULT_VIEW_MS;
  return {
    cameras: asked.length > 0 ? asked : known.slice(0, 1),
    atUnixMs,
    view:
      search.from === undefined
        ? viewAround(atUnixMs, length)
        : { fromUnixMs: search.from, toUnixMs: search.from + length },
    rate: search.speed ?? 1,
    marks: { fromUnixMs: search.in ?? null, toUnixMs: search.out ?? null },
    pass: search.pass ?? 'last',
    focus: focus !== undefined && asked.indexOf(focus) > 0 ? focus : null,
    zooms: zoomsOf(search.zoom ?? '', listed, asked),
  };
}

/** The inverse of `stateOfSearch`, in whole milliseconds, hundredths of a scale and thousandths of a picture. */
export function searchOfState(state: ReviewState): ReviewSearch {
  const { cameras, atUnixMs, view, rate, marks, pass } = state;
  const focus = state.focus === null ? 0 : cameras.indexOf(state.focus);
  const zoom = cameras.flatMap((id, place) => zoomText(place, state.zooms[id])).join('~');
  return {
    cameras: cameras.join(','),
    at: Math.round(atUnixMs * 1000) / 1000,
    from: Math.round(view.fromUnixMs),
    length: Math.round(view.toUnixMs - view.fromUnixMs),
    ...(rate === 1 ? {} : { speed: rate }),
    ...(marks.fromUnixMs === null ? {} : { in: Math.round(marks.fromUnixMs) }),
    ...(marks.toUnixMs === null ? {} : { out: Math.round(marks.toUnixMs) }),
    ...(pass === 'first' ? { pass } : {}),
    ...(focus > 0 ? { focus } : {}),
    ...(zoom === '' ? {} : { zoom }),
  };
}

const ZOOM = /^(\d{1,3})_(\d{3,4})_(-?\d{1,4})_(-?\d{1,4})$/u;

/** Place of the camera, scale, and where the picture's middle is: `0_244_-120_30`. Nothing of a whole picture. */
function zoomText(place: number, zoom: Zoom | undefined): readonly string[] {
  if (zoom === undefined) return [];
  const scale = Math.round(zoom.scale * 100);
  const middle = [zoom.x, zoom.y].map((part) => Math.round(part * 1000));
  return scale > 100 ? [[place, scale, ...middle].join('_')] : [];
}

/** @param listed the cameras of the address @param shown those of them that the site has */
function zoomsOf(text: string, listed: readonly string[], shown: readonly string[]): Zooms {
  const zooms: Record<string, Zoom> = {};
  for (const part of text.split('~')) {
    const [place, scale, x, y] = (ZOOM.exec(part) ?? []).slice(1).map(Number);
    const id = place === undefined ? undefined : listed[place];
    if (scale === undefined || x === undefined || y === undefined) continue;
    if (id === undefined || !shown.includes(id)) continue;
    const zoom = bounded({ scale: scale / 100, x: x / 1000, y: y / 1000 });
    if (zoom.scale > 1) zooms[id] = zoom;
  }
  return zooms;
}

function isRate(value: number): boolean {
  const known: readonly number[] = RATES;
  return known.includes(value) || (value <= -1 && known.includes(-value));
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 8e15;
}
