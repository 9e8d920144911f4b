/** Makes the site know the simulated cameras. */
import { type CameraAnswer, cameraListSchema } from '@matlang/contract';
import type { SiteClient } from '../site/site-client.ts';
import type { DemoCamera } from './simulated-cameras.ts';

/** Demo footage is kept for a day: nobody wants weeks of drawn pictures. */
const DEMO_RETENTION_DAYS = 1;

/** Adds those that the site does not know, renews the others. @returns how many it knows then */
export const addDemoCameras = async (site: SiteClient, cameras: readonly DemoCamera[]): Promise<number> => {
  const known = await knownCameras(site);
  for (const camera of cameras)
    if (known.every(({ name }) => name !== camera.name))
      await site.call('POST', '/api/v1/cameras', {
        name: camera.name,
        ...addressesOf(camera),
        retentionDays: DEMO_RETENTION_DAYS,
      });
  await renew(site, known, cameras);
  return cameras.length;
};

/** Gives those that the site knows their new addresses; what somebody removed stays away. @returns how many it knows */
export const renewDemoCameras = async (site: SiteClient, cameras: readonly DemoCamera[]): Promise<number> =>
  await renew(site, await knownCameras(site), cameras);

/** Ports change from start to start, names don't: a camera is found again by its name, so that its footage goes on. */
const renew = async (
  site: SiteClient,
  known: readonly CameraAnswer[],
  cameras: readonly DemoCamera[],
): Promise<number> => {
  let renewed = 0;
  for (const camera of cameras) {
    const before = known.find(({ name }) => name === camera.name);
    if (before === undefined) continue;
    await site.call('PATCH', `/api/v1/cameras/${before.id}`, addressesOf(camera));
    renewed += 1;
  }
  return renewed;
};

const knownCameras = async (site: SiteClient): Promise<readonly CameraAnswer[]> =>
  cameraListSchema.parse(await site.call('GET', '/api/v1/cameras')).cameras;

const addressesOf = ({ mainUrl, subUrl, username, password }: DemoCamera) => ({
  main: { url: mainUrl },
  sub: { url: subUrl },
  username,
  password,
});
