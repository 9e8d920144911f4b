/** What a browser has begun and not ended: a sign-in that still wants its second factor, a passkey that was asked for. In memory, bounded, gone with the server. */
import { createSecretToken, digestOf } from './secret-token.ts';

interface Kept<Value> {
  readonly value: Value;
  readonly owner: string;
  readonly untilMonotonicMs: number;
}

/** How much is kept. */
export interface PendingBounds {
  readonly most: number;
  /** Of one owner, so that nobody pushes out what others began; left out: as many as there is room for. */
  readonly mostOfOwner?: number;
  readonly keepMs: number;
}

/** The oldest goes when there is no room. */
export class Pending<Value> {
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #monotonicMs: () => number;
  readonly #bounds: PendingBounds;

  constructor(monotonicMs: () => number, bounds: PendingBounds) {
    this.#monotonicMs = monotonicMs;
    this.#bounds = bounds;
  }

  /** @returns what the browser is to bring back */
  put(value: Value, owner = ''): string {
    const { most, mostOfOwner = most, keepMs } = this.#bounds;
    for (const [digest, { untilMonotonicMs }] of this.#kept)
      if (untilMonotonicMs <= this.#monotonicMs()) this.#kept.delete(digest);
    const own = Array.from(this.#kept).flatMap(([digest, kept]) => (kept.owner === owner ? [digest] : []));
    const [oldest] = own.length >= mostOfOwner ? own : this.#kept.size >= most ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    const token = createSecretToken();
    this.#kept.set(digestOf(token), { value, owner, untilMonotonicMs: this.#monotonicMs() + keepMs });
    return token;
  }

  find(token: string): Value | null {
    const kept = this.#kept.get(digestOf(token));
    return kept === undefined || kept.untilMonotonicMs <= this.#monotonicMs() ? null : kept.value;
  }

  /** For what is good once. */
  take(token: string): Value | null {
    const value = this.find(token);
    this.forget(token);
    return value;
  }

  forget(token: string): void {
    this.#kept.delete(digestOf(token));
  }
}
