/** Routes of still pictures. A camera that was removed still has them, as long as its footage. */

import type { CameraService } from '../camera/camera-service.ts';
import { beginView, type ViewParts } from '../footage/begin-view.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import type { StillService } from './still-service.ts';

/** Handlers over the services. */
export function stillRoutes(
  cameras: CameraService,
  stills: StillService,
  parts: ViewParts,
): SomeHandlers<'getStill' | 'getLastPicture' | 'getStills'> {
  return {
    getStill: async ({ params, query, identity, requester, signal }) => {
      await cameras.get(params.id);
      const viewing = beginView(parts, { identity, requester, query }, params.id);
      return await stills.still({ ...query, cameraId: params.id }, viewing, signal);
    },
    getLastPicture: async ({ params, query, signal }) => {
      await cameras.get(params.id);
      return await stills.last({ ...query, cameraId: params.id }, signal);
    },
    getStills: async ({ params, query, identity, requester, signal }) => {
      await cameras.get(params.id);
      const viewing = beginView(parts, { identity, requester, query }, params.id);
      return await stills.strip({ ...query, cameraId: params.id }, viewing, signal);
    },
  };
}
