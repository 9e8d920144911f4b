/** The recorder: pulls cameras, keeps the archive. */
export { type Clocks, machineClocks } from './clock/clocks.ts';
export { type ClockStep, SiteClock } from './clock/site-clock.ts';
export {
  ConfigurationFile,
  type ConfigurationFileHandler,
  configurationPath,
} from './configuration/configuration-file.ts';
export { type ProbeOptions, probeCamera } from './probe/probe-camera.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
export { type RecorderProcess, type RecorderProcessOptions, startRecorder } from './start-recorder.ts';
