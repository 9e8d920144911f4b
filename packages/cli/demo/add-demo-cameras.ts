/** Makes the site know the demo's cameras: added at the first start, their addresses and password renewed at the next ones. */
import { cameraListSchema } from '@matlang/contract';
import type { SiteClient } from '../site/site-client.ts';
import type { DemoCamera } from './simulated-cameras.ts';

/** Demo footage is kept for a day: nobody wants weeks of drawn pictures. */
const DEMO_RETENTION_DAYS = 1;

/** Ports change from start to start, names don't: a camera is found again by its name, so that its footage goes on. */
export const addDemoCameras = async (site: SiteClient, cameras: readonly DemoCamera[]): Promise<void> => {
  const known = cameraListSchema.parse(await site.call('GET', '/api/v1/cameras')).cameras;
  for (const { name, mainUrl, subUrl, username, password } of cameras) {
    const addresses = { main: { url: mainUrl }, sub: { url: subUrl }, username, password };
    const before = known.find((camera) => camera.name === name);
    if (before === undefined)
      await site.call('POST', '/api/v1/cameras', { name, ...addresses, retentionDays: DEMO_RETENTION_DAYS });
    else await site.call('PATCH', `/api/v1/cameras/${before.id}`, addresses);
  }
};
