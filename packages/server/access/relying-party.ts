/** For whom a passkey is made and shown: a name of this site (WebAuthn, 5.1.3). Not offered where no browser permits it. */
import { isIP } from 'node:net';
import { ApiError } from '../answer/api-error.ts';
import { hostNameOf } from '../network/entrance.ts';
import type { Arrival } from './door.ts';

/** As the browser will see it. */
export interface RelyingParty {
  /** The RP ID: name without port. */
  readonly host: string;
  readonly origin: string;
}

/** Why there is none. */
export type NoRelyingParty = 'needs-https' | 'needs-name';

/** Whether the host is one of the site's own was asked by `guardRequest` before. */
export function relyingPartyOf({
  headers,
  entrance,
}: Pick<Arrival, 'headers' | 'entrance'>): RelyingParty | NoRelyingParty {
  const host = hostNameOf(headers.host);
  const { secure, from } = entrance;
  // In clear a browser trusts the machine that it runs on, and no other.
  if (!secure && from === 'network') return 'needs-https';
  if (host === null || isIP(host) !== 0) return 'needs-name';
  return { host, origin: `${secure ? 'https' : 'http'}://${headers.host?.toLowerCase()}` };
}

/** @throws ApiError `passkey-needs-https`, `passkey-needs-name` */
export function requireRelyingParty(arrival: Pick<Arrival, 'headers' | 'entrance'>): RelyingParty {
  const found = relyingPartyOf(arrival);
  if (typeof found === 'string') throw new ApiError(`passkey-${found}`);
  return found;
}
