/** The thread of one volume over the real disk. It may wait for that disk; nobody waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { NodeStorage } from '../storage/node-storage.ts';
import { serveVolume, type VolumeWorkerData } from './serve-volume.ts';

if (parentPort !== null) {
  // Only `volume-client.ts` starts this thread: its data is what that wrote.
  const data: VolumeWorkerData = workerData;
  serveVolume(parentPort, data, new NodeStorage());
}
