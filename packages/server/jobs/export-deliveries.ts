/** What is being fetched of exports right now, and how the last fetch of each ended. In memory: the audit log keeps who fetched. */
import type { ExportPaces } from './export-paces.ts';

/** Exports remembered; more than can be ready at one time. */
const MAX_REMEMBERED = 200;

/** `broken`: whoever fetched it went away, or its footage did. */
export interface ExportDelivery {
  readonly state: 'running' | 'done' | 'broken';
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly startedUnixMs: number;
}

interface Running {
  delivery: ExportDelivery;
  readonly abort: AbortController;
}

/** Counts bytes on their way, and ends them when their export is given up. */
export class ExportDeliveries {
  readonly #paces: ExportPaces;
  readonly #nowUnixMs: () => number;
  readonly #newest = new Map<string, ExportDelivery>();
  readonly #running = new Map<string, Set<Running>>();

  constructor(paces: ExportPaces, nowUnixMs: () => number) {
    this.#paces = paces;
    this.#nowUnixMs = nowUnixMs;
  }

  /** The newest of an export; null before the first. */
  of(exportId: string): ExportDelivery | null {
    return this.#newest.get(exportId) ?? null;
  }

  /** Whoever fetches it now gets no more: their connections break off. */
  stop(exportId: string): void {
    for (const one of this.#running.get(exportId) ?? []) one.abort.abort();
  }

  /** The same bytes, counted. @throws Error when `stop` was called meanwhile */
  async *counted(
    exportId: string,
    totalBytes: number,
    bytes: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const began = performance.now();
    const running: Running = {
      delivery: { state: 'running', sentBytes: 0, totalBytes, startedUnixMs: this.#nowUnixMs() },
      abort: new AbortController(),
    };
    this.#add(exportId, running);
    let state: 'done' | 'broken' = 'broken';
    try {
      for await (const chunk of bytes) {
        running.abort.signal.throwIfAborted();
        yield chunk;
        this.#told(exportId, running, { sentBytes: running.delivery.sentBytes + chunk.length });
      }
      state = 'done';
      this.#paces.sent(totalBytes, performance.now() - began);
    } finally {
      this.#told(exportId, running, { state });
      this.#remove(exportId, running);
    }
  }

  #add(exportId: string, running: Running): void {
    const all = this.#running.get(exportId) ?? new Set<Running>();
    all.add(running);
    this.#running.set(exportId, all);
    this.#told(exportId, running, {});
  }

  #remove(exportId: string, running: Running): void {
    const all = this.#running.get(exportId);
    all?.delete(running);
    if (all?.size === 0) this.#running.delete(exportId);
  }

  #told(exportId: string, running: Running, change: Partial<ExportDelivery>): void {
    running.delivery = { ...running.delivery, ...change };
    this.#newest.delete(exportId);
    this.#newest.set(exportId, running.delivery);
    const [oldest] = this.#newest.keys();
    if (oldest !== undefined && this.#newest.size > MAX_REMEMBERED) this.#newest.delete(oldest);
  }
}
