/** The pages of whoever is signed in: as many side by side as the window has room for, the others behind a button. */
import { IconMenu2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { mayUse, useSession } from '../api/use-session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { fittingLinks } from './fitting-links.ts';
import { FrameMenu } from './frame-menu.tsx';
import { linksOf } from './pages.ts';
import classes from './shell.module.css';

/** As the style sheet has them. */
const GAP = 4;
const BUTTON = 40;

/** Of the frame. */
export function Navigation(): ReactNode {
  const { t, language } = useSpeech();
  const session = useSession();
  const nav = useRef<HTMLElement>(null);
  const rule = useRef<HTMLDivElement>(null);
  const fitting = useFitting(nav, rule);
  const link = classes['link'] ?? '';
  const links = linksOf(session).map(({ to, text }) => ({
    text,
    node: (
      <Link key={to} to={to} className={link} activeProps={{ 'aria-current': 'page' }}>
        {t(text)}
      </Link>
    ),
  }));
  // A page of the server's own: it is there where the application fails.
  const status = {
    text: 'status',
    node: (
      <a key="status" href={language === 'en' ? '/status?lang=en' : '/status'} className={link}>
        {t('status')}
      </a>
    ),
  } as const;
  const all = mayUse(session, 'status.read') ? [...links, status] : links;
  return (
    <nav ref={nav} aria-label={t('mainNavigation')} className={classes['nav']}>
      <div ref={rule} className={classes['rule']} aria-hidden="true">
        {all.map(({ text }) => (
          <span key={text} className={link}>
            {t(text)}
          </span>
        ))}
      </div>
      {all.slice(0, fitting).map(({ node }) => node)}
      {all.length > fitting && (
        <FrameMenu label={t('otherPages')} button={<IconMenu2 size={20} aria-hidden="true" />}>
          {all.slice(fitting).map(({ node }) => node)}
        </FrameMenu>
      )}
    </nav>
  );
}

/** @param rule holds all links as they are at their widest, out of sight @returns how many fit */
function useFitting(nav: RefObject<HTMLElement | null>, rule: RefObject<HTMLElement | null>): number {
  const [fitting, setFitting] = useState(Infinity);
  useLayoutEffect(() => {
    const room = nav.current;
    const links = rule.current;
    if (room === null || links === null) return undefined;
    const look = (): void => {
      const widths = [...links.children].map((one) => one.getBoundingClientRect().width);
      setFitting(fittingLinks({ widths, room: room.clientWidth, gap: GAP, button: BUTTON }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(room);
    // Another language, other pages, letters that come late.
    observer.observe(links);
    return () => observer.disconnect();
  }, [nav, rule]);
  return fitting;
}
