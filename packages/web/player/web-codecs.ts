/** What both players by WebCodecs do alike: configure a decoder, make chunks of fragments, draw what comes out. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { decoderConfigurationOf } from './decoder-configuration.ts';

/** @returns whether this browser has WebCodecs here: only on pages that came by loopback or HTTPS */
export function hasWebCodecs(): boolean {
  return 'VideoDecoder' in globalThis;
}

/** For a run of live pictures. */
export function decoderConfigOf({ facts, init }: LiveInit): VideoDecoderConfig {
  const configuration = decoderConfigurationOf(init);
  return {
    codec: facts.codecString,
    optimizeForLatency: true,
    ...(configuration === null ? {} : { description: configuration.slice() }),
  };
}

/** @param data the fragment's coded bytes */
export function chunkOf({ sync, wallStartUnixMs }: LiveFragment, data: Uint8Array): EncodedVideoChunk {
  return new EncodedVideoChunk({
    type: sync ? 'key' : 'delta',
    // Comes out again with the picture: site time, in microseconds.
    timestamp: Math.round(wallStartUnixMs * 1000),
    data,
  });
}

/** Fills the canvas, which takes the picture's size. */
export function drawFrame(canvas: HTMLCanvasElement, frame: VideoFrame): void {
  const { displayWidth: width, displayHeight: height } = frame;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext('2d')?.drawImage(frame, 0, 0);
}
