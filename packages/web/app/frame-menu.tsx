/** A menu of the frame: a button, and what it opens below. Closed again by Escape, by a press beside it, and by going to another page. */
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './shell.module.css';

/** Open or not is the browser's affair. */
export function FrameMenu({
  label,
  button,
  children,
}: {
  /** What the button is called where its content is a picture; left out where it has words. */
  readonly label?: string;
  readonly button: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const address = useRouterState({ select: ({ location }) => location.href });
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const onPress = ({ target }: Event): void => {
      const { current } = menu;
      if (current !== null && target instanceof Node && !current.contains(target)) current.open = false;
    };
    addEventListener('pointerdown', onPress);
    return () => removeEventListener('pointerdown', onPress);
  }, []);
  return (
    <details
      key={address}
      ref={menu}
      className={classes['more']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary {...(label === undefined ? {} : { 'aria-label': label, title: label })}>{button}</summary>
      <div className={classes['menu']}>{children}</div>
    </details>
  );
}
