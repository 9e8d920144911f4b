/** Which address shows which page. Each page loads its own code when it is opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { LEAST_VIEW_MS, MOST_VIEW_MS } from '../timeline/time-scale.ts';
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
  /** Cameras by their ids with commas between, the instant in Unix ms, the length of the time line in ms. */
  validateSearch: (search: Record<string, unknown>): { cameras?: string; at?: number; length?: number } => ({
    ...(typeof search['cameras'] === 'string' ? { cameras: search['cameras'].slice(0, 1000) } : {}),
    ...(isInstant(search['at']) ? { at: search['at'] } : {}),
    ...(isInstant(search['length'])
      ? { length: Math.min(MOST_VIEW_MS, Math.max(LEAST_VIEW_MS, search['length'])) }
      : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/review/review-page.tsx'), 'ReviewPage'),
});

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 8e15;
}

/** One for the application. A link loads its page's code when the pointer is over it. */
export const router = createRouter({
  routeTree: root.addChildren([home, live, review]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
