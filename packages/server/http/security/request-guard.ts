/**
 * From where one may ask: this machine, by its own name. The socket listens on loopback only; the Host
 * check stops a web page whose name was made to point here (DNS rebinding), the origin check one that posts from elsewhere.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../answer/api-error.ts';

// Any port: a tunnel (ssh -L) may come in by another one.
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** @throws ApiError `host-refused`, `origin-refused` */
export function guardRequest(headers: IncomingHttpHeaders): void {
  const { host, origin } = headers;
  if (host === undefined || !LOOPBACK_HOST.test(host)) {
    throw new ApiError('host-refused');
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
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
