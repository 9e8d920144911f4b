/**
 * From where one may ask: by a name of the site. The Host check stops a web page whose name was made to point here (DNS rebinding), the
 * origin check one that posts from elsewhere.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../answer/api-error.ts';
import type { Entrance } from '../../network/entrance.ts';

/** @throws ApiError `host-refused`, `origin-refused` */
export function guardRequest(headers: IncomingHttpHeaders, { isOwnHost, secure }: Entrance): void {
  const { host, origin } = headers;
  if (host === undefined || !isOwnHost(host)) {
    throw new ApiError('host-refused');
  }
  const own = `${secure ? 'https' : 'http'}://${host.toLowerCase()}`;
  if (origin !== undefined && origin.toLowerCase() !== own) {
    throw new ApiError('origin-refused');
  }
  const site = headers['sec-fetch-site'];
  if ((site === 'cross-site' || site === 'same-site') && !isOpenedByLink(headers)) {
    throw new ApiError('origin-refused');
  }
}

/** A link from another page may open ours; it may not fetch from it, nor embed it (a frame or an object navigates as well). */
function isOpenedByLink(headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  return mode === 'navigate' && (destination === undefined || destination === 'document');
}
