/** Routes of what the site is called, and of the machine that it runs on. */
import { machineAnswer, type ReadTimeStatus } from '../../site/machine.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SiteNaming } from '../../site/site-naming.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** What the routes work with. */
export interface SiteRouteParts {
  readonly context: SiteContext;
  readonly naming: SiteNaming;
  readonly version: string;
  readonly readTimeStatus: ReadTimeStatus;
}

/** Handlers over name and machine. */
export function siteRoutes({
  context,
  naming,
  version,
  readTimeStatus,
}: SiteRouteParts): SomeHandlers<'getSiteSettings' | 'changeSiteSettings' | 'getMachine'> {
  return {
    getSiteSettings: async () => ({ status: 200, body: await naming.read() }),
    changeSiteSettings: async ({ body, requester }) => ({
      status: 200,
      body: await naming.change(body, requester),
    }),
    getMachine: async () => ({ status: 200, body: await machineAnswer(context, version, readTimeStatus) }),
  };
}
