/**
 * Work that is done once for all who ask for the same, a few at a time, the others in the order they came. Who goes away gives
 * their place up; work that nobody waits for any more is not begun, and told to end where it was.
 */

/** Who gets no place, because so much is under way. */
export class JobsFullError extends Error {
  override readonly name = 'JobsFullError';
}

interface Job<Result> {
  readonly result: Promise<Result>;
  readonly unwanted: AbortController;
  askers: number;
}

/** Bounded in what waits and in what runs. */
export class SharedJobs<Result> {
  readonly #atOnce: number;
  readonly #most: number;
  readonly #jobs = new Map<string, Job<Result>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @param most different ones, those that run among them */
  constructor(atOnce: number, most: number) {
    this.#atOnce = atOnce;
    this.#most = most;
  }

  /** Different ones that wait or run. */
  get size(): number {
    return this.#jobs.size;
  }

  /** @throws JobsFullError; the reason of `signal`; whatever the work rejects with */
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
    if (this.#jobs.size >= this.#most) throw new JobsFullError(`${this.#most} are under way`);
    const unwanted = new AbortController();
    const result = this.#inTurn(work, unwanted.signal);
    // Those who ask hear of it; when all have gone, nobody need.
    result.catch(() => {});
    const job = { result, unwanted, askers: 0 };
    this.#jobs.set(key, job);
    return job;
  }

  async #inTurn(work: (unwanted: AbortSignal) => Promise<Result>, unwanted: AbortSignal): Promise<Result> {
    while (this.#running >= this.#atOnce) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
    try {
      unwanted.throwIfAborted();
      return await work(unwanted);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
