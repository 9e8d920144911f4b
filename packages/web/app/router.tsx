/** Which address shows which page. Each page loads its own code when it is opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseFirstStep } from '../pages/first-steps/first-step.ts';
import { parseLogSearch } from '../pages/log/log-address.ts';
import { parseReviewSearch } from '../pages/review/review-address.ts';
import { ownPath } from './own-path.ts';
import { FirstPage, Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: FirstPage,
});

const live = createRoute({
  getParentRoute: () => root,
  path: '/live',
  /** `camera`: the one that is enlarged. */
  validateSearch: (search: Record<string, unknown>): { camera?: string } =>
    typeof search['camera'] === 'string' ? { camera: search['camera'] } : {},
  component: lazyRouteComponent(() => import('../pages/live/live-page.tsx'), 'LivePage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  validateSearch: parseReviewSearch,
  component: lazyRouteComponent(() => import('../pages/review/review-page.tsx'), 'ReviewPage'),
});

const exports = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: lazyRouteComponent(() => import('../pages/exports/exports-page.tsx'), 'ExportsPage'),
});

const bookmarks = createRoute({
  getParentRoute: () => root,
  path: '/bookmarks',
  component: lazyRouteComponent(() => import('../pages/bookmarks/bookmarks-page.tsx'), 'BookmarksPage'),
});

const holds = createRoute({
  getParentRoute: () => root,
  path: '/holds',
  component: lazyRouteComponent(() => import('../pages/holds/holds-page.tsx'), 'HoldsPage'),
});

const storage = createRoute({
  getParentRoute: () => root,
  path: '/storage',
  component: lazyRouteComponent(() => import('../pages/storage/storage-page.tsx'), 'StoragePage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('../pages/people/people-page.tsx'), 'PeoplePage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const firstSteps = createRoute({
  getParentRoute: () => root,
  path: '/first-steps',
  validateSearch: parseFirstStep,
  component: lazyRouteComponent(() => import('../pages/first-steps/first-steps-page.tsx'), 'FirstStepsPage'),
});

const log = createRoute({
  getParentRoute: () => root,
  path: '/log',
  validateSearch: parseLogSearch,
  component: lazyRouteComponent(() => import('../pages/log/log-page.tsx'), 'LogPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  /** `step`: what has to be done before anything else. */
  validateSearch: (search: Record<string, unknown>): { step?: 'authenticator' } =>
    search['step'] === 'authenticator' ? { step: 'authenticator' } : {},
  component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  /** `to`: the page that was wanted. Named even where it is none of ours: what is left out here is handed on as it stands. */
  validateSearch: ({ to }: Record<string, unknown>): { to?: string | undefined } => ({
    to: ownPath(to, location.origin) ?? undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../pages/set-up/set-up-page.tsx'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../pages/invitation/invitation-page.tsx'), 'InvitationPage'),
});

const recovery = createRoute({
  getParentRoute: () => root,
  path: '/recovery',
  component: lazyRouteComponent(() => import('../pages/recovery/recovery-page.tsx'), 'RecoveryPage'),
});

const recoverySheet = createRoute({
  getParentRoute: () => root,
  path: '/recovery-sheet',
  component: lazyRouteComponent(
    () => import('../pages/recovery-sheet/recovery-sheet-page.tsx'),
    'RecoverySheetPage',
  ),
});

const kiosk = createRoute({
  getParentRoute: () => root,
  path: '/kiosk',
  component: lazyRouteComponent(() => import('../pages/kiosk/kiosk-page.tsx'), 'KioskPage'),
});

const handOver = createRoute({
  getParentRoute: () => root,
  path: '/hand-over',
  component: lazyRouteComponent(() => import('../pages/handover/handover-page.tsx'), 'HandoverPage'),
});

const pages = [
  home,
  live,
  review,
  exports,
  bookmarks,
  holds,
  storage,
  people,
  log,
  settings,
  firstSteps,
  account,
  signIn,
  setUp,
  invitation,
  recovery,
  recoverySheet,
  kiosk,
  handOver,
];

/** One for the application. A link loads its page's code when the pointer is over it. */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
