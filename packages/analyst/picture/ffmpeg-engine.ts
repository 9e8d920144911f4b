/**
 * Pictures by an ffmpeg program (5.1 or newer) that the site names. What waits goes into one process, each picture as an input
 * and an output of its own: its start costs ten times what a picture does, and one decoder for several would mix them up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { type CodedMovie, codedMovie } from './coded-movie.ts';
import { MAX_PICTURE_PIXELS } from './decoding-limits.ts';
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
    const pictures = await this.#run(jobs);
    for (const [at, job] of jobs.entries()) {
      let jpeg = pictures[at] ?? null;
      // What one damaged picture does to the others of its process is the program's business.
      if (jpeg === null && jobs.length > 1 && !job.signal.aborted) jpeg = (await this.#run([job]))[0] ?? null;
      if (jpeg !== null) job.resolve(jpeg);
      else
        job.reject(
          job.signal.aborted ? job.signal.reason : new PictureError('ffmpeg makes no picture of it'),
        );
    }
  }

  /** Null for each that gave no picture. */
  async #run(jobs: readonly Job[]): Promise<readonly (Uint8Array | null)[]> {
    const movies = jobs.map(({ request }) => codedMovie(request));
    const child = spawn(this.#program, parametersOf(jobs, movies), {
      stdio: ['ignore', 'ignore', 'ignore', ...jobs.map(aPipe), ...jobs.map(aPipe)],
    });
    const ended = endOf(child);
    const stopWatching = killWhenUnwanted(child, jobs);
    const kept = jobs.map((_, at) => collect(child.stdio[FIRST_PIPE + jobs.length + at]));
    for (const [at, { bytes }] of movies.entries()) feed(child.stdio[FIRST_PIPE + at], bytes);
    try {
      await ended;
      return await Promise.all(kept);
    } finally {
      stopWatching();
    }
  }
}

const aPipe = (): 'pipe' => 'pipe';

function parametersOf(jobs: readonly Job[], movies: readonly CodedMovie[]): readonly string[] {
  const parameters = ['-v', 'quiet', '-nostdin', '-copyts'];
  for (const at of jobs.keys()) {
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
  for (const [at, { request }] of jobs.entries()) {
    const filter = `select='eq(pts,${movies[at]?.ptsTicks ?? 0})',${pictureFilter(request.widthPixels)}`;
    parameters.push('-map', `${at}:v:0`, '-vf', filter, '-frames:v', '1', '-fps_mode', 'passthrough');
    const quality = request.coarse === true ? COARSE_JPEG_QUALITY : JPEG_QUALITY;
    parameters.push('-threads', '1', '-c:v', 'mjpeg', '-q:v', String(quality));
    parameters.push('-f', 'image2pipe', `pipe:${FIRST_PIPE + jobs.length + at}`);
  }
  return parameters;
}

/** Fulfilled when all that it wrote is read. Rejects where it can't be started. */
function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

function killWhenUnwanted(child: ChildProcess, jobs: readonly Job[]): () => void {
  const kill = (): void => void child.kill('SIGKILL');
  const look = (): void => {
    if (jobs.every(({ signal }) => signal.aborted)) kill();
  };
  const timer = setTimeout(kill, TIMEOUT_MS);
  for (const { signal } of jobs) signal.addEventListener('abort', look);
  return () => {
    clearTimeout(timer);
    for (const { signal } of jobs) signal.removeEventListener('abort', look);
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
