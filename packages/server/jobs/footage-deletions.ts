/** Orders to delete a camera's footage: kept until the archive's writer has carried them out, however often it is away. */
import { RecorderAwayError, type RecorderLink } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import { createId, type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { FootageDeletion } from '../store/sql-footage-deletion-store.ts';

/** The recorder reads a new configuration within a second; until then it may still be writing what is to be deleted. */
const CONFIGURATION_TIMEOUT_MS = 3000;
/** What was refused, or could not be written down (a full disk, a volume that is away), is tried again, not only when the recorder comes back. */
const TRY_AGAIN_MS = 60_000;

/** Orders are written here and carried out over `link`. */
export interface FootageDeletionsParts {
  readonly context: SiteContext;
  readonly link: RecorderLink;
  readonly log: Log;
  /** Another one in tests only. */
  readonly tryAgainMs?: number;
}

/** Carries orders out now, at the recorder’s next connection, or a minute later. */
export class FootageDeletions {
  readonly #parts: FootageDeletionsParts;
  #running = false;
  #again: NodeJS.Timeout | null = null;
  readonly #underWay = new Set<string>();
  /** Deleted for an order, and not yet written down: the archive tells what it deleted once. */
  readonly #deletedBytes = new Map<string, number>();

  constructor(parts: FootageDeletionsParts) {
    this.#parts = parts;
    parts.link.onConnect(() => void this.runOpen());
  }

  /** The row of a new order; whoever removes the camera inserts it in the same transaction. */
  order(cameraId: string, requester: Requester): FootageDeletion {
    const { clock, siteId } = this.#parts.context;
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
    if (this.#underWay.has(order.id)) return order;
    this.#underWay.add(order.id);
    try {
      return await this.#carryOut(order, revision);
    } catch (error) {
      // When it is back it is asked again.
      if (error instanceof RecorderAwayError) return order;
      this.#tryLater();
      this.#parts.log('warn', 'footage could not be deleted yet', {
        cameraId: order.cameraId,
        error: describeError(error),
      });
      return order;
    } finally {
      this.#underWay.delete(order.id);
    }
  }

  async #carryOut(order: FootageDeletion, revision: number): Promise<FootageDeletion> {
    const { link } = this.#parts;
    const { id, cameraId, reason } = order;
    if (!(await link.waitForRevision(revision, CONFIGURATION_TIMEOUT_MS))) {
      if (link.connected) this.#tryLater();
      return order;
    }
    const outcome = await link.command({ command: 'delete-footage', cameraId, reason });
    if (outcome.command !== 'delete-footage') return order;
    const deletedBytes = (this.#deletedBytes.get(id) ?? 0) + outcome.deletedBytes;
    this.#deletedBytes.set(id, deletedBytes);
    const done = await this.#complete(order, { deletedBytes, heldBytes: outcome.heldBytes });
    this.#deletedBytes.delete(id);
    return done;
  }

  #tryLater(): void {
    if (this.#again !== null) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.runOpen();
    }, this.#parts.tryAgainMs ?? TRY_AGAIN_MS);
    this.#again.unref();
  }

  /** Tries what is open, one after another. */
  async runOpen(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const { database, siteId } = this.#parts.context;
      const open = await database.stores.footageDeletions.listOpen(siteId);
      const revision = (await database.stores.site.find())?.configurationRevision ?? 0;
      for (const order of open) await this.tryNow(order, revision);
    } catch (error) {
      this.#tryLater();
      this.#parts.log('error', 'orders to delete could not be read', { error: describeError(error) });
    } finally {
      this.#running = false;
    }
  }

  async #complete(
    order: FootageDeletion,
    bytes: { readonly deletedBytes: number; readonly heldBytes: number },
  ): Promise<FootageDeletion> {
    const { database, siteId, clock } = this.#parts.context;
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
