export type { VolumeTime } from '../commit/volume-context.ts';
export { serveVolume, type VolumeWorkerData } from './serve-volume.ts';
export type {
  VolumeAnswer,
  VolumeCommand,
  VolumeCondition,
  VolumeReport,
  VolumeRequest,
} from './volume-command.ts';
export { VolumeService, type VolumeServiceOptions } from './volume-service.ts';
