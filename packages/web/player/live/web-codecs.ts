/** What both players by WebCodecs do alike: configure a decoder, make chunks of fragments, draw what comes out. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { decoderConfigurationOf } from './decoder-configuration.ts';

/** @returns whether this browser has WebCodecs here: only on pages that came by loopback or HTTPS */
export function hasWebCodecs(): boolean {
  return 'VideoDecoder' in globalThis;
}

/** Gets a decoder ready for a run of live pictures. @returns false: it refuses what the init segment says */
export function configured(decoder: VideoDecoder, { facts, init }: LiveInit): boolean {
  const configuration = decoderConfigurationOf(init);
  try {
    decoder.configure({
      codec: facts.codecString,
      optimizeForLatency: true,
      ...(configuration === null ? {} : { description: configuration.slice() }),
    });
    return true;
  } catch (error) {
    // A TypeError for what is no configuration at all; what no decoder takes is told by `error`.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
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
