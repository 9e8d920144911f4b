/**
 * By which door of the machine a request came in: by HTTP from the machine itself, or from the network. Set by whoever listens, before
 * anything of the request is looked at; a header can't say otherwise.
 */
import type { IncomingMessage } from 'node:http';
import { normalizeHost } from '@matlang/keys/certificate';

/** What is known by the door alone. */
export interface Entrance {
  readonly from: 'this-machine' | 'network';
  /** By HTTPS. */
  readonly secure: boolean;
  /** Whether the site is opened by this name here. @param host a `Host` header */
  readonly isOwnHost: (host: string) => boolean;
  /** Whether browsers are told to come by HTTPS only from now on. */
  readonly wantsHsts: (host: string) => boolean;
}

// Any port: a tunnel (ssh -L) may come in by another one.
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const HOST = /^(?<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** HTTP on the loopback: as long as the machine runs it is opened by its own user. */
export const THIS_MACHINE: Entrance = {
  from: 'this-machine',
  secure: false,
  isOwnHost: (host) => LOOPBACK_HOST.test(host),
  wantsHsts: () => false,
};

/** Name or address of a `Host` header without its port, as `normalizeHost` gives it; null: it names none. */
export const hostNameOf = (host: string | undefined): string | null => {
  const name = HOST.exec(host ?? '')?.groups?.['name'];
  return name === undefined ? null : normalizeHost(name);
};

const ENTRANCES = new WeakMap<IncomingMessage, Entrance>();

/** Of one request; once. */
export function enterBy(request: IncomingMessage, entrance: Entrance): void {
  ENTRANCES.set(request, entrance);
}

/** What no other listener took in came by the loopback. */
export const entranceOf = (request: IncomingMessage): Entrance => ENTRANCES.get(request) ?? THIS_MACHINE;
