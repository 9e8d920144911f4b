/** Routes of what the site is called, of the machine that it runs on, and of where its log's heads are sent. */
import type { HeadDeliveries } from '../../jobs/head-deliveries.ts';
import { machineAnswer, type ReadTimeStatus } from '../../site/machine.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SiteNaming } from '../../site/site-naming.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

type SiteRoutes =
  | 'getSiteSettings'
  | 'changeSiteSettings'
  | 'getMachine'
  | 'getHeadDelivery'
  | 'changeHeadDelivery'
  | 'sendHeads';

/** What the routes work with. */
export interface SiteRouteParts {
  readonly context: SiteContext;
  readonly naming: SiteNaming;
  readonly deliveries: HeadDeliveries;
  readonly version: string;
  readonly readTimeStatus: ReadTimeStatus;
}

/** Handlers over name and machine. */
export function siteRoutes({
  context,
  naming,
  deliveries,
  version,
  readTimeStatus,
}: SiteRouteParts): SomeHandlers<SiteRoutes> {
  return {
    getSiteSettings: async () => ({ status: 200, body: await naming.read() }),
    changeSiteSettings: async ({ body, requester }) => ({
      status: 200,
      body: await naming.change(body, requester),
    }),
    getHeadDelivery: async () => ({ status: 200, body: await deliveries.answer() }),
    changeHeadDelivery: async ({ body, requester }) => ({
      status: 200,
      body: await deliveries.change(body, requester),
    }),
    sendHeads: async () => ({ status: 200, body: await deliveries.sendNow() }),
    getMachine: async () => ({ status: 200, body: await machineAnswer(context, version, readTimeStatus) }),
  };
}
