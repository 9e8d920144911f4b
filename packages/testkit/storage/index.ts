export { FaultyStorage } from './faulty-storage.ts';
export { CUT_VARIANTS, type CutVariant, PowerCut } from './power-cut.ts';
export { RECORDING_CHILD, STALLING_WORKER } from './programs.ts';
export {
  type DiskCall,
  type DiskFault,
  type DiskOperation,
  SimulatedStorage,
  systemError,
} from './simulated-storage.ts';
export { SYNTHETIC_FORMAT, type SyntheticFragment, SyntheticStream } from './synthetic-stream.ts';
export { VolumeHarness } from './volume-harness.ts';
