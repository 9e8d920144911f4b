/** The pages with a link in the frame, and the permission without which each shows nothing. */
import { mayUse, type Permission, type Session } from '../api/use-session.ts';
import type { TextKey } from '../i18n/texts.ts';

/** In the order of the frame. */
export const LINKS = [
  { to: '/live', text: 'live', permission: 'live.view' },
  { to: '/review', text: 'review', permission: 'footage.view' },
  { to: '/exports', text: 'exports', permission: 'jobs.read' },
  { to: '/bookmarks', text: 'bookmarks', permission: 'bookmarks.read' },
  { to: '/holds', text: 'holds', permission: 'holds.read' },
  { to: '/storage', text: 'storage', permission: 'storage.read' },
  { to: '/people', text: 'people', permission: 'people.read' },
  { to: '/log', text: 'log', permission: 'audit.read' },
] as const satisfies readonly { to: string; text: TextKey; permission: Permission }[];

/** Pages behind the name of who is signed in, with the same. */
export const OWN_LINKS = [
  { to: '/recovery-sheet', text: 'recoverySheet', permission: 'people.manage' },
  { to: '/settings', text: 'settings', permission: 'settings.manage' },
] as const satisfies readonly { to: string; text: TextKey; permission: Permission }[];

/** Each has its text and its address. */
export type PageLink = (typeof LINKS)[number];

/** What the tab calls pages, by address. */
export const PAGE_NAMES: Readonly<Record<string, TextKey>> = {
  ...Object.fromEntries([...LINKS, ...OWN_LINKS].map(({ to, text }) => [to, text])),
  '/account': 'account',
  '/first-steps': 'firstSteps',
  '/sign-in': 'signIn',
  '/set-up': 'setUp',
  '/invitation': 'invitation',
  '/recovery': 'recover',
  '/hand-over': 'handOver',
};

/** Pages for who is not signed in. */
export const PUBLIC_PAGES: ReadonlySet<string> = new Set([
  '/sign-in',
  '/set-up',
  '/invitation',
  '/recovery',
  '/kiosk',
]);

/** Those that somebody may use. */
export const linksOf = (session: Session): readonly PageLink[] =>
  // Without accounts there is nobody to list.
  LINKS.filter(({ to, permission }) => mayUse(session, permission) && !(to === '/people' && isOpen(session)));

/** Where somebody begins: a treasurer sees no pictures. */
export const firstPageOf = (session: Session): PageLink['to'] | '/account' =>
  linksOf(session)[0]?.to ?? '/account';

/** Whether a page would only be refused. */
export const isRefused = (session: Session, path: string): boolean =>
  [...LINKS, ...OWN_LINKS].some(({ to, permission }) => to === path && !mayUse(session, permission));

/** This browser is a shared screen: it shows one page, and nobody is signed in. */
export const isKiosk = (session: Session): boolean =>
  typeof session !== 'string' && session.state === 'kiosk';

/** Nobody has an account yet. */
export const isOpen = (session: Session): boolean => typeof session !== 'string' && session.state === 'open';
