/** Which address shows which page. Each page loads its own code when it is opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseReviewSearch } from '../pages/review/review-address.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/live' });
  },
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

/** One for the application. A link loads its page's code when the pointer is over it. */
export const router = createRouter({
  routeTree: root.addChildren([home, live, review, exports, bookmarks, holds, storage]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
