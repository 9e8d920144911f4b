export { startDemoCameras } from './cameras/demo-cameras.ts';
export { loadNodeAv } from './encoder/node-av-encoder.ts';
export {
  answerAlways,
  answerSlowly,
  type CameraFaults,
  neverAnswer,
  redirectTo,
} from './faults/camera-faults.ts';
export { halveFrameRate, jumpClock, silenceThenBurst, switchSource } from './faults/source-faults.ts';
export { readFrameNumber } from './frame-number-sei.ts';
export { createRtspServe } from './rtsp-serve.ts';
export { createRtspServer } from './rtsp-server/rtsp-server.ts';
export type { AuthenticationScheme, RtspServer, RtspServerOptions } from './rtsp-server/server-options.ts';
export { drawFrameStrip, readFrameStrip } from './scene/frame-strip.ts';
export { createSceneSource } from './scene/scene-source.ts';
export { createSeededRandom, type SeededRandom } from './seeded-random.ts';
export { createClip, openClip } from './source/clip.ts';
export { type PlayClipOptions, playClip } from './source/clip-playout.ts';
export type { MediaSource, SourceUnit } from './source/media-source.ts';
export { createSyntheticH264, type SyntheticH264Options } from './source/synthetic-h264.ts';
