/** Drives a `VolumeService` from the messages of a port: what a volume's thread does, whatever its disk. */
import type { MessagePort } from 'node:worker_threads';
import type { VolumeTime } from '../port/volume-time.ts';
import type { Storage } from '../storage/storage.ts';
import type { VolumeCommand, VolumeReport } from './volume-command.ts';
import { VolumeService, type VolumeServiceOptions } from './volume-service.ts';

/** What the thread is started with. */
export type VolumeWorkerData = Omit<VolumeServiceOptions, 'storage' | 'report' | 'afterCommit'> & {
  readonly time: VolumeTime;
};

/** One command, with the instant it was given at. */
export interface VolumeWorkerMessage {
  readonly command: VolumeCommand;
  readonly time: VolumeTime;
  /** Bytes that it occupies in the queue: reported back when they are free again. */
  readonly weightBytes: number;
}

/** What one command brought about, in one message: messages cost more than what is in them. */
export interface VolumeWorkerReports {
  readonly reports: readonly VolumeReport[];
  /** The command's bytes, which are free now; null: no command, the volume was opened. */
  readonly doneBytes: number | null;
}

/** Opens the volume at once; closes the port behind a `close`. */
export function serveVolume(port: MessagePort, data: VolumeWorkerData, storage: Storage): void {
  let reports: VolumeReport[] = [];
  const post = (doneBytes: number | null): void => {
    const message: VolumeWorkerReports = { reports, doneBytes };
    port.postMessage(message);
    reports = [];
  };
  const { time, ...options } = data;
  const service = new VolumeService({ ...options, storage, report: (report) => reports.push(report) });
  service.open(time);
  post(null);
  port.on('message', (message: VolumeWorkerMessage) => {
    service.handle(message.command, message.time);
    post(message.weightBytes);
    if (message.command.type === 'close') port.close();
  });
}
