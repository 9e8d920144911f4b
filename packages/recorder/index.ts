/** The recorder: pulls cameras, keeps the archive. */
export { machineClocks } from './clock/clocks.ts';
export { SiteClock } from './clock/site-clock.ts';
export { ReadPacer } from './connection/read-pacer.ts';
export { probeCamera } from './probe/probe-camera.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
