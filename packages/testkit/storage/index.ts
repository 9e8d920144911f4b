export { CUT_VARIANTS, PowerCut } from './power-cut.ts';
export { RECORDING_CHILD, STALLING_WORKER } from './programs.ts';
export { type DiskOperation, SimulatedStorage } from './simulated-storage.ts';
export { SYNTHETIC_FORMAT, SyntheticStream } from './synthetic-stream.ts';
export { VolumeHarness } from './volume-harness.ts';
