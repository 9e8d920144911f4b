/** Routes of how the site is reached, and of what a phone needs before it trusts the site. */
import { Readable } from 'node:stream';
import { ApiError } from '../../answer/api-error.ts';
import type { NetworkAccess } from '../../network/network-access.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { TRUST_HEADERS, trustPage } from '../trust/trust-page.ts';

type NetworkRoutes = 'getNetworkSettings' | 'changeNetworkSettings' | 'getTrustPage' | 'getTrustCertificate';

/** Handlers over the one that holds it together. */
export function networkRoutes(
  network: NetworkAccess,
  context: Pick<SiteContext, 'siteName'>,
): SomeHandlers<NetworkRoutes> {
  return {
    getNetworkSettings: async () => ({ status: 200, body: await network.answer() }),
    changeNetworkSettings: async ({ body, requester }) => {
      await network.change(body, requester);
      return { status: 200, body: await network.answer() };
    },
    getTrustPage: ({ query: { lang } }) => {
      const { trustUrl, urls } = network;
      const page = trustPage({
        language: lang,
        siteName: context.siteName,
        fingerprint: fingerprintOf(network),
        trustUrl,
        siteUrl: urls[0] ?? null,
      });
      return { status: 200, media: page, headers: TRUST_HEADERS };
    },
    getTrustCertificate: () => {
      // DER: the digest of the file is the fingerprint, so that it can be compared without a program for certificates.
      const { der } = network.trusted();
      return {
        status: 200,
        media: Readable.from([der], { objectMode: false }),
        headers: {
          'content-type': 'application/x-x509-ca-cert',
          'content-length': der.length,
          'content-disposition': 'attachment; filename="matlang.crt"',
        },
      };
    },
  };
}

function fingerprintOf(network: NetworkAccess): string | null {
  try {
    return network.trusted().fingerprint;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'authority-missing') return null;
    throw error;
  }
}
