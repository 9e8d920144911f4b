/** Routes of still pictures. A camera that was removed still has them, as long as its footage. */

import { earliestOf, type Identity } from '../../access/identity.ts';
import type { CameraService } from '../camera/camera-service.ts';
import { beginView, type ViewParts } from '../footage/begin-view.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import type { StillService } from './still-service.ts';

const recent = <Asked>(identity: Identity, asked: Asked) => ({
  ...asked,
  earliestUnixMs: earliestOf(identity),
});

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
      return await stills.still(recent(identity, { ...query, cameraId: params.id }), viewing, signal);
    },
    getLastPicture: async ({ params, query, identity, signal }) => {
      await cameras.get(params.id);
      return await stills.last(recent(identity, { ...query, cameraId: params.id }), signal);
    },
    getStills: async ({ params, query, identity, requester, signal }) => {
      await cameras.get(params.id);
      const viewing = beginView(parts, { identity, requester, query }, params.id);
      return await stills.strip(recent(identity, { ...query, cameraId: params.id }), viewing, signal);
    },
  };
}
