/** Whether somebody can see an element: in a tab that is shown, and not scrolled away. */
import { type RefObject, useEffect, useState } from 'react';

/**
 * False in a hidden tab, and where the element is scrolled more than a little out of view.
 * @param atFirst whether it is in view before the browser has told: it tells a frame or two later
 */
export function useVisible(element: RefObject<Element | null>, atFirst: boolean): boolean {
  const [inView, setInView] = useState(atFirst);
  const [tabShown, setTabShown] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.at(-1)?.isIntersecting ?? false),
      // What comes into view next has its picture by then.
      { rootMargin: '100px' },
    );
    observer.observe(current);
    const onChange = (): void => setTabShown(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', onChange);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', onChange);
    };
  }, [element]);
  return inView && tabShown;
}
