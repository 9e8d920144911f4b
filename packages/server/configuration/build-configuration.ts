/** From the site's rows to what the recorder is told. */
import type { Camera, StorageVolume } from '@matlang/domain';
import {
  type CameraConfiguration,
  RECORDER_CONFIGURATION_VERSION,
  type RecorderConfiguration,
} from '@matlang/link';

/** The rows of one site. The recorder gets all of them at once: a camera that is left out is recorded no more. */
export interface ConfigurationSource {
  readonly siteId: string;
  readonly siteName: string;
  readonly volumes: readonly StorageVolume[];
  /** Without removed ones. */
  readonly cameras: readonly Camera[];
  readonly revision: number;
}

/** The whole configuration; passwords stay sealed. */
export function buildConfiguration(source: ConfigurationSource): RecorderConfiguration {
  return {
    version: RECORDER_CONFIGURATION_VERSION,
    revision: source.revision,
    siteId: source.siteId,
    siteName: source.siteName,
    volumes: source.volumes.map(({ id, path }) => ({ id, path })),
    cameras: source.cameras.map(cameraConfiguration),
  };
}

function address(url: string, sealedUrl: string | null): CameraConfiguration['main'] {
  return sealedUrl === null ? { url } : { url, sealedUrl };
}

function cameraConfiguration(camera: Camera): CameraConfiguration {
  return {
    id: camera.id,
    name: camera.name,
    volumeId: camera.volumeId,
    enabled: camera.enabled,
    main: address(camera.mainUrl, camera.sealedMainUrl),
    ...(camera.subUrl === null ? {} : { sub: address(camera.subUrl, camera.sealedSubUrl) }),
    ...(camera.username === null ? {} : { username: camera.username }),
    ...(camera.sealedPassword === null ? {} : { sealedPassword: camera.sealedPassword }),
    transport: camera.transport,
    record: camera.record,
    live: camera.live,
    audio: camera.audio,
    retentionDays: camera.retentionDays,
  };
}
