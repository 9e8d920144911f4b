export { serveVolume, type VolumeWorkerData } from './serve-volume.ts';
export type { VolumeCommand, VolumeReport } from './volume-command.ts';
export { VolumeService } from './volume-service.ts';
