/** Tells the server that somebody is still at the screen. It counts the minutes itself: a page that tells nothing is locked. */
import { useEffect, useRef } from 'react';
import { ask } from '../../api/client.ts';
import { useShow } from './kiosk-query.ts';

/** Of many presses one is told. */
const TELL_EVERY_MS = 5000;
const PRESSES = ['pointerdown', 'keydown', 'wheel'] as const;

/** While recordings are shown. */
export function useStay(): void {
  const show = useShow();
  const toldMs = useRef(-Infinity);
  useEffect(() => {
    const tell = (): void => {
      if (performance.now() - toldMs.current < TELL_EVERY_MS) return;
      toldMs.current = performance.now();
      // Whatever it says is asked for again soon.
      void ask('keepKioskUnlocked').then(show, () => undefined);
    };
    for (const press of PRESSES) addEventListener(press, tell, { passive: true });
    return () => {
      for (const press of PRESSES) removeEventListener(press, tell);
    };
  }, [show]);
}
