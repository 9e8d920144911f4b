/** Holds: decided and written down here, carried out by the archive's writer, tried again until both agree. */
import { checkHold, type Hold, type HoldDraft, type HoldStore } from '@matlang/domain';
import type { RecorderCommand } from '@matlang/link';
import { ApiError, lawful } from '../answer/api-error.ts';
import { RecorderAwayError, type RecorderLink, RecorderRefusedError } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';

const MAX_HOLDS = 1000;
/** What could not be settled (a full disk, a volume that is away) is tried again, not only when the recorder comes back. */
const SETTLE_AGAIN_MS = 60_000;

/** Holds are written here and carried out over `link`; nobody else sends the recorder any. */
export interface HoldsParts {
  readonly context: SiteContext;
  readonly link: RecorderLink;
  readonly log: Log;
  /** Another one in tests only. */
  readonly settleAgainMs?: number;
}

const PLACED = { from: 'placing', to: 'held', liftedUnixMs: null } as const;

/** Rows and archive agree in the end; a row in between says `placing` or `lifting`. */
export class Holds {
  readonly #parts: HoldsParts;
  #running = false;
  #again: NodeJS.Timeout | null = null;

  constructor(parts: HoldsParts) {
    this.#parts = parts;
    parts.link.onConnect(() => void this.settleOpen());
  }

