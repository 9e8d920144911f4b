/** What a route asks of whoever calls it: a permission, and for which cameras it must hold. */
import type { Permission } from '@matlang/domain';

/**
 * `public`: anybody who reaches the address. `signed-in`: anybody with an account or a token, for what is their own. `kiosk`: a shared
 * screen, for itself.
 */
export type RoutePermission = Permission | 'public' | 'signed-in' | 'kiosk';

/**
 * What a shared screen may ask of a route that is not its own, whatever its rights; left out: nothing. `live`: what was live a moment ago.
 * `recent`: once somebody has shown a PIN, of the last half hour; the route has `from` or `at` in its query, by which the server bounds it.
 */
export type KioskUse = 'live' | 'recent';

/**
 * What the permission must hold for. The server sees to the first three before the handler runs; with the last two the handler asks
 * (a test calls each route for a camera that the caller has nothing to do with).
 * - `none`: about no camera; whoever has the permission anywhere has it.
 * - `site`: about all of them, or the site itself; a permission for some cameras is not enough.
 * - a field of the request that names one camera, or a list of them. One that the caller has no permission for is answered as one that
 *   is not there.
 * - `seen`: the answer leaves out what is about other cameras.
 * - `held`: the id names a thing (an export, a hold) that knows its cameras.
 */
export type RouteSubject =
  | 'none'
  | 'site'
  | 'seen'
  | 'held'
  | { readonly in: 'params' | 'query' | 'body'; readonly field: 'id' | 'cameraId' | 'cameras' };
