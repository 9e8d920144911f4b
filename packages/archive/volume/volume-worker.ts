/** The thread of one volume: a `VolumeService` over the real disk. It may wait for that disk; nobody waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { NodeStorage } from '../storage/node-storage.ts';
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

if (parentPort !== null) {
  const port = parentPort;
  const post = (report: VolumeWorkerReport): void => port.postMessage(report);
  const { time, ...options } = readWorkerData(workerData);
  const service = new VolumeService({ ...options, storage: new NodeStorage(), report: post });
  service.open(time);
  port.on('message', (message: VolumeWorkerMessage) => {
    service.handle(message.command, message.time);
    post({ type: 'done', weightBytes: message.weightBytes });
    if (message.command.type === 'close') port.close();
  });
}

/** Only `volume-client.ts` starts this thread; its data is what that wrote. */
function readWorkerData(data: VolumeWorkerData): VolumeWorkerData {
  return data;
}
