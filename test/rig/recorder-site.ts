/** A data directory with cameras to record, configured as the server would, and the recorder's real process on it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CameraConfiguration,
  type RecorderConfiguration,
  recorderConfigurationSchema,
} from '@matlang/link';
import { type StartedProcess, startProcess } from '@matlang/testkit';

const MAIN = fileURLToPath(import.meta.resolve('@matlang/recorder/main'));
/** On a busy machine. */
const READY_TIMEOUT_MS = 30_000;

export interface SiteVolume {
  readonly id: string;
  /** Within the data directory, or absolute. */
  readonly path: string;
}

/** A camera; what isn't said here is the same for all: no sub stream, the main one recorded. */
export interface SiteCamera
  extends Partial<
    Pick<
      CameraConfiguration,
      'volumeId' | 'username' | 'sealedPassword' | 'transport' | 'audio' | 'record' | 'live' | 'enabled'
    >
  > {
  readonly id: string;
  readonly url: string;
  readonly subUrl?: string;
}

export const DEFAULT_VOLUME: SiteVolume = { id: 'default', path: 'archive' };

/** A UUIDv7 that the number can be read from. */
export const cameraIdOf = (number: number): string =>
  `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** What the server would write. Cameras that name no volume lie on the first. */
export function recorderConfiguration(
  cameras: readonly SiteCamera[],
  volumes: readonly SiteVolume[] = [DEFAULT_VOLUME],
  revision = 1,
): RecorderConfiguration {
  return recorderConfigurationSchema.parse({
    version: 1,
    revision,
    siteId: '01990000-0000-7000-8000-000000000000',
    siteName: 'Xã Tân Lập',
    volumes,
    cameras: cameras.map(
      ({ id, url, subUrl, volumeId, username, sealedPassword, transport, audio, record, live, enabled }) => ({
        id,
        name: `Máy ${id.slice(-2)}`,
        volumeId: volumeId ?? volumes[0]?.id,
        enabled: enabled ?? true,
        main: { url },
        ...(subUrl === undefined ? {} : { sub: { url: subUrl } }),
        ...(username === undefined ? {} : { username }),
        ...(sealedPassword === undefined ? {} : { sealedPassword }),
        transport: transport ?? 'tcp',
        record: record ?? 'main',
        live: live ?? { main: true, sub: subUrl !== undefined },
        audio: audio ?? { enabled: false, reason: null },
        retentionDays: 30,
      }),
    ),
  });
}

/** Writes `recorder/cameras.json` whole and renames it into place, as the server does. */
export function configureSite(
  dataDirectory: string,
  cameras: readonly SiteCamera[],
  volumes?: readonly SiteVolume[],
  revision?: number,
): void {
  const folder = join(dataDirectory, 'recorder');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'new'), JSON.stringify(recorderConfiguration(cameras, volumes, revision)));
  renameSync(join(folder, 'new'), join(folder, 'cameras.json'));
}

export function socketOf(dataDirectory: string): string {
  return join(dataDirectory, 'run', 'recorder.sock');
}

/** Whoever starts it ends it; it ends itself when the caller is gone. */
export function startRecorderProcess(dataDirectory: string): Promise<StartedProcess> {
  return startProcess(process.execPath, [MAIN, '--data', dataDirectory]);
}

/** Fulfilled when the recorder says that it is ready. */
export async function waitUntilReady(recorder: StartedProcess): Promise<void> {
  await recorder.waitForLine(/"ready":true/, READY_TIMEOUT_MS);
}
