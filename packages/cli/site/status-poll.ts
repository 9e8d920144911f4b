/** Asks a site how it is, again and again, until stopped. A server that is away is asked again: it starts anew by itself. */
import { type StatusAnswer, statusSchema } from '@matlang/contract';
import { SiteClient } from './site-client.ts';

const FIRST_MS = 500;
const EVERY_MS = 2000;

/** One poll at a time; `start` again follows another address. */
export class StatusPoll {
  readonly #dataDirectory: string;
  readonly #onStatus: (status: StatusAnswer) => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(dataDirectory: string, onStatus: (status: StatusAnswer) => void) {
    this.#dataDirectory = dataDirectory;
    this.#onStatus = onStatus;
  }

  start(url: string): void {
    this.stop();
    const site = new SiteClient(url, this.#dataDirectory);
    const ask = async (): Promise<void> => {
      const status = await site.call('GET', '/api/v1/status').catch(() => null);
      if (this.#timer !== timer) return;
      if (status !== null) this.#onStatus(statusSchema.parse(status));
      timer = setTimeout(() => void ask(), EVERY_MS);
      this.#timer = timer;
    };
    let timer = setTimeout(() => void ask(), FIRST_MS);
    this.#timer = timer;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
