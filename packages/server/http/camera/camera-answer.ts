/** A camera as the API shows it. */
import type { CameraAnswer } from '@matlang/contract';
import type { Camera } from '@matlang/domain';

/** Without its password, sealed or not. */
export function cameraAnswer(camera: Camera): CameraAnswer {
  return {
    id: camera.id,
    siteId: camera.siteId,
    name: camera.name,
    enabled: camera.enabled,
    main: { url: camera.mainUrl },
    sub: camera.subUrl === null ? null : { url: camera.subUrl },
    username: camera.username,
    hasPassword: camera.sealedPassword !== null,
    transport: camera.transport,
    record: camera.record,
    live: { ...camera.live },
    audio: { ...camera.audio },
    retentionDays: camera.retentionDays,
    volumeId: camera.volumeId,
    revision: camera.revision,
    createdAt: camera.createdUnixMs,
    changedAt: camera.changedUnixMs,
    removedAt: camera.removedUnixMs,
  };
}
