/** What components see of the page's playback. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PlaybackControl, PlaybackFacts } from '../../player/recorded/playback-control.ts';

/** Drawn anew at each command; not as time goes by. */
export function usePlaybackFacts(control: PlaybackControl): PlaybackFacts {
  return useSyncExternalStore(control.subscribe, control.facts);
}

const LOOK_MS = 100;

/** The instant on show: in whole steps while it runs, exactly where it stands; where a pointer looks, that one. */
export function useInstant(control: PlaybackControl, stepMs: number): number {
  const [instant, setInstant] = useState(() => control.instantUnixMs);
  useEffect(() => {
    const look = (): void => {
      const at = control.facts().scrubUnixMs ?? control.instantUnixMs;
      setInstant(control.clock.running ? Math.floor(at / stepMs) * stepMs : at);
    };
    const timer = setInterval(look, LOOK_MS);
    const unsubscribe = control.subscribe(look);
    look();
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [control, stepMs]);
  return instant;
}
