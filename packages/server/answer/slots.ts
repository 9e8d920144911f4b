/** A bound on work of one kind: whoever comes when all places are taken is told so at once, and nobody waits in a queue. */
import type { ApiErrorCode } from '@matlang/contract';
import { ApiError } from './api-error.ts';

/** So many places, and the error for whoever finds none. */
export class Slots {
  readonly #limit: number;
  readonly #code: ApiErrorCode;
  #taken = 0;

  constructor(limit: number, code: ApiErrorCode) {
    this.#limit = limit;
    this.#code = code;
  }

  /** Takes a place; the answer gives it back, and does nothing when called again. @throws ApiError */
  take(): () => void {
    if (this.#taken >= this.#limit) throw new ApiError(this.#code, { limit: this.#limit });
    this.#taken += 1;
    let held = true;
    return () => {
      if (held) this.#taken -= 1;
      held = false;
    };
  }
}
