export { type ChildProcessOptions, type StartedProcess, startProcess } from './child-process.ts';
export { type FrameMd5Options, frameMd5 } from './frame-md5.ts';
export { freePort } from './free-port.ts';
export { type GstCamera, type GstCameraOptions, type GstStream, startGstCamera } from './gst-camera.ts';
export { movieFrameNumbers, nalsOf } from './movie-frame-numbers.ts';
export { runProgram } from './run-program.ts';
export { SimulatedClock } from './simulated-clock.ts';
export { type FinishingContext, temporaryDirectory } from './temporary-directory.ts';
export { findWitness, requireWitness, type SkippingContext, WITNESSES, type Witness } from './witness.ts';
