/** Proves that whoever makes the first administrator can see the terminal of the machine: no default password exists. */
import { timingSafeEqual } from 'node:crypto';
import { ApiError } from '../answer/api-error.ts';
import { createReadableCode, digestOf, normalizeReadableCode } from './secret-token.ts';

/** 59 bits, and a new one at each start. */
const GROUPS = 3;

/** One for a start of the server. Kept in memory alone. */
export class SetUpCode {
  /** To be shown in the terminal, and nowhere else. */
  readonly text = createReadableCode(GROUPS);

  /** @throws ApiError `set-up-refused` */
  require(typed: string): void {
    const [given, right] = [typed, this.text].map((code) =>
      Buffer.from(digestOf(normalizeReadableCode(code))),
    );
    if (given === undefined || right === undefined || !timingSafeEqual(given, right))
      throw new ApiError('set-up-refused');
  }
}
