/**
 * Cameras' host names to addresses. Only the system's resolver knows /etc/hosts and mDNS, and Node asks it on libuv's four
 * threads, which files need too: a name whose server is silent holds one for 10 s and more, and no time-out of ours gives it
 * back. So each name is looked up once at a time, some names at a time, those that were slow before fewer still.
 */
import { lookup } from 'node:dns/promises';

/** How long one who asks waits. */
const RESOLVE_TIMEOUT_MS = 5_000;
/** One of libuv's four threads stays free. */
const MAX_LOOKUPS = 3;
/** Of names that were slow the last time: one thread is left for all others. */
const MAX_SLOW_LOOKUPS = 2;
const SLOW_MS = 1_000;
/** Cameras are at most 512; redirects may name others. */
const MAX_REMEMBERED = 1024;
const MAX_WAITING = 1024;

/** A resolver's answer that says nothing about the name: the server could not be asked. */
const TEMPORARY = new Set(['EAI_AGAIN', 'EAI_FAIL', 'EAI_SYSTEM', 'ETIMEOUT', 'ENOMEM']);

interface Remembered {
  /** The newest; null: none ever, or the name is gone. */
  readonly address: string | null;
  readonly slow: boolean;
}

interface Lookup {
  readonly host: string;
  readonly asking: Set<(address: string | null) => void>;
  running: boolean;
}

/** One for each process: its threads are shared by all who ask. */
export class HostNames {
  readonly #look: (host: string) => Promise<string>;
  readonly #remembered = new Map<string, Remembered>();
  /** By host, in the order of asking. */
  readonly #lookups = new Map<string, Lookup>();

  /** @param look rejects with a `code` of getaddrinfo. */
  constructor(look: (host: string) => Promise<string> = async (host) => (await lookup(host)).address) {
    this.#look = look;
  }

  /** Null: nobody knows the name. Where the resolver is silent for 5 s, or can't ask, the address that it had last. */
  resolve(host: string): Promise<string | null> {
    const known = this.#lookups.get(host);
    if (known === undefined && this.#lookups.size >= MAX_WAITING) {
      return Promise.resolve(this.#lastAddress(host));
    }
    const wanted: Lookup = known ?? { host, asking: new Set(), running: false };
    this.#lookups.set(host, wanted);
    return new Promise((resolve) => {
      const answer = (address: string | null): void => {
        clearTimeout(timer);
        resolve(address);
      };
      const timer = setTimeout(() => {
        wanted.asking.delete(answer);
        if (!wanted.running && wanted.asking.size === 0) {
          this.#lookups.delete(host);
        }
        resolve(this.#lastAddress(host));
      }, RESOLVE_TIMEOUT_MS).unref();
      wanted.asking.add(answer);
      this.#startNext();
    });
  }

  #lastAddress(host: string): string | null {
    return this.#remembered.get(host)?.address ?? null;
  }

  #startNext(): void {
    const running = [...this.#lookups.values()].filter((wanted) => wanted.running);
    let slowRunning = running.filter(({ host }) => this.#isSlow(host)).length;
    let free = MAX_LOOKUPS - running.length;
    for (const wanted of this.#lookups.values()) {
      if (free === 0) {
        return;
      }
      const slow = this.#isSlow(wanted.host);
      if (!wanted.running && !(slow && slowRunning >= MAX_SLOW_LOOKUPS)) {
        free -= 1;
        slowRunning += slow ? 1 : 0;
        void this.#run(wanted);
      }
    }
  }

  #isSlow(host: string): boolean {
    return this.#remembered.get(host)?.slow ?? false;
  }

  /** Never rejects. */
  async #run(wanted: Lookup): Promise<void> {
    const { host, asking } = wanted;
    wanted.running = true;
    const startMs = performance.now();
    let address: string | null;
    try {
      address = await this.#look(host);
    } catch (error) {
      address = isTemporary(error) ? this.#lastAddress(host) : null;
    }
    this.#remember(host, { address, slow: performance.now() - startMs > SLOW_MS });
    this.#lookups.delete(host);
    for (const answer of asking) {
      answer(address);
    }
    this.#startNext();
  }

  #remember(host: string, remembered: Remembered): void {
    this.#remembered.delete(host);
    this.#remembered.set(host, remembered);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MAX_REMEMBERED && oldest !== undefined) {
      this.#remembered.delete(oldest);
    }
  }
}

function isTemporary(error: unknown): boolean {
  return error instanceof Error && 'code' in error && TEMPORARY.has(String(error.code));
}

/** The process's own. */
export const hostNames = new HostNames();
