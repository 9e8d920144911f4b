/** The keys of playback, wherever the focus is unless somebody types: space, J K L, arrows, comma and full stop, N, I and O. */
import { useEffect, useRef } from 'react';

const ARROW_MS = 5000;
const SHIFTED_ARROW_MS = 60_000;
/** A picture at 25 a second; the player shows the one that is there. */
const FRAME_MS = 40;
const FASTEST = 16;

/** What keys can do. */
export interface ReviewKeys {
  readonly playing: boolean;
  readonly rate: number;
  readonly instantUnixMs: () => number;
  readonly seek: (unixMs: number) => void;
  /** Null: stand. */
  readonly setRate: (rate: number | null) => void;
  readonly skipGap: () => void;
  readonly mark: (which: 'from' | 'to') => void;
}

/** Listens as long as the page is shown. */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      // The space bar presses the button that has the focus.
      if (target instanceof HTMLButtonElement && event.key === ' ') return;
      if (act(event, latest.current)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** False: the key has no meaning here. */
function act(event: KeyboardEvent, keys: ReviewKeys): boolean {
  const { playing, rate, instantUnixMs, seek, setRate, skipGap, mark } = keys;
  const arrowMs = event.shiftKey ? SHIFTED_ARROW_MS : ARROW_MS;
  const step = (ms: number): void => {
    setRate(null);
    seek(instantUnixMs() + ms);
  };
  switch (event.key.toLowerCase()) {
    case ' ':
    case 'k':
      setRate(playing ? null : rate);
      return true;
    case 'l':
      setRate(playing ? Math.min(FASTEST, rate * 2) : 1);
      return true;
    case 'j':
      seek(instantUnixMs() - 2 * ARROW_MS);
      return true;
    case 'arrowleft':
      seek(instantUnixMs() - arrowMs);
      return true;
    case 'arrowright':
      seek(instantUnixMs() + arrowMs);
      return true;
    case ',':
      step(-FRAME_MS);
      return true;
    case '.':
      step(FRAME_MS);
      return true;
    case 'n':
      skipGap();
      return true;
    case 'i':
      mark('from');
      return true;
    case 'o':
      mark('to');
      return true;
    default:
      return false;
  }
}
