/** Work that is done a few at a time, the others in the order they came; what waits is bounded, and who goes away leaves the line at once. */

/** Who gets no place in the line. */
export class LineFullError extends Error {
  override readonly name = 'LineFullError';
}

interface Waiting {
  readonly begin: () => void;
}

/** So many turns at once, so many that wait for one. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #line = new Set<Waiting>();
  #running = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** Who comes now is refused. */
  get isFull(): boolean {
    return this.#running >= this.#atOnce && this.#line.size >= this.#mostWaiting;
  }

  /**
   * Does `work` when it has its turn; the turn is over when the work is, whether anybody still waits for it or not.
   * @throws LineFullError at once; the reason of `signal` where it is aborted before its turn; whatever the work rejects with
   */
  async run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.#running < this.#atOnce) this.#running += 1;
    else await this.#stand(signal);
    try {
      // Whoever went away as the turn came.
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#passOn();
    }
  }

  async #stand(signal: AbortSignal): Promise<void> {
    if (this.#line.size >= this.#mostWaiting) throw new LineFullError(`${this.#mostWaiting} wait already`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { begin: resolve };
    const leave = (): void => {
      if (this.#line.delete(waiting)) reject(signal.reason);
    };
    this.#line.add(waiting);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** The place goes to the one who came first: nobody who comes meanwhile takes it. */
  #passOn(): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#line.delete(next);
    next.begin();
  }
}
