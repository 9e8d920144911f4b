/** The route of storage. */
import type { SomeHandlers } from '../registration/route-types.ts';
import type { StorageService } from './storage-service.ts';

/** Handlers over the service. */
export function storageRoutes(storage: StorageService): SomeHandlers<'getStorage'> {
  return {
    getStorage: async ({ scope }) => {
      const { cameras, ...rest } = await storage.storage();
      return {
        status: 200,
        body: { ...rest, cameras: cameras.filter(({ cameraId }) => scope.has(cameraId)) },
      };
    },
  };
}
