/**
 * Pictures by an ffmpeg program (5.1 or newer) that the site names. What waits goes into one process, each picture as an input
 * and an output of its own: its start costs ten times what a picture does, and one decoder for several would mix them up.
 */
import { Readable, Writable } from 'node:stream';
import { type CodedMovie, codedMovie } from './coded-movie.ts';
import { MAX_PICTURE_PIXELS } from './decoding-limits.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { type PictureEngine, PictureError, type PictureRequest } from './picture-engine.ts';
import { COARSE_JPEG_QUALITY, JPEG_QUALITY, pictureFilter } from './picture-filter.ts';

/** Pictures of one process. */
const BATCH = 8;
/** Of one process; decoding the longest exact picture takes a few seconds on a slow machine. */
const TIMEOUT_MS = 20_000;
/** A picture of 3840 pixels has some 3 MB; more than the socket takes is made again, coarser. */
const MAX_JPEG_BYTES = 32 * 1024 * 1024;
/** Behind standard input, output and error. */
const FIRST_PIPE = 3;

interface Job {
  readonly request: PictureRequest;
  readonly signal: AbortSignal;
  readonly resolve: (jpeg: Uint8Array) => void;
  readonly reject: (reason: unknown) => void;
}

interface Task {
  readonly job: Job;
  readonly movie: CodedMovie;
}

/** One for each analyst. */
export class FfmpegEngine implements PictureEngine {
  readonly name = 'ffmpeg';
  readonly atOnce = BATCH;
  readonly #program: string;
  readonly #waiting: Job[] = [];
  #running = false;

  /** @param program its name or path */
  constructor(program: string) {
    this.#program = program;
  }

  makeJpeg(request: PictureRequest, signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, signal, resolve, reject });
      // What is asked for in the same turn goes into the same process.
      setImmediate(() => void this.#work());
    });
  }

  async #work(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let jobs = this.#next(); jobs.length > 0; jobs = this.#next()) {
      try {
        await this.#make(jobs);
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
    }
    this.#running = false;
  }

  #next(): Job[] {
    const jobs: Job[] = [];
    while (jobs.length < BATCH) {
      const job = this.#waiting.shift();
      if (job === undefined) break;
      if (job.signal.aborted) job.reject(job.signal.reason);
      else jobs.push(job);
    }
    return jobs;
  }

  async #make(jobs: readonly Job[]): Promise<void> {
    const tasks = jobs.flatMap(taskOf);
    if (tasks.length === 0) return;
    const pictures = await this.#run(tasks);
    for (const [at, task] of tasks.entries()) {
      const { signal, resolve, reject } = task.job;
      let jpeg = pictures[at] ?? null;
      // What one damaged picture does to the others of its process is the program's business.
      if (jpeg === null && tasks.length > 1 && !signal.aborted) jpeg = (await this.#run([task]))[0] ?? null;
      if (jpeg !== null) resolve(jpeg);
      else reject(signal.aborted ? signal.reason : new PictureError('ffmpeg makes no picture of it'));
    }
  }

  /** Null for each that gave no picture. */
  async #run(tasks: readonly Task[]): Promise<readonly (Uint8Array | null)[]> {
    const pipes = ['ignore', 'ignore', 'ignore', ...tasks.map(aPipe), ...tasks.map(aPipe)] as const;
    const running = startFfmpeg(this.#program, parametersOf(tasks), pipes);
    const { child, ended } = running;
    const stopWatching = killWhenUnwanted(running, tasks);
    const kept = tasks.map((_, at) => collect(child.stdio[FIRST_PIPE + tasks.length + at]));
    for (const [at, { movie }] of tasks.entries()) feed(child.stdio[FIRST_PIPE + at], movie.bytes);
    try {
      await ended;
      return await Promise.all(kept);
    } finally {
      stopWatching();
    }
  }
}

const aPipe = (): 'pipe' => 'pipe';

/** None where times or sets fit no box: the others of the batch are made. */
function taskOf(job: Job): readonly Task[] {
  try {
    return [{ job, movie: codedMovie(job.request) }];
  } catch (cause) {
    job.reject(new PictureError('it fits no movie', { cause }));
    return [];
  }
}

function parametersOf(tasks: readonly Task[]): readonly string[] {
  const parameters = ['-copyts'];
  for (const at of tasks.keys()) {
    parameters.push(
      '-threads',
      '1',
      '-flags',
      '+output_corrupt',
      '-max_pixels',
      String(MAX_PICTURE_PIXELS),
      '-f',
      'mov',
      '-i',
      `pipe:${FIRST_PIPE + at}`,
    );
  }
  for (const [at, { job, movie }] of tasks.entries()) {
    const { widthPixels, coarse } = job.request;
    const filter = `select='eq(pts,${movie.ptsTicks})',${pictureFilter(widthPixels)}`;
    parameters.push('-map', `${at}:v:0`, '-vf', filter, '-frames:v', '1', '-fps_mode', 'passthrough');
    const quality = coarse === true ? COARSE_JPEG_QUALITY : JPEG_QUALITY;
    parameters.push('-threads', '1', '-c:v', 'mjpeg', '-q:v', String(quality));
    parameters.push('-f', 'image2pipe', `pipe:${FIRST_PIPE + tasks.length + at}`);
  }
  return parameters;
}

function killWhenUnwanted({ kill }: FfmpegProcess, tasks: readonly Task[]): () => void {
  const look = (): void => {
    if (tasks.every(({ job }) => job.signal.aborted)) kill();
  };
  const timer = setTimeout(kill, TIMEOUT_MS);
  for (const { job } of tasks) job.signal.addEventListener('abort', look);
  return () => {
    clearTimeout(timer);
    for (const { job } of tasks) job.signal.removeEventListener('abort', look);
  };
}

function feed(pipe: unknown, parts: readonly Uint8Array[]): void {
  if (!(pipe instanceof Writable)) return;
  // It has read enough.
  pipe.on('error', () => {});
  Readable.from(parts).pipe(pipe);
}

async function collect(pipe: unknown): Promise<Uint8Array | null> {
  if (!(pipe instanceof Readable)) return null;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  pipe.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_JPEG_BYTES) chunks.push(chunk);
  });
  await new Promise<void>((resolve) => {
    pipe.once('close', resolve).on('error', () => {});
  });
  return sizeBytes === 0 || sizeBytes > MAX_JPEG_BYTES ? null : new Uint8Array(Buffer.concat(chunks));
}
