export { NodeStorage } from './node-storage.ts';
export type { FileHandle, FileStatus, SpaceStatus, Storage } from './storage.ts';
