/**
 * What the archive did by itself goes to the audit log: steps of the clock, signed heads, repairs. It is told once: what the database
 * can't take now (a full disk, a lock) waits here.
 */
import { explainError } from '../http/answer/explain-error.ts';
import type { ArchiveEvent } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';

/** Waiting to be written. A recorder says a few an hour; beyond this something is broken, and the log says what is lost. */
const MAX_WAITING = 1000;
/** From one try to the next while the database takes nothing. */
const TRY_AGAIN_MS = 5000;

/** What events are written with. */
export interface ArchiveEventRecordParts {
  readonly context: SiteContext;
  readonly log: Log;
  /** Another one in tests only. */
  readonly tryAgainMs?: number;
}

/** Hand `take` to the link. */
export class ArchiveEventRecord {
  readonly #parts: ArchiveEventRecordParts;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();
  /** Aborted: nothing is tried again. */
  readonly #ending = new AbortController();

  constructor(parts: ArchiveEventRecordParts) {
    this.#parts = parts;
  }

  /** In the order they come. Never throws: an event that can't be kept is said in the log. */
  readonly take = (event: ArchiveEvent): void => {
    if (this.#waiting >= MAX_WAITING) {
      this.#parts.log('error', 'an event of the archive is not in the audit log: too many', {
        kind: event.kind,
      });
      return;
    }
    this.#waiting += 1;
    this.#last = this.#last
      .then(() => this.#write(event))
      .finally(() => {
        this.#waiting -= 1;
      });
  };

  /** Everything that came so far is written, or said to be lost. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** What waits is tried once more, and said to be lost where that is in vain. */
  end(): void {
    this.#ending.abort();
  }

  async #write(event: ArchiveEvent): Promise<void> {
    const { log, tryAgainMs = TRY_AGAIN_MS } = this.#parts;
    const { signal } = this.#ending;
    for (let isFirst = true; ; isFirst = false) {
      const isLast = signal.aborted;
      try {
        await this.#append(event);
        return;
      } catch (error) {
        const told = { kind: event.kind, error: describeError(error) };
        if (isLast || explainError(error)?.code !== 'database-unavailable') {
          log('error', 'an event of the archive is not in the audit log', told);
          return;
        }
        if (isFirst) log('warn', 'an event of the archive waits for the audit log', told);
      }
      await pause(tryAgainMs, signal);
    }
  }

  async #append({ atUnixMs, kind, detail }: ArchiveEvent): Promise<void> {
    const { database, siteId } = this.#parts.context;
    await database.transaction(async (stores) => {
      await stores.audit.append({
        siteId,
        atUnixMs,
        actor: 'recorder',
        address: null,
        action: `archive.${kind}`,
        subjectId: siteId,
        detail,
      });
    });
  }
}

/** Ends early with the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake, { once: true });
  });
}
