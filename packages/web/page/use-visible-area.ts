/** What a keyboard on the screen leaves of the window: phones draw it over the page and leave the page as tall as it was. */
import { useSyncExternalStore } from 'react';

/** In pixels of the page. */
export interface VisibleArea {
  readonly top: number;
  readonly height: number;
}

/** Less is a bar of the browser, and no keyboard. */
const LEAST_KEYBOARD = 100;
/** Fingers that zoom make the visible part smaller too: the page must stay as it is then. */
const LARGEST_SCALE = 1.05;

/** Null where all of the window can be seen. Drawn anew when that changes. */
export function useVisibleArea(): VisibleArea | null {
  const [top, height] = useSyncExternalStore(subscribe, snapshot).split(' ').map(Number);
  return top === undefined || height === undefined ? null : { top, height };
}

/** One text for equal areas, so that React can compare; empty where all can be seen. */
function snapshot(): string {
  const { visualViewport: seen } = globalThis;
  if (seen === null || seen.scale > LARGEST_SCALE) return '';
  const hidden = document.documentElement.clientHeight - seen.height;
  return hidden < LEAST_KEYBOARD ? '' : `${Math.round(seen.offsetTop)} ${Math.round(seen.height)}`;
}

function subscribe(onChange: () => void): () => void {
  const { visualViewport: seen } = globalThis;
  const kinds = ['resize', 'scroll'] as const;
  for (const kind of kinds) seen?.addEventListener(kind, onChange);
  return () => {
    for (const kind of kinds) seen?.removeEventListener(kind, onChange);
  };
}
