/** Trying a new site with simulated cameras: they are a process of the supervisor's, which is asked for it here. */
import { ApiError } from '../../answer/api-error.ts';
import { SERVER_REQUESTER, type SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** @param wish tells the supervisor; null: whoever started this server has no simulated cameras to give */
export function simulatedCameraRoutes(
  { database, siteId, clock }: SiteContext,
  wish: (() => void) | null,
): SomeHandlers<'trySimulatedCameras'> {
  return {
    trySimulatedCameras: async ({ requester }) => {
      if (wish === null) throw new ApiError('simulator-not-offered');
      await database.transaction(async (stores) => {
        // Among real cameras drawn pictures would be taken for real ones.
        if ((await stores.cameras.list(siteId, { withRemoved: false })).length > 0)
          throw new ApiError('site-has-cameras');
        await stores.audit.append({
          ...SERVER_REQUESTER,
          ...requester,
          siteId,
          atUnixMs: clock.nowUnixMs(),
          action: 'simulated-cameras.started',
          subjectId: siteId,
          detail: {},
        });
      });
      wish();
      return { status: 202, body: { state: 'starting' } };
    },
  };
}
