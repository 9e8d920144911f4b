export { type StartedProcess, startProcess } from './child-process.ts';
export { frameMd5 } from './frame-md5.ts';
export { startGstCamera } from './gst-camera.ts';
export { movieFrameNumbers, nalsOf } from './movie-frame-numbers.ts';
export { runProgram } from './run-program.ts';
export { SimulatedClock } from './simulated-clock.ts';
export { type FinishingContext, temporaryDirectory } from './temporary-directory.ts';
export { findWitness, requireWitness, type SkippingContext } from './witness.ts';
