/** What a browser has begun and not ended: a sign-in that still wants its second factor. In memory, bounded, gone with the server. */
import { createSecretToken, digestOf } from './secret-token.ts';

interface Kept<Value> {
  readonly value: Value;
  readonly untilMonotonicMs: number;
}

/** The oldest goes when there is no room. */
export class Pending<Value> {
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #monotonicMs: () => number;
  readonly #most: number;
  readonly #keepMs: number;

  constructor(
    monotonicMs: () => number,
    { most, keepMs }: { readonly most: number; readonly keepMs: number },
  ) {
    this.#monotonicMs = monotonicMs;
    this.#most = most;
    this.#keepMs = keepMs;
  }

  /** @returns what the browser is to bring back */
  put(value: Value): string {
    for (const [digest, { untilMonotonicMs }] of this.#kept)
      if (untilMonotonicMs <= this.#monotonicMs()) this.#kept.delete(digest);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#most && oldest !== undefined) this.#kept.delete(oldest);
    const token = createSecretToken();
    this.#kept.set(digestOf(token), { value, untilMonotonicMs: this.#monotonicMs() + this.#keepMs });
    return token;
  }

  find(token: string): Value | null {
    const kept = this.#kept.get(digestOf(token));
    return kept === undefined || kept.untilMonotonicMs <= this.#monotonicMs() ? null : kept.value;
  }

  forget(token: string): void {
    this.#kept.delete(digestOf(token));
  }
}
