/** What time it is at the site, for pages and dialogs: the server's clock, never the desk's. */
import { useEffect, useRef, useState } from 'react';
import { useLiveFacts, useLiveSocket } from './site-context.tsx';

const LOOK_MS = 50;

/** Null until the server told it for the first time; then a function that always knows it: while it is told again, the last one runs on. */
export function useSiteNow(): (() => number) | null {
  const socket = useLiveSocket();
  useLiveFacts();
  const offset = useRef<number | null>(null);
  const [now] = useState(() => (): number => {
    const told = socket.siteTimeUnixMs();
    if (told !== null) offset.current = told - performance.now();
    return performance.now() + (offset.current ?? 0);
  });
  // A dialog that is opened long after the page knows it at once.
  const [known, setKnown] = useState(() => {
    now();
    return offset.current !== null;
  });
  useEffect(() => {
    if (known) return undefined;
    const look = (): void => {
      now();
      if (offset.current !== null) setKnown(true);
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [known, now]);
  return known ? now : null;
}
