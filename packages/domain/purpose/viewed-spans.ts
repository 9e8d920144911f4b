/**
 * What was looked at of one camera, joined: spans that touch are one, and single pictures of one search are one stretch with their
 * number. Bounded, whatever is looked at: see `isFull`.
 */
import type { Span } from '../span/span.ts';

/** Single pictures, somewhere within the span: both its ends are pictures. */
interface ViewedStills extends Span {
  readonly count: number;
}

/** Edges of what is played in pieces are rounded to the millisecond, and a piece begins with its key frame. */
const TOUCHING_MS = 1000;
/** Single pictures no further apart are one search along the time line. */
const SEARCH_MS = 10 * 60_000;
/** Of each kind. */
const MOST = 64;

/** Mutable; of one camera and one purpose. */
export class ViewedSpans {
  #played: Span[] = [];
  #stills: ViewedStills[] = [];

  /** In order, none touching another. */
  get played(): readonly Span[] {
    return this.#played;
  }

  /** In order. */
  get stills(): readonly ViewedStills[] {
    return this.#stills;
  }

  /** Another span or picture may find no room: what is here is to be written down first. */
  get isFull(): boolean {
    return this.#played.length >= MOST || this.#stills.length >= MOST;
  }

  /** Unix ms, the end excluded; one that ends before it begins is none. */
  addPlayed(span: Span): void {
    if (span.endUnixMs <= span.startUnixMs) return;
    this.#played = joined(this.#played, span, TOUCHING_MS, around);
  }

  /** One picture. */
  addStill(unixMs: number): void {
    const still = { startUnixMs: unixMs, endUnixMs: unixMs, count: 1 };
    this.#stills = joined(this.#stills, still, SEARCH_MS, (one, other) => ({
      ...around(one, other),
      count: one.count + other.count,
    }));
  }
}

const around = (one: Span, other: Span): Span => ({
  startUnixMs: Math.min(one.startUnixMs, other.startUnixMs),
  endUnixMs: Math.max(one.endUnixMs, other.endUnixMs),
});

/** @param spans in order, none within reach of another */
function joined<Kind extends Span>(
  spans: readonly Kind[],
  added: Kind,
  reachMs: number,
  join: (one: Kind, other: Kind) => Kind,
): Kind[] {
  let whole = added;
  const rest: Kind[] = [];
  for (const span of spans) {
    const isApart =
      span.endUnixMs + reachMs < whole.startUnixMs || span.startUnixMs - reachMs > whole.endUnixMs;
    if (isApart) rest.push(span);
    else whole = join(span, whole);
  }
  const at = rest.findIndex(({ startUnixMs }) => startUnixMs > whole.startUnixMs);
  rest.splice(at === -1 ? rest.length : at, 0, whole);
  return rest;
}
