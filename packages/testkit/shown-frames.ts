/** What ffmpeg and ffprobe show of movie files, and that they have nothing to complain about. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * ffmpeg says so when decoding begins at a recovery point of H.264 and a later picture releases one from before it:
 * any seek into an open GOP gives that line, and the pictures are right.
 */
const UNMARKED_REFERENCE = /^\[h264 @ 0x[0-9a-f]+\] mmco: unref short failure\n/gm;

/**
 * Its standard output.
 * @throws Error where it ends with a failure or complains
 */
export function quietWitness(program: 'ffmpeg' | 'ffprobe', parameters: readonly string[]): string {
  const run = spawnSync(program, ['-v', 'error', ...parameters], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const complaint = run.stderr.replaceAll(UNMARKED_REFERENCE, '');
  if (complaint !== '' || run.status !== 0)
    throw new Error(`${program} ${parameters.join(' ')}: ${run.status}\n${complaint}`);
  return run.stdout;
}

/** MD5 of each frame that ffmpeg shows of a file, in order; `options` are of its input. */
export function shownFrames(file: string, options: readonly string[] = [], map = '0:v'): readonly string[] {
  const passthrough = map === '0:v' ? ['-fps_mode', 'passthrough'] : [];
  const parameters = [...options, '-i', file, '-map', map, ...passthrough, '-f', 'framemd5', '-'];
  return md5sOf(quietWitness('ffmpeg', parameters));
}

/**
 * The same for the pictures of many files, by one process: for short clips its start costs more than the decoding.
 * Digests lie in `folder`.
 */
export function shownFramesOfEach(
  folder: string,
  files: readonly string[],
  options: readonly string[] = [],
): readonly (readonly string[])[] {
  const digests = files.map((_, index) => join(folder, `shown-${index}.md5`));
  const inputs = files.flatMap((file) => [...options, '-i', file]);
  const format = ['-fps_mode', 'passthrough', '-f', 'framemd5'];
  const outputs = digests.flatMap((digest, index) => ['-map', `${index}:v`, ...format, digest]);
  quietWitness('ffmpeg', ['-y', ...inputs, ...outputs]);
  return digests.map((digest) => md5sOf(readFileSync(digest, 'utf8')));
}

/** Presentation times of the frames that ffprobe shows, in seconds. */
export function shownSeconds(file: string): readonly number[] {
  const parameters = ['-select_streams', 'v', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', file];
  return quietWitness('ffprobe', parameters)
    .trim()
    .split('\n')
    .map((line) => Number.parseFloat(line));
}

function md5sOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}
