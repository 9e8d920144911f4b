/** That somebody read the log is in it: once for a person and what they asked for, not once a page. */
import type { AuditFilter } from '@matlang/domain';
import type { Requester, SiteContext } from '../../site/site-context.ts';

/** So long the same question is one reading. */
const READING_MS = 15 * 60_000;
/** Beyond so many the oldest is forgotten, and is written again. */
const MOST_REMEMBERED = 1000;

/** One for a server; what it remembers ends with the process. */
export class AuditReadings {
  readonly #context: SiteContext;
  /** By who and what, oldest first. */
  readonly #since = new Map<string, number>();

  constructor(context: SiteContext) {
    this.#context = context;
  }

  /** Behind the question. */
  async note(filter: AuditFilter, requester: Requester): Promise<void> {
    const { clock } = this.#context;
    const key = JSON.stringify([requester.actor, requester.address, filter]);
    const nowUnixMs = clock.nowUnixMs();
    const since = this.#since.get(key);
    if (since !== undefined && nowUnixMs >= since && nowUnixMs - since < READING_MS) return;
    this.#since.delete(key);
    this.#since.set(key, nowUnixMs);
    for (const [oldest] of this.#since) {
      if (this.#since.size <= MOST_REMEMBERED) break;
      this.#since.delete(oldest);
    }
    try {
      await this.#write('audit.read', { ...filter }, requester);
    } catch (error) {
      this.#since.delete(key);
      throw error;
    }
  }

  /** Each is written down: it leaves the house. */
  async noteExport(filter: AuditFilter, format: string, requester: Requester): Promise<void> {
    await this.#write('audit.exported', { ...filter, format }, requester);
  }

  async #write(
    action: string,
    detail: Readonly<Record<string, unknown>>,
    requester: Requester,
  ): Promise<void> {
    const { database, siteId, clock } = this.#context;
    await database.transaction(async ({ audit }) => {
      const atUnixMs = clock.nowUnixMs();
      await audit.append({ ...requester, siteId, atUnixMs, action, subjectId: siteId, detail });
    });
  }
}
