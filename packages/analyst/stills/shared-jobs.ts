/**
 * Work that is done once for all who ask for the same, a few at a time, the others in the order they came. Work that nobody waits for any more
 * leaves the line, and is told to end where it was begun; what it holds until then counts as running.
 */
import { LineFullError, Turns } from '../turns.ts';

interface Job<Result> {
  readonly result: Promise<Result>;
  readonly unwanted: AbortController;
  askers: number;
}

/** Bounded in what waits and in what runs. */
export class SharedJobs<Result> {
  readonly #turns: Turns;
  readonly #most: number;
  readonly #jobs = new Map<string, Job<Result>>();

  /** @param most different ones, those that run among them */
  constructor(atOnce: number, most: number) {
    this.#most = most;
    this.#turns = new Turns(atOnce, most);
  }

  /** Different ones that somebody waits for. */
  get size(): number {
    return this.#jobs.size;
  }

  /** Those whose turn is yet to come. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** @throws LineFullError; the reason of `signal`; whatever the work rejects with */
  async run(
    key: string,
    work: (unwanted: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    signal.throwIfAborted();
    const job = this.#jobs.get(key) ?? this.#begin(key, work);
    job.askers += 1;
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([job.result, gone.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      job.askers -= 1;
      if (job.askers === 0) {
        job.unwanted.abort(new Error('nobody waits for it'));
        // Who asks from now on begins anew.
        if (this.#jobs.get(key) === job) this.#jobs.delete(key);
      }
    }
  }

  #begin(key: string, work: (unwanted: AbortSignal) => Promise<Result>): Job<Result> {
    if (this.#jobs.size >= this.#most) throw new LineFullError(`${this.#most} are under way`);
    const unwanted = new AbortController();
    const result = this.#turns.run(() => work(unwanted.signal), unwanted.signal);
    // Those who ask hear of it; when all have gone, nobody need.
    result.catch(() => {});
    const job = { result, unwanted, askers: 0 };
    this.#jobs.set(key, job);
    return job;
  }
}
