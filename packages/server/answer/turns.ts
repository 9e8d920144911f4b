/**
 * Work that is done a few at a time, whoever else comes waiting for a turn: for work so large that its memory counts. How many
 * may wait is bounded by whoever lets them in: see slots.ts.
 */
import { ApiError } from './api-error.ts';

/** So many at once, the others in the order they came. */
export class Turns {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Does `work` when it has its turn.
   * @throws ApiError `too-busy` where `signal` is aborted before; nobody is there to read it
   */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    while (this.#taken >= this.#limit) {
      if (signal?.aborted === true) break;
      await this.#comeFree(signal);
    }
    if (signal?.aborted === true) {
      // Its turn may have come just then.
      this.#waiting.shift()?.();
      throw new ApiError('too-busy');
    }
    this.#taken += 1;
    try {
      return await work();
    } finally {
      this.#taken -= 1;
      this.#waiting.shift()?.();
    }
  }

  #comeFree(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        resolve();
      };
      this.#waiting.push(wake);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}
