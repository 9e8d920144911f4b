/** What the archive did by itself goes to the audit log: steps of the clock, signed heads, repairs. */
import type { ArchiveEvent } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';

/** Waiting to be written. A recorder says a few an hour; beyond this something is broken, and the log says what is lost. */
const MAX_WAITING = 1000;

/** Hand `take` to the link. */
export class ArchiveEventRecord {
  readonly #context: SiteContext;
  readonly #log: Log;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(context: SiteContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  /** In the order they come. Never throws: an event that can't be kept is said in the log. */
  readonly take = (event: ArchiveEvent): void => {
    if (this.#waiting >= MAX_WAITING) {
      this.#log('error', 'an event of the archive is not in the audit log: too many', { kind: event.kind });
      return;
    }
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#write(event));
  };

  /** Everything that came so far is written, or said to be lost. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #write(event: ArchiveEvent): Promise<void> {
    const { database, siteId } = this.#context;
    try {
      await database.transaction(async (stores) => {
        await stores.audit.append({
          siteId,
          atUnixMs: event.atUnixMs,
          actor: 'recorder',
          address: null,
          action: `archive.${event.kind}`,
          subjectId: siteId,
          detail: event.detail,
        });
      });
    } catch (error) {
      this.#log('error', 'an event of the archive is not in the audit log', {
        kind: event.kind,
        error: describeError(error),
      });
    } finally {
      this.#waiting -= 1;
    }
  }
}
