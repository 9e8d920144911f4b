/** Still pictures of recordings: found, decoded once for all who ask, kept for a while. */
import type { ArchiveReader } from '@matlang/archive/reading';
import { type PictureEngine, PictureError, type PictureRequest } from '../picture/picture-engine.ts';
import { LineFullError } from '../turns.ts';
import { choosePicture, locate, pictureKey, type StillQuestion } from './choose-picture.ts';
import { SharedJobs } from './shared-jobs.ts';
import { type Still, StillCache } from './still-cache.ts';
import { StillRefusal } from './still-refusal.ts';

/** Kept pictures: some 2,000 of 160 pixels, some 300 of 1080p. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Of one picture: what a frame of the socket takes beside the few bytes that say whose it is. */
const MAX_STILL_BYTES = 8 * 1024 * 1024;
/** Different pictures that wait or are made. Two at once take a second for all of them at 1080p. */
const MAX_JOBS = 64;
/** Questions that look into the archive or wait for a job. */
const MAX_QUESTIONS = 256;

/** What the service works with. */
export interface StillServiceOptions {
  /** @throws StillRefusal while there is none */
  readonly archive: () => Promise<ArchiveReader>;
  /** Null with the reason: nothing here decodes. */
  readonly engine: PictureEngine | null;
  readonly whyNoEngine: string;
}

/** One for each analyst. */
export class StillService {
  readonly #options: StillServiceOptions;
  readonly #jobs: SharedJobs<Still>;
  readonly #cache = new StillCache(CACHE_BYTES);
  #questions = 0;

  constructor(options: StillServiceOptions) {
    this.#options = options;
    this.#jobs = new SharedJobs(options.engine?.atOnce ?? 1, MAX_JOBS);
  }

  /** @throws StillRefusal and what `refusalOf` knows; the reason of `signal` */
  async still(question: StillQuestion, signal: AbortSignal): Promise<Still> {
    const { engine, whyNoEngine } = this.#options;
    if (engine === null) throw new StillRefusal('no-decoder', whyNoEngine);
    if (this.#questions >= MAX_QUESTIONS)
      throw new StillRefusal('busy', `${MAX_QUESTIONS} questions are open`);
    this.#questions += 1;
    try {
      return await this.#make(question, engine, signal);
    } catch (error) {
      throw error instanceof LineFullError
        ? new StillRefusal('busy', error.message, { cause: error })
        : error;
    } finally {
      this.#questions -= 1;
    }
  }

  async #make(question: StillQuestion, engine: PictureEngine, signal: AbortSignal): Promise<Still> {
    const archive = await this.#options.archive();
    const gop = await locate(archive, question);
    const key = pictureKey(gop, question);
    const kept = this.#cache.get(key);
    if (kept !== null) return kept;
    return await this.#jobs.run(
      key,
      async (unwanted) => {
        const { request, takenUnixMs, final } = await choosePicture(archive, gop, question);
        const still = { jpeg: await makeFitting(engine, request, unwanted), takenUnixMs, final };
        this.#cache.set(key, still);
        return still;
      },
      signal,
    );
  }
}

/** One that the socket takes: what is too large for it would end the connection, and with it what everybody else waits for. */
async function makeFitting(
  engine: PictureEngine,
  request: PictureRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const jpeg = await engine.makeJpeg(request, signal);
  if (jpeg.length <= MAX_STILL_BYTES) return jpeg;
  const coarse = await engine.makeJpeg({ ...request, coarse: true }, signal);
  if (coarse.length <= MAX_STILL_BYTES) return coarse;
  throw new PictureError(`a JPEG of ${coarse.length} bytes, more than ${MAX_STILL_BYTES}`);
}
