/** Hands keys to the page, wherever the focus is unless somebody types or chooses from a list. */
import { useEffect, useRef } from 'react';
import { commandOf, type ReviewCommand } from './review-keys.ts';

/** What has a meaning of its own for arrows, letters and the space bar. */
const OWN_KEYS =
  'input, textarea, select, [role="combobox"], [role="listbox"], [role="dialog"], [role="radiogroup"]';

/** Listens as long as the page is shown. */
export function useReviewKeys(act: (command: ReviewCommand) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (target instanceof Element && target.closest(OWN_KEYS) !== null) return;
      // The space bar presses the button that has the focus.
      if (target instanceof Element && target.closest('button, a') !== null && key === ' ') return;
      const command = commandOf(event);
      if (command === null) return;
      event.preventDefault();
      latest.current(command);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