  async list(withLifted: boolean): Promise<readonly Hold[]> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.holds.list(siteId, { withLifted, limit: MAX_HOLDS });
  }

  /** @throws ApiError `hold-not-found` */
  async get(id: string): Promise<Hold> {
    const { database, siteId } = this.#parts.context;
    const found = await database.stores.holds.find(siteId, id);
    if (found === null) throw new ApiError('hold-not-found');
    return found;
  }

  /** @throws ApiError `recorder-unreachable` and the recorder's refusals; nothing is kept then */
  async place(cameraId: string, asked: HoldDraft, requester: Requester): Promise<Hold> {
    const { context, link } = this.#parts;
    const draft = lawful(checkHold(asked, context.clock.nowUnixMs()));
    if (!link.connected) throw new ApiError('recorder-unreachable');
    const hold: Hold = {
      ...draft,
      id: createId(context.clock),
      siteId: context.siteId,
      cameraId,
      state: 'placing',
      createdUnixMs: context.clock.nowUnixMs(),
      liftedUnixMs: null,
    };
    await context.database.transaction(async (stores) => {
      const open = await stores.holds.list(context.siteId, { withLifted: false, limit: MAX_HOLDS });
      if (open.length >= MAX_HOLDS) throw new ApiError('too-many-holds', { limit: MAX_HOLDS });
      await stores.holds.insert(hold);
      const { startUnixMs, endUnixMs, reason, owner, reviewUnixMs } = hold;
      const detail = { cameraId, startUnixMs, endUnixMs, reason, owner, reviewUnixMs };
      await stores.audit.append(this.#record('hold.placed', hold, requester, detail));
    });
    try {
      await this.#commandPlacing(hold);
    } catch (error) {
      // Away after it was sent: it may be placed. The row stays `placing` and is settled when the recorder is back.
      if (error instanceof RecorderAwayError) return hold;
      await this.#takeBack(hold, requester);
      throw error;
    }
    try {
      return await this.#acknowledge(hold, PLACED);
    } catch (error) {
      // The archive keeps it: a row that were taken back now would leave a hold that nobody can lift.
      this.#say(error, hold);
      return hold;
    }
  }

  /** @throws ApiError `hold-not-found` */
  async lift(id: string, requester: Requester): Promise<Hold> {
    const { context } = this.#parts;
    const hold = await context.database.transaction(async (stores) => {
      const found = await stores.holds.find(context.siteId, id);
      if (found === null || found.state === 'lifted') throw new ApiError('hold-not-found');
      const change = { from: found.state, to: 'lifting', liftedUnixMs: null } as const;
      await stores.holds.changeState(context.siteId, id, change);
      await stores.audit.append(this.#record('hold.lifted', found, requester, { cameraId: found.cameraId }));
      return { ...found, state: 'lifting' as const };
    });
    try {
      return await this.#liftInArchive(hold, requester.actor);
    } catch (error) {
      this.#say(error, hold);
      return hold;
    }
  }

  /**
   * Carries out what the archive's writer has not acknowledged, and says again what it has: whoever can write a disk can take a hold
   * from it, and then it would be deleted in its turn.
   */
  async settleOpen(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (const hold of await this.list(false)) {
        await this.#settle(hold.id);
      }
    } catch (error) {
      this.#parts.log('error', 'holds could not be read', { error: describeError(error) });
      this.#settleLater();
    } finally {
      this.#running = false;
    }
  }

  /** As the row stands now: it may have been lifted while those before it were settled. */
  async #settle(id: string): Promise<void> {
    const { database, siteId } = this.#parts.context;
    const hold = await database.stores.holds.find(siteId, id);
    if (hold === null) return;
    try {
      if (hold.state === 'placing' || hold.state === 'held') await this.#placeInArchive(hold);
      else if (hold.state === 'lifting') await this.#liftInArchive(hold, 'server');
    } catch (error) {
      this.#say(error, hold);
    }
  }

  async #placeInArchive(hold: Hold): Promise<Hold> {
    await this.#commandPlacing(hold);
    return await this.#acknowledge(hold, PLACED);
  }

  /** @throws RecorderAwayError, RecorderRefusedError */
  async #commandPlacing(hold: Hold): Promise<void> {
    const command: RecorderCommand = {
      command: 'hold',
      holdId: hold.id,
      cameraId: hold.cameraId,
      startUnixMs: hold.startUnixMs,
      endUnixMs: hold.endUnixMs,
      reason: hold.reason,
      owner: hold.owner,
      reviewUnixMs: hold.reviewUnixMs,
      // Whoever asked has the permission: the door saw to it.
      byAdministrator: true,
    };
    // The same once more is no refusal: an answer that got lost needs nothing here.
    await this.#parts.link.command(command);
  }

  async #liftInArchive(hold: Hold, by: string): Promise<Hold> {
    await this.#liftUnlessDone({ command: 'lift', holdId: hold.id, by });
    const liftedUnixMs = this.#parts.context.clock.nowUnixMs();
    return await this.#acknowledge(hold, { from: 'lifting', to: 'lifted', liftedUnixMs });
  }

  /** One that was carried out before its answer got lost is refused the second time: that is as good. */
  async #liftUnlessDone(command: RecorderCommand): Promise<void> {
    try {
      await this.#parts.link.command(command);
    } catch (error) {
      if (!(error instanceof RecorderRefusedError && error.refusal === 'unknown-hold')) throw error;
    }
  }

  /** Whoever lifted a hold while it was being placed has decided later: its row stays as they left it. */
  async #acknowledge(hold: Hold, change: Parameters<HoldStore['changeState']>[2]): Promise<Hold> {
    const { database, siteId } = this.#parts.context;
    if (await database.stores.holds.changeState(siteId, hold.id, change))
      return { ...hold, state: change.to, liftedUnixMs: change.liftedUnixMs };
    return (await database.stores.holds.find(siteId, hold.id)) ?? hold;
  }

  /** Never throws: a row that can't be removed stays `placing`, in the list for everybody to see, and is settled later. */
  async #takeBack(hold: Hold, requester: Requester): Promise<void> {
    const { database, siteId } = this.#parts.context;
    try {
      await database.transaction(async (stores) => {
        await stores.holds.remove(siteId, hold.id);
        await stores.audit.append(this.#record('hold.refused', hold, requester, { cameraId: hold.cameraId }));
      });
    } catch (error) {
      this.#say(error, hold);
    }
  }

  #record(action: string, hold: Hold, requester: Requester, detail: Readonly<Record<string, unknown>>) {
    const { siteId, clock } = this.#parts.context;
    return { ...requester, siteId, atUnixMs: clock.nowUnixMs(), action, subjectId: hold.id, detail };
  }

  #settleLater(): void {
    if (this.#again !== null) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.settleOpen();
    }, this.#parts.settleAgainMs ?? SETTLE_AGAIN_MS);
    this.#again.unref();
  }

  #say(error: unknown, hold: Hold): void {
    if (!(error instanceof RecorderAwayError)) {
      this.#settleLater();
      this.#parts.log('warn', 'a hold could not be settled', {
        holdId: hold.id,
        state: hold.state,
        error: describeError(error),
      });
    }
  }
}
