/** HTTP on a network that has HTTPS: leads there, by names of the site alone, and serves what is needed to trust it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ROUTES } from '@matlang/contract';
import { hostInAddress } from '@matlang/keys/certificate';
import { type Entrance, hostNameOf } from './entrance.ts';

/** Before a phone trusts the site it must get the certificate by other means than the site's HTTPS. */
const IN_CLEAR: ReadonlySet<string> = new Set([ROUTES.getTrustPage.path, ROUTES.getTrustCertificate.path]);
const PATH = /^\/[\x21-\x7e]*$/;
const HTTPS_PORT = 443;

/**
 * Leads a request to HTTPS, or says that it is for the application to answer: what is in clear for everybody, and names that are none of the
 * site's, which are refused.
 * @returns whether it was answered
 */
export function redirectToHttps(
  request: IncomingMessage,
  response: ServerResponse,
  { entrance, port }: { readonly entrance: Entrance; readonly port: number },
): boolean {
  const { host } = request.headers;
  const url = request.url ?? '/';
  const name = hostNameOf(host);
  if (host === undefined || name === null || !entrance.isOwnHost(host)) return false;
  if (IN_CLEAR.has(url.split('?', 1)[0] ?? '') && request.method === 'GET') return false;
  const authority = port === HTTPS_PORT ? hostInAddress(name) : `${hostInAddress(name)}:${port}`;
  // Method and body stay what they are (RFC 9110, 15.4.9); not kept: HTTPS may be switched off again.
  response.writeHead(308, {
    location: `https://${authority}${PATH.test(url) ? url : '/'}`,
    'cache-control': 'no-store',
    'content-length': 0,
    connection: 'close',
  });
  response.end();
  return true;
}
