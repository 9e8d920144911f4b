export {
  type DemoCamera,
  type DemoCameras,
  type DemoCamerasOptions,
  type DemoEngine,
  type DemoFault,
  startDemoCameras,
} from './cameras/demo-cameras.ts';
export { loadNodeAv } from './encoder/node-av-encoder.ts';
export type { OpenEncoder } from './encoder/picture-encoder.ts';
export {
  answerAlways,
  answerSlowly,
  type CameraFaults,
  type FaultAnswer,
  neverAnswer,
  redirectTo,
  type SeenRequest,
} from './faults/camera-faults.ts';
export { halveFrameRate, jumpClock, silenceThenBurst, switchSource } from './faults/source-faults.ts';
export { readFrameNumber, readFrameNumberSei, writeFrameNumberSei } from './frame-number-sei.ts';
export { addressPacket, type PacketizedUnit } from './packetizer/packetized-unit.ts';
export { createRtspServe, type RtspServe, type RtspServeFile, type RtspServeOptions } from './rtsp-serve.ts';
export { createRtspServer } from './rtsp-server/rtsp-server.ts';
export type {
  AuthenticationOptions,
  AuthenticationScheme,
  Mount,
  RtspServer,
  RtspServerOptions,
} from './rtsp-server/server-options.ts';
export type { WireTap } from './rtsp-server/wire-tap.ts';
export { drawFrameStrip, readFrameStrip } from './scene/frame-strip.ts';
export { createSceneSource, type SceneSource, type SceneSourceOptions } from './scene/scene-source.ts';
export { type Clip, type ClipOptions, createClip, type FileTrack, openClip } from './source/clip.ts';
export { type PlayClipOptions, playClip } from './source/clip-playout.ts';
export type { MediaSource, SourceTrack, SourceUnit, UnitSink } from './source/media-source.ts';
export { createSyntheticH264, type SyntheticH264Options } from './source/synthetic-h264.ts';
