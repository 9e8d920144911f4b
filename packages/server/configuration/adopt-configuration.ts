/**
 * The newest configuration wins, whoever has it. A database that was lost, or restored from an older backup, knows less than
 * the file that the recorder works by: writing its rows over that file would end the recording of cameras that somebody added.
 */
import type { Camera } from '@matlang/domain';
import type { CameraConfiguration, RecorderConfiguration } from '@matlang/link';
import { SERVER_REQUESTER, type SiteContext, type SiteSeed } from '../site/site-context.ts';

/** The data folder's recorder belongs to another site than its database: somebody mixed two folders. Nothing was changed. */
export class ForeignConfigurationError extends Error {
  override readonly name = 'ForeignConfigurationError';

  constructor(ofFile: string, ofDatabase: string) {
    super(
      `recorder/cameras.json belongs to site ${ofFile}, site.sqlite to site ${ofDatabase}: put back the file that belongs here; recording goes on as before`,
    );
  }
}

/** What a database that is made anew takes over from the recorder's file, cameras apart. */
export function seedOf({ siteId, siteName, volumes }: RecorderConfiguration): SiteSeed {
  return { id: siteId, name: siteName, volumes };
}

/**
 * Where the file is newer than the rows, makes the rows say what it says; a camera that it does not name was removed.
 * @returns whether it did
 * @throws ForeignConfigurationError
 */
export async function adoptNewer(context: SiteContext, found: RecorderConfiguration): Promise<boolean> {
  const { database, siteId, clock } = context;
  if (found.siteId !== siteId) throw new ForeignConfigurationError(found.siteId, siteId);
  return await database.transaction(async (stores) => {
    const before = (await stores.site.find())?.configurationRevision ?? 0;
    if (found.revision <= before) return false;
    const now = clock.nowUnixMs();
    const known = new Map(
      (await stores.cameras.list(siteId, { withRemoved: true })).map((camera) => [camera.id, camera]),
    );
    for (const configured of found.cameras) {
      const camera = cameraOf(configured, siteId, known.get(configured.id) ?? null, now);
      if (known.delete(configured.id)) await stores.cameras.replace(camera);
      else await stores.cameras.insert(camera);
    }
    for (const camera of known.values())
      if (camera.removedUnixMs === null)
        await stores.cameras.replace({ ...camera, removedUnixMs: now, revision: camera.revision + 1 });
    await stores.site.raiseConfigurationRevision(siteId, found.revision);
    await stores.audit.append({
      siteId,
      atUnixMs: now,
      ...SERVER_REQUESTER,
      action: 'configuration.adopted',
      subjectId: siteId,
      detail: { cameras: found.cameras.length, revision: found.revision, revisionBefore: before },
    });
    return true;
  });
}

function cameraOf(
  configured: CameraConfiguration,
  siteId: string,
  before: Camera | null,
  nowUnixMs: number,
): Camera {
  const { id, name, volumeId, enabled, main, sub, transport, record, live, audio, retentionDays } =
    configured;
  return {
    id,
    siteId,
    volumeId,
    name,
    enabled,
    mainUrl: main.url,
    subUrl: sub?.url ?? null,
    username: configured.username ?? null,
    sealedPassword: configured.sealedPassword ?? null,
    sealedMainUrl: main.sealedUrl ?? null,
    sealedSubUrl: sub?.sealedUrl ?? null,
    transport,
    record,
    live,
    audio,
    retentionDays,
    revision: before === null ? 1 : before.revision + 1,
    createdUnixMs: before?.createdUnixMs ?? nowUnixMs,
    changedUnixMs: nowUnixMs,
    removedUnixMs: null,
  };
}
