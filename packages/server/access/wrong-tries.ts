/**
 * Slows down whoever guesses. Wrong tries count for the account, for the address and for the browser they come from; each has some free
 * ones, then waits that double up to a quarter of an hour. A browser in which the person has signed in before counts for itself alone:
 * while a thousand addresses try an account, its owner still gets in from the usual desk.
 */
import { createHmac, randomBytes } from 'node:crypto';

/** What a try is counted for. */
export interface TryFrom {
  /** As typed, folded; need not exist. */
  readonly userName: string;
  /** Null: by no network. */
  readonly address: string | null;
  /** The digest of a browser that the account knows; null: any other. */
  readonly knownDevice: string | null;
}

const COUNTED_FOR = ['account', 'address', 'device'] as const;
type CountedFor = (typeof COUNTED_FOR)[number];
/** Tries that nobody waits after. */
export type FreeTries = Readonly<Record<CountedFor, number>>;

const FREE: FreeTries = { account: 5, address: 20, device: 10 };

const FIRST_WAIT_MS = 2000;
const MAX_WAIT_MS = 15 * 60_000;
/** Nothing wrong for so long: all is forgotten. */
const FORGET_MS = 60 * 60_000;
/**
 * Counters lie in so many places by a keyed digest, whoever tries: no flood of names or addresses takes memory, pushes others out, or tells
 * by its answer which accounts exist. Two that fall together wait for each other.
 */
const PLACES = 8192;

interface Counter {
  wrong: number;
  lastMonotonicMs: number;
  /** Of the try before the last one: nobody waits because of one that was right. */
  beforeMonotonicMs: number;
}

/** One for a server. Lost with it: then everybody begins with free tries. */
export class WrongTries {
  readonly #monotonicMs: () => number;
  readonly #free: FreeTries;
  readonly #key = randomBytes(32);
  readonly #counters = new Map<number, Counter>();

  constructor(monotonicMs: () => number, free: FreeTries = FREE) {
    this.#monotonicMs = monotonicMs;
    this.#free = free;
  }

  /** How long until the next try is looked at; 0: now. */
  waitMs(from: TryFrom): number {
    return Math.max(0, ...this.#placesOf(from).map(([kind, place]) => this.#waitOf(kind, place)));
  }

  /** @returns true where the next try has to wait and this one did not: something to write down */
  countWrong(from: TryFrom): boolean {
    const waited = this.waitMs(from) > 0;
    const now = this.#monotonicMs();
    for (const [, place] of this.#placesOf(from)) {
      const counter = this.#counterAt(place);
      this.#counters.set(place, {
        wrong: (counter?.wrong ?? 0) + 1,
        lastMonotonicMs: now,
        beforeMonotonicMs: counter?.lastMonotonicMs ?? now,
      });
    }
    return !waited && this.waitMs(from) > 0;
  }

  /** Counted before as well. The account's and the browser's are forgotten; the address keeps its own, others may guess from there. */
  countRight(from: TryFrom): void {
    this.takeBack(from);
    for (const [kind, place] of this.#placesOf(from)) if (kind !== 'address') this.#counters.delete(place);
  }

  /** One that was counted before it was looked at, and was right. */
  takeBack(from: TryFrom): void {
    for (const [, place] of this.#placesOf(from)) {
      const counter = this.#counterAt(place);
      if (counter === null) continue;
      counter.wrong -= 1;
      counter.lastMonotonicMs = counter.beforeMonotonicMs;
    }
  }

  #placesOf({ userName, address, knownDevice }: TryFrom): readonly (readonly [CountedFor, number])[] {
    // For that person alone: whoever else signs in there forgets nothing of it.
    if (knownDevice !== null) return [['device', this.#placeOf('device', `${userName} ${knownDevice}`)]];
    const account = ['account', this.#placeOf('account', userName)] as const;
    return address === null
      ? [account]
      : [account, ['address', this.#placeOf('address', networkOf(address))]];
  }

  #placeOf(kind: CountedFor, text: string): number {
    const digest = createHmac('sha256', this.#key).update(`${kind} ${text}`).digest();
    return COUNTED_FOR.indexOf(kind) * PLACES + (digest.readUInt32BE(0) % PLACES);
  }

  #counterAt(place: number): Counter | null {
    const counter = this.#counters.get(place);
    if (counter === undefined || this.#monotonicMs() - counter.lastMonotonicMs < FORGET_MS)
      return counter ?? null;
    this.#counters.delete(place);
    return null;
  }

  #waitOf(kind: CountedFor, place: number): number {
    const counter = this.#counterAt(place);
    const beyond = (counter?.wrong ?? 0) - this.#free[kind];
    if (counter === null || beyond < 0) return 0;
    const waitMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(beyond, 20));
    return Math.max(0, counter.lastMonotonicMs + waitMs - this.#monotonicMs());
  }
}

/** An IPv6 subscriber has 2^64 addresses: what counts is the first half. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const full = address.includes('::') ? [...groups, ...Array.from({ length: missing }, () => '0')] : groups;
  return full.slice(0, 4).join(':');
}
