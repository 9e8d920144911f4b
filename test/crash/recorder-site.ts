/** A data directory with cameras to record, and the recorder's real process on it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecorderConfiguration } from '@matlang/link';
import { type StartedProcess, startProcess } from '@matlang/testkit';

const MAIN = fileURLToPath(import.meta.resolve('@matlang/recorder/main'));

export interface SiteVolume {
  readonly id: string;
  /** Within the data directory, or absolute. */
  readonly path: string;
}

export interface SiteCamera {
  readonly id: string;
  readonly url: string;
  /** Default: the first volume. */
  readonly volumeId?: string;
}

export const DEFAULT_VOLUME: SiteVolume = { id: 'default', path: 'archive' };

/** What the server would write. */
export function recorderConfiguration(
  cameras: readonly SiteCamera[],
  volumes: readonly SiteVolume[] = [DEFAULT_VOLUME],
): RecorderConfiguration {
  return {
    version: 1,
    revision: 1,
    siteId: '01990000-0000-7000-8000-000000000000',
    siteName: 'Xã Tân Lập',
    volumes: [...volumes],
    cameras: cameras.map(({ id, url, volumeId }) => ({
      id,
      name: `Camera ${id.slice(-2)}`,
      volumeId: volumeId ?? volumes[0]?.id ?? DEFAULT_VOLUME.id,
      enabled: true,
      main: { url },
      transport: 'tcp',
      record: 'main',
      live: { main: true, sub: false },
      audio: { enabled: false, reason: null },
      retentionDays: 30,
    })),
  };
}

/** Writes `recorder/cameras.json` as the server does. */
export function configureSite(
  dataDirectory: string,
  cameras: readonly SiteCamera[],
  volumes: readonly SiteVolume[] = [DEFAULT_VOLUME],
): void {
  const folder = join(dataDirectory, 'recorder');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'new'), JSON.stringify(recorderConfiguration(cameras, volumes)));
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
  await recorder.waitForLine(/"ready":true/);
}
