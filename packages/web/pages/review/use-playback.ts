/** The clock that all pictures of a page follow, and what the page shows of it. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { PlaybackClock } from '../../player/playback-clock.ts';
import { type View, viewAround } from '../../timeline/time-scale.ts';

const MINUTE_MS = 60_000;
const DEFAULT_VIEW_MS = 60 * MINUTE_MS;
/** The page draws the instant anew so often. */
const DRAW_MS = 100;
/** Media time further from its base than this loses precision: another base is taken. */
const BASE_HOLDS_MS = 12 * 60 * MINUTE_MS;
/** Seconds since then have all the precision that a picture needs. */
const BASE_BEFORE_MS = 24 * 60 * MINUTE_MS;

/** What a page shows, and how it is changed. */
export interface Playback {
  readonly clock: PlaybackClock;
  readonly instantUnixMs: number;
  /** Changes at each jump. */
  readonly seeks: number;
  readonly baseUnixMs: number;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly seek: (unixMs: number) => void;
  /** Null: stand. */
  readonly setRate: (rate: number | null) => void;
  /** Cameras that have nothing to show yet: the clock waits for them. */
  readonly waiting: RefObject<Set<string>>;
}

/** @param at, length as the address has them; read once. */
export function usePlayback(at: number | undefined, length: number | undefined): Playback {
  const [clock] = useState(() => new PlaybackClock(at ?? Date.now() - MINUTE_MS, performance.now()));
  const [instant, setInstant] = useState(() => clock.instantUnixMs(performance.now()));
  const [seeks, setSeeks] = useState(0);
  const [view, setView] = useState<View>(() => viewAround(instant, length ?? DEFAULT_VIEW_MS));
  const [baseUnixMs, setBase] = useState(() => baseOf(instant));
  const waiting = useRef(new Set<string>());

  const seek = useCallback(
    (unixMs: number): void => {
      clock.seek(unixMs, performance.now());
      setInstant(unixMs);
      setBase((base) => (Math.abs(unixMs - (base + BASE_BEFORE_MS)) > BASE_HOLDS_MS ? baseOf(unixMs) : base));
      setSeeks((count) => count + 1);
      setView((now) =>
        unixMs < now.fromUnixMs || unixMs > now.toUnixMs
          ? viewAround(unixMs, now.toUnixMs - now.fromUnixMs)
          : now,
      );
    },
    [clock],
  );
  const setRate = useCallback(
    (rate: number | null): void => {
      if (rate === null) clock.pause(performance.now());
      else clock.play(rate, performance.now());
      setInstant(clock.instantUnixMs(performance.now()));
    },
    [clock],
  );

  useEffect(() => {
    const timer = setInterval(() => {
      clock.hold(waiting.current.size > 0, performance.now());
      setInstant(clock.instantUnixMs(performance.now()));
    }, DRAW_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return { clock, instantUnixMs: instant, seeks, baseUnixMs, view, setView, seek, setRate, waiting };
}

function baseOf(unixMs: number): number {
  return Math.floor(unixMs) - BASE_BEFORE_MS;
}
