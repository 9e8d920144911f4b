/** The side of who reads an audit log: gives entries to the thread that holds the rows beside them against them. */
import { Worker } from 'node:worker_threads';
import type { DerivedRowsChecker, DerivedRowsFinding } from './derived-rows-check.ts';
import type { LinkedEntries } from './linked-entries.ts';

/** What the thread is started with. */
export interface DerivedRowsThreadData {
  /** Of `site.sqlite`. */
  readonly path: string;
  readonly siteId: string;
  readonly lockWaitMs: number;
}

interface Waiting {
  readonly resolve: (finding: DerivedRowsFinding) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One thread for one site's log, on a connection of its own: rows are never changed, and those of entries that were read are there. Who asks
 * bounds how much waits.
 */
export class DerivedRowsThread implements DerivedRowsChecker {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failed: Error | null = null;

  constructor(data: DerivedRowsThreadData) {
    this.#worker = new Worker(new URL('./derived-rows-worker.ts', import.meta.url), { workerData: data });
    this.#worker.on('message', (finding: DerivedRowsFinding) => this.#waiting.shift()?.resolve(finding));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('derived rows: their thread ended')));
  }

  /** @throws Error of SQLite, or of a thread that ended */
  readonly check = async (entries: LinkedEntries): Promise<DerivedRowsFinding> => {
    if (this.#failed !== null) throw this.#failed;
    const { promise, resolve, reject } = Promise.withResolvers<DerivedRowsFinding>();
    this.#waiting.push({ resolve, reject });
    this.#worker.postMessage(entries, []);
    return await promise;
  };

  readonly close = async (): Promise<void> => void (await this.#worker.terminate());

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
  }
}
