/**
 * The door of the server: every request and every live page comes through it. It asks who it is and whether the route's permission is
 * had for what the request names; what only the handler can know (`seen`, `held`) the handler asks itself.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { RouteShape } from '@matlang/contract';
import type { Permission, Rights } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import type { Entrance } from '../network/entrance.ts';
import type { Clock, Requester } from '../site/site-context.ts';
import { earliestOf, type Identity, nobody } from './identity.ts';
import { Scope } from './scope.ts';

/** What is known of a request before its body is read. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  /** Where it comes from. */
  readonly address: string;
  /** By which door of the machine. */
  readonly entrance: Entrance;
}

/** Finds out who asks; null: nobody that is known here. */
export type Identify = (arrival: Arrival) => Promise<Identity | null>;

/** What of a route the door looks at. */
export type GuardedRoute = Pick<RouteShape, 'permission' | 'subject' | 'kiosk'> &
  Partial<Pick<RouteShape, 'method'>>;

/** The parts of a request in which a route may name its cameras, after its schemas. */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** One for a server. */
export class Door {
  readonly #identify: Identify;
  readonly #clock: Clock;

  constructor(identify: Identify, clock: Clock) {
    this.#identify = identify;
    this.#clock = clock;
  }

  /**
   * Before anything of the request is read but its headers.
   * @throws ApiError `sign-in-needed` where nobody is known, `not-permitted` where the permission is had nowhere, `kiosk-no-account` where a
   * shared screen would sign somebody in
   */
  async enter(route: GuardedRoute, arrival: Arrival): Promise<Identity> {
    const { permission, subject } = route;
    const identity = await this.#identify(arrival);
    if (permission === 'public') {
      // By what changes something there one signs in, or becomes somebody.
      if (identity?.kind === 'kiosk' && route.method !== 'GET') throw new ApiError('kiosk-no-account');
      return identity ?? nobody(arrival.address);
    }
    if (identity === null) throw new ApiError('sign-in-needed');
    requireKioskUse(route, identity);
    if (permission === 'signed-in' || permission === 'kiosk') return identity;
    const needed = subject === 'site' ? 'site' : 'any';
    if (!identity.rights.may(permission, needed, this.#clock.nowUnixMs()))
      throw new ApiError('not-permitted');
    return identity;
  }

  /**
   * After its schemas: for each camera that it names.
   * @throws ApiError `camera-not-found`: who may not know of a camera is not told that it is there; `kiosk-window` where a shared screen
   * asks for what is older than it shows
   */
  requireCameras(route: GuardedRoute, identity: Identity, parts: RequestParts): void {
    requireRecent(route, identity, parts);
    const { permission, subject } = route;
    if (typeof subject === 'string' || isNobodys(permission)) return;
    const { rights } = identity;
    const named = fieldOf(parts[subject.in], subject.field);
    for (const cameraId of Array.isArray(named) ? named : [named])
      this.requireCamera(permission, rights, String(cameraId));
  }

  /** As whom it is written down: a person in the role that the permission comes from. After its schemas. */
  requesterFor(
    { permission, subject }: GuardedRoute,
    { kind, requester, rights }: Identity,
    parts: RequestParts,
  ): Requester {
    if ((kind !== 'session' && kind !== 'kiosk') || isNobodys(permission)) return requester;
    const [named] = typeof subject === 'string' ? [] : [fieldOf(parts[subject.in], subject.field)].flat();
    const about = subject === 'site' ? 'site' : typeof named === 'string' ? { cameraId: named } : 'any';
    const capacity = rights.capacityFor(permission, about, this.#clock.nowUnixMs());
    return capacity === null ? requester : { ...requester, capacity };
  }

  /** What the handler of the route may show, and of what. */
  scopeOf({ permission }: GuardedRoute, { rights }: Identity): Scope {
    return isNobodys(permission) ? new Scope(new Set()) : this.scopeFor(permission, rights);
  }

  /** For a permission that is not the route's own. */
  scopeFor(permission: Permission, rights: Rights): Scope {
    return new Scope(rights.camerasFor(permission, this.#clock.nowUnixMs()));
  }

  /** @throws ApiError `camera-not-found` */
  requireCamera(permission: Permission, rights: Rights, cameraId: string): void {
    if (!rights.may(permission, { cameraId }, this.#clock.nowUnixMs()))
      throw new ApiError('camera-not-found');
  }
}

/** Of no camera, and of no role. */
const isNobodys = (permission: RouteShape['permission']): permission is 'public' | 'signed-in' | 'kiosk' =>
  permission === 'public' || permission === 'signed-in' || permission === 'kiosk';

/** A shared screen asks what the contract names for it and nothing else, whatever rights it has. @throws ApiError `not-permitted` */
function requireKioskUse({ permission, kiosk: use }: GuardedRoute, { kind, kiosk }: Identity): void {
  const isOwn = permission === 'kiosk';
  if (kind !== 'kiosk' ? isOwn : !isOwn && use === undefined) throw new ApiError('not-permitted');
  if (kiosk?.revoked.aborted === true) throw new ApiError('sign-in-needed');
}

/** By the only instant at which all such questions begin. @throws ApiError `kiosk-window` */
function requireRecent({ kiosk: use }: GuardedRoute, identity: Identity, { query }: RequestParts): void {
  if (identity.kiosk === undefined || use !== 'recent') return;
  const begins = fieldOf(query, 'from') ?? fieldOf(query, 'at');
  if (typeof begins !== 'number' || begins < earliestOf(identity)) throw new ApiError('kiosk-window');
}

function fieldOf(part: unknown, field: string): unknown {
  return typeof part === 'object' && part !== null ? Reflect.get(part, field) : undefined;
}
