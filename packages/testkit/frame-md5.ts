/** Decoded frames by their digests: equal digests, equal pictures. */
import { runProgram } from './run-program.ts';

/** Which frames FFmpeg decodes and how it opens the input. */
export interface FrameMd5Options {
  /** Before `-i`, e.g. `['-rtsp_transport', 'tcp']`. */
  readonly input?: readonly string[];
  /** The first so many frames. Default: all. */
  readonly frames?: number;
  /** Default `v:0`. */
  readonly stream?: string;
  readonly timeoutMs?: number;
}

/**
 * One MD5 per decoded frame, in order of display, each exactly once.
 * @param ffmpeg as answered by `requireWitness`
 * @throws Error where ffmpeg fails
 */
export async function frameMd5(
  ffmpeg: string,
  source: string,
  options: FrameMd5Options = {},
): Promise<readonly string[]> {
  const stream = options.stream ?? 'v:0';
  const count = options.frames === undefined ? [] : [`-frames:${stream.slice(0, 1)}`, String(options.frames)];
  const input = ['-v', 'error', '-nostdin', ...(options.input ?? []), '-i', source];
  const output = ['-map', `0:${stream}`, ...count, '-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
  const { stdout } = await runProgram(ffmpeg, [...input, ...output], options.timeoutMs);
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}
