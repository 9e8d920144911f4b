/** Composes the recorder of a data directory: keys, archive, socket, configuration. Used by main.ts and by tests. */
import { mkdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type ArchiveVolume, openArchive } from '@matlang/archive';
import {
  type NodeSigner,
  openHeadSigner,
  publishNodeKey,
  requirePrivateFolders,
  SiteKeys,
  verifyHeadSignature,
} from '@matlang/keys';
import type { RecorderConfiguration } from '@matlang/link';
import { readBootId } from './boot-id.ts';
import { machineClocks } from './clock/clocks.ts';
import { SiteClock } from './clock/site-clock.ts';
import { AuditLogHeads } from './configuration/audit-log-heads.ts';
import {
  ConfigurationFile,
  configurationPath,
  readConfiguration,
} from './configuration/configuration-file.ts';
import { noteRecordedVolumes, readRecordedVolumes } from './configuration/recorded-volumes.ts';
import { SignedDeletionsFile } from './configuration/signed-deletions.ts';
import type { Log } from './log.ts';
import { Recorder } from './recorder.ts';

/** Said in the socket's greeting. */
export const PRODUCT_VERSION = '0.1.0';

/** Where recordings lie when nobody said otherwise. */
const DEFAULT_VOLUMES: RecorderConfiguration['volumes'] = [{ id: 'default', path: 'archive' }];

/** Where its data lie and whom it tells. */
export interface RecorderProcessOptions {
  readonly dataDirectory: string;
  readonly socketPath: string;
  readonly log: Log;
  /** The volumes of the configuration changed: only a new start opens them. */
  readonly onRestartNeeded: () => void;
  /** See RecorderOptions. */
  readonly ownsThread?: boolean;
}

/** A recorder that runs. */
export interface RecorderProcess {
  readonly recorder: Recorder;
  /** Ends runs, says TEARDOWN, closes the archive. */
  stop(): Promise<void>;
}

/** Runs without the server, and without a configuration until there is one. @throws KeyError, ArchiveError */
export async function startRecorder(options: RecorderProcessOptions): Promise<RecorderProcess> {
  const { dataDirectory, socketPath, log, onRestartNeeded } = options;
  requirePrivateFolders(dataDirectory);
  const siteKeys = new SiteKeys(dataDirectory);
  const signer = openHeadSigner(dataDirectory);
  publishKey(dataDirectory, signer, log);
  const siteClock = new SiteClock(machineClocks);
  const volumes = await configuredVolumes(dataDirectory, log);
  const recordedBefore = readRecordedVolumes(dataDirectory);
  const signedDeletions = new SignedDeletionsFile(dataDirectory, signer, (keyId, message, signature) =>
    keyId === signer.keyId ? verifyHeadSignature(signer.publicKey, message, signature) : null,
  );
  const auditLogHeads = new AuditLogHeads(dataDirectory, signer);
  const archive = await openArchive({
    volumes: volumes.map((volume) => ({
      ...locate(dataDirectory, volume, recordedBefore),
      deletionsSigned: signedDeletions.knows(volume.id),
    })),
    bootId: readBootId(siteClock.nowUnixMs()),
    now: () => ({ unixMs: Math.round(siteClock.nowUnixMs()), monotonicMs: siteClock.monotonicMs() }),
    signer,
    onWarning: (volumeId, text) => log('archive', { volumeId, text }),
  });
  archive.onHeadsSigned((volumeId) => {
    void signedDeletions.note(volumeId, Math.round(siteClock.nowUnixMs()));
  });
  await noteRecordedVolumes(dataDirectory, recordedBefore, archive.statistics());
  const recorder = new Recorder({
    archive,
    socketPath,
    siteClock,
    random: Math.random,
    openSecret: (sealed, context) => siteKeys.open(sealed, context),
    signAuditLog: (head) => auditLogHeads.sign(head),
    productVersion: PRODUCT_VERSION,
    ownsThread: options.ownsThread ?? false,
    log,
  });
  await recorder.start();
  const file = new ConfigurationFile(dataDirectory, {
    onConfiguration: (configuration) => {
      if (JSON.stringify(configuration.volumes) === JSON.stringify(volumes)) {
        recorder.apply(configuration);
      } else {
        log('volumes-changed', { revision: configuration.revision });
        onRestartNeeded();
      }
    },
    onProblem: (problem) => recorder.configurationProblem(problem),
  });
  await file.start();
  return {
    recorder,
    async stop() {
      file.close();
      await recorder.stop();
      await auditLogHeads.settled();
    },
  };
}

/** Recording goes on where it can't be written: heads are shown without their key then. */
function publishKey(dataDirectory: string, signer: NodeSigner, log: Log): void {
  try {
    publishNodeKey(dataDirectory, signer);
  } catch (error) {
    log('public-key-not-written', { error: String(error) });
  }
}

async function configuredVolumes(dataDirectory: string, log: Log): Promise<RecorderConfiguration['volumes']> {
  try {
    const read = await readConfiguration(configurationPath(dataDirectory));
    return read?.parse().volumes ?? DEFAULT_VOLUMES;
  } catch (error) {
    log('configuration-refused', { problem: error instanceof Error ? error.message : String(error) });
    return DEFAULT_VOLUMES;
  }
}

/** A volume within the data directory is made; one elsewhere is a mounted disk and must be there, or the system disk would fill. */
function locate(
  dataDirectory: string,
  { id, path }: { id: string; path: string },
  recordedBefore: ReadonlySet<string>,
): ArchiveVolume {
  if (isAbsolute(path)) {
    return { id, path, recordedBefore: recordedBefore.has(path) };
  }
  const located = resolve(join(dataDirectory, path));
  mkdirSync(located, { recursive: true, mode: 0o700 });
  return { id, path: located };
}
