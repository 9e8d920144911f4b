/** For what counts seconds on the screen. */
import { useEffect, useState } from 'react';

/** Draws its component anew each second. */
export function useEachSecond(): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}
