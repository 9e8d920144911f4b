/**
 * Whether a process that runs still answers: one that was stopped, or turns in circles in foreign code, holds its place, is asked for ever
 * and never ends by itself. Looks at the socket where the process greets whoever connects.
 */
import { connect } from 'node:net';

/** Half a minute in all: who lets everybody wait for so long is of no use, and a busy machine answers before that. */
export const ANALYST_PATIENCE: Patience = { everyMs: 5000, looks: 3 };

/** How long a process may be silent. */
export interface Patience {
  /** From one look to the next, and as long again is what one waits for. */
  readonly everyMs: number;
  /** Without an answer, one after another. Counted, and not reckoned by a clock: a supervisor that slept itself blames nobody. */
  readonly looks: number;
}

/** Whom to look at. */
export interface LivenessOptions {
  readonly socketPath: string;
  readonly patience: Patience;
  /** It accepts no connection, or says nothing; called again only after it answered in between. */
  readonly onSilent: () => void;
}

/** `start` once, `stop` once. Nobody there at all (no socket, refused) is no silence: the process ended or has not begun. */
export class Liveness {
  readonly #options: LivenessOptions;
  #timer: NodeJS.Timeout | null = null;
  #silentLooks = 0;
  #stopped = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  start(): void {
    const { everyMs } = this.#options.patience;
    this.#timer = setTimeout(() => void this.#look(), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { socketPath, patience, onSilent } = this.#options;
    const found = await greeting(socketPath, patience.everyMs);
    if (this.#stopped) return;
    this.#silentLooks = found === 'silent' ? this.#silentLooks + 1 : 0;
    if (this.#silentLooks === patience.looks) onSilent();
    this.start();
  }
}

function greeting(socketPath: string, timeoutMs: number): Promise<'answered' | 'nobody' | 'silent'> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (found: 'answered' | 'nobody' | 'silent'): void => {
      clearTimeout(impatience);
      socket.destroy();
      resolve(found);
    };
    const impatience = setTimeout(() => end('silent'), timeoutMs);
    socket.once('data', () => end('answered'));
    // Ended without a word: it is full, and alive.
    socket.once('end', () => end('answered'));
    // A queue of connections that nobody accepts is full after a while: EAGAIN.
    socket.once('error', (error) => end('code' in error && error.code === 'EAGAIN' ? 'silent' : 'nobody'));
  });
}
