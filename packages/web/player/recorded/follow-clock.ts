/** What one video does to stand where the page's clock stands. Pure: the player asks it several times a second. */

/** Further off than this is not caught up with by playing faster: half a second at most is ever seen. */
const SEEK_S = 0.5;
/** Browsers refuse what lies outside. */
const SLOWEST = 0.0625;
const FASTEST = 16;
/** Below this two pictures of 25 a second are the same. */
const IN_STEP_S = 0.01;
/** At most so much faster or slower than the clock. */
const MOST_CORRECTION = 0.25;
/** A second behind is caught up with twice as fast as the clock runs, were it allowed. */
const CORRECTION_PER_SECOND = 2;

/** How a video stands. */
export interface Standing {
  readonly clockUnixMs: number;
  /** Negative: backwards. */
  readonly rate: number;
  /** Playing, and nobody has to be waited for. */
  readonly running: boolean;
  readonly videoUnixMs: number;
  /** Something to show, now and at the next picture. */
  readonly hasPicture: boolean;
  readonly seeking: boolean;
  /** A gap: there is nothing to show at the clock's instant. */
  readonly nothingHere: boolean;
}

/** `stand`: as it is; `seek`: to the clock's instant; `play`: so much faster than its own speed. */
export type ClockStep =
  | { readonly kind: 'stand' }
  | { readonly kind: 'seek' }
  | { readonly kind: 'play'; readonly rate: number };

/** The next step. */
export function followClock(standing: Standing): ClockStep {
  const { clockUnixMs, rate, running, videoUnixMs, hasPicture, seeking, nothingHere } = standing;
  if (!running || nothingHere) return { kind: 'stand' };
  const behindS = (clockUnixMs - videoUnixMs) / 1000;
  if (rate < 0) return seeking || behindS === 0 ? { kind: 'stand' } : { kind: 'seek' };
  if (Math.abs(behindS) > SEEK_S * Math.max(1, rate)) return seeking ? { kind: 'stand' } : { kind: 'seek' };
  if (!hasPicture) return { kind: 'stand' };
  const isInStep = Math.abs(behindS) < IN_STEP_S * Math.max(1, rate);
  const wanted = isInStep ? 0 : (behindS * CORRECTION_PER_SECOND) / Math.max(1, rate);
  const correction = Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, wanted));
  return { kind: 'play', rate: Math.min(FASTEST, Math.max(SLOWEST, rate * (1 + correction))) };
}
