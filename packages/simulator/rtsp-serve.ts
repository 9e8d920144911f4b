/** Files as cameras: what `matlang rtsp-serve FILE...` runs. */
import { basename } from 'node:path';
import { createRtspServer } from './rtsp-server/rtsp-server.ts';
import type { RtspServer, RtspServerOptions } from './rtsp-server/server-options.ts';
import { type ClipOptions, openClip } from './source/clip.ts';
import { playClip } from './source/clip-playout.ts';
import type { MediaSource } from './source/media-source.ts';

/** A file to be offered as one or more cameras. */
export interface RtspServeFile {
  readonly file: string;
  /** Default: `/` and the file's name without its ending. */
  readonly path?: string;
  /** Offered as `path1` ... `pathN`, one parsed file for all. Default: once, as `path`. */
  readonly repeat?: number;
  readonly clip?: ClipOptions;
}

/** Options of the server, and how its files are played. */
export interface RtspServeOptions extends Omit<RtspServerOptions, 'mounts'> {
  /** Media time per real time. Default 1. */
  readonly speed?: number;
  /** Copies of a repeated file begin so far apart, so that key frames don't fall together. Default 1730. */
  readonly staggerMs?: number;
}

/** The running server with its files. */
export interface RtspServe extends RtspServer {
  /** One per stream, in the order of the files. */
  readonly urls: readonly string[];
}

/**
 * Serves each file endlessly, until `close`.
 * @throws as `openClip`; the system's error where the port is taken
 */
export async function createRtspServe(
  files: readonly (string | RtspServeFile)[],
  options: RtspServeOptions = {},
): Promise<RtspServe> {
  const { speed = 1, staggerMs = 1730, ...serverOptions } = options;
  const mounts: { path: string; source: MediaSource }[] = [];
  for (const entry of files) {
    const { file, path, repeat, clip } = typeof entry === 'string' ? { file: entry } : { ...entry };
    const base = path ?? `/${basename(file).replace(/\.[^.]+$/, '')}`;
    const opened = openClip(file, clip);
    for (let i = 0; i < (repeat ?? 1); i += 1) {
      const source = playClip(opened, { speed, startMs: i * staggerMs });
      mounts.push({ path: repeat === undefined ? base : `${base}${i + 1}`, source });
    }
  }
  const server = await createRtspServer({ ...serverOptions, mounts });
  return {
    ...server,
    get viewerCount() {
      return server.viewerCount;
    },
    get connectionCount() {
      return server.connectionCount;
    },
    urls: mounts.map(({ path }) => server.urlOf(path)),
    async close() {
      await server.close();
      for (const { source } of mounts) source.close();
    },
  };
}
