/** Orders to delete a camera's footage: kept until the archive's writer has carried them out, however often it is away. */
import { RecorderAwayError, type RecorderLink } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import { createId, type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { FootageDeletion } from '../store/sql-footage-deletion-store.ts';

/** The recorder reads a new configuration within a second; until then it may still be writing what is to be deleted. */
const CONFIGURATION_TIMEOUT_MS = 3000;

/** Carries orders out now or at the recorder’s next connection. */
export class FootageDeletions {
  readonly #context: SiteContext;
  readonly #link: RecorderLink;
  readonly #log: Log;
  #running = false;

  constructor(context: SiteContext, link: RecorderLink, log: Log) {
    this.#context = context;
    this.#link = link;
    this.#log = log;
    link.onConnect(() => void this.runOpen());
  }

  /** The row of a new order; whoever removes the camera inserts it in the same transaction. */
  order(cameraId: string, requester: Requester): FootageDeletion {
    const { clock, siteId } = this.#context;
    return {
      id: createId(clock),
      siteId,
      cameraId,
      reason: 'camera removed with its footage',
      requestedBy: requester.actor,
      createdUnixMs: clock.nowUnixMs(),
      doneUnixMs: null,
      deletedBytes: null,
      heldBytes: null,
    };
  }

  /**
   * The order as it stands after a try: still open when the recorder is away or refuses for now.
   * @param revision of the configuration without the camera
   */
  async tryNow(order: FootageDeletion, revision: number): Promise<FootageDeletion> {
    const { cameraId, reason } = order;
    try {
      if (!(await this.#link.waitForRevision(revision, CONFIGURATION_TIMEOUT_MS))) return order;
      const outcome = await this.#link.command({ command: 'delete-footage', cameraId, reason });
      return outcome.command === 'delete-footage' ? await this.#complete(order, outcome) : order;
    } catch (error) {
      if (!(error instanceof RecorderAwayError)) {
        this.#log('warn', 'footage could not be deleted yet', { cameraId, error: describeError(error) });
      }
      return order;
    }
  }

  /** Tries what is open, one after another. */
  async runOpen(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const { database, siteId } = this.#context;
      const open = await database.stores.footageDeletions.listOpen(siteId);
      const revision = (await database.stores.site.find())?.configurationRevision ?? 0;
      for (const order of open) await this.tryNow(order, revision);
    } catch (error) {
      this.#log('error', 'orders to delete could not be read', { error: describeError(error) });
    } finally {
      this.#running = false;
    }
  }

  async #complete(
    order: FootageDeletion,
    bytes: { readonly deletedBytes: number; readonly heldBytes: number },
  ): Promise<FootageDeletion> {
    const { database, siteId, clock } = this.#context;
    const doneUnixMs = clock.nowUnixMs();
    const { deletedBytes, heldBytes } = bytes;
    await database.transaction(async (stores) => {
      await stores.footageDeletions.complete(order.id, doneUnixMs, { deletedBytes, heldBytes });
      await stores.audit.append({
        siteId,
        atUnixMs: doneUnixMs,
        ...SERVER_REQUESTER,
        action: 'footage.deleted',
        subjectId: order.cameraId,
        detail: { deletedBytes, heldBytes, requestedBy: order.requestedBy },
      });
    });
    return { ...order, doneUnixMs, deletedBytes, heldBytes };
  }
}
