/** The route by which the site's key is changed. */
import type { KeyRotation } from '../../keys/key-rotation.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** Handlers over the rotation. */
export function keyRoutes(rotation: KeyRotation): SomeHandlers<'rotateSiteKey'> {
  return {
    rotateSiteKey: async ({ requester }) => ({ status: 200, body: await rotation.rotate(requester) }),
  };
}
