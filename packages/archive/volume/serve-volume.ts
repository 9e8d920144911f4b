/** Drives a `VolumeService` from the messages of a port: what a volume's thread does, whatever its disk. */
import type { MessagePort } from 'node:worker_threads';
import type { Storage } from '../storage/storage.ts';
import type { VolumeCommand, VolumeReport } from './volume-command.ts';
import type { VolumeTime } from './volume-context.ts';
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

/** `done` follows each command: its bytes are free. */
export type VolumeWorkerReport = VolumeReport | { readonly type: 'done'; readonly weightBytes: number };

/** Opens the volume at once; closes the port behind a `close`. */
export function serveVolume(port: MessagePort, data: VolumeWorkerData, storage: Storage): void {
  const post = (report: VolumeWorkerReport): void => port.postMessage(report);
  const { time, ...options } = data;
  const service = new VolumeService({ ...options, storage, report: post });
  service.open(time);
  port.on('message', (message: VolumeWorkerMessage) => {
    service.handle(message.command, message.time);
    post({ type: 'done', weightBytes: message.weightBytes });
    if (message.command.type === 'close') port.close();
  });
}
