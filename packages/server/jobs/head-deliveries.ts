/**
 * Sends a signed head of the log elsewhere each day: whoever has the site's key could make the whole log anew, but not the heads that others keep.
 * What was missed while the site was off is made up for by one head: the newest covers all before it.
 */
import { isAbsolute } from 'node:path';
import {
  type AuditHeadAnswer,
  HEAD_TARGETS,
  type HeadDeliveryAnswer,
  type HeadDeliverySettings,
  type HeadDeliveryState,
  type HeadTarget,
  headDeliverySettingsSchema,
  headDeliveryStateSchema,
  SITE_UTC_OFFSET_MS,
} from '@matlang/contract';
import { FieldError } from '../answer/api-error.ts';
import { describeError, type Log } from '../log/log.ts';
import { type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { HeadDeliveryError, postToWeb, putIntoFolder } from './head-targets.ts';

const LOOK_MS = 60_000;
const DAY_MS = 86_400_000;
/** Three in the morning at the site: nobody waits for the disk then. */
const SENT_AT_MS = 3 * 3_600_000;
const TRY_AGAIN_MS = 3_600_000;

const NEVER: HeadDeliveryState = { sentAt: null, seq: null, failingSince: null, failure: null };
const NOWHERE: HeadDeliverySettings = { folder: null, webhook: null };

/** What deliveries work with. */
export interface HeadDeliveriesParts {
  readonly context: SiteContext;
  readonly heads: {
    readonly newest: (asked: { readonly fresh: boolean }) => Promise<AuditHeadAnswer | null>;
  };
  readonly log: Log;
}

/** `start` once; one delivery at a time. */
export class HeadDeliveries {
  readonly #parts: HeadDeliveriesParts;
  readonly #triedUnixMs = new Map<HeadTarget, number>();
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: HeadDeliveriesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Awaits what is under way. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  async answer(): Promise<HeadDeliveryAnswer> {
    const { context } = this.#parts;
    const { stores } = context.database;
    const settings = await this.#settings(stores);
    const nowUnixMs = context.clock.nowUnixMs();
    return {
      settings,
      folder: await this.#state(stores, 'folder'),
      webhook: await this.#state(stores, 'webhook'),
      nextAt: slotBefore(nowUnixMs) + DAY_MS,
    };
  }

  /** @throws FieldError */
  async change(typed: HeadDeliverySettings, requester: Requester): Promise<HeadDeliveryAnswer> {
    const { database, siteId, clock } = this.#parts.context;
    const after = checked(typed);
    await database.transaction(async (stores) => {
      const before = await this.#settings(stores);
      const nowUnixMs = clock.nowUnixMs();
      await stores.settings.put(siteId, 'audit-heads', after, nowUnixMs);
      // Another place has had none yet.
      const states = await this.#states(stores);
      for (const target of HEAD_TARGETS) if (before[target] !== after[target]) states[target] = NEVER;
      await stores.settings.put(siteId, 'audit-heads-sent', states, nowUnixMs);
      await stores.audit.append({
        ...requester,
        siteId,
        atUnixMs: nowUnixMs,
        action: 'settings.changed',
        subjectId: siteId,
        detail: { setting: 'audit-heads', before: shown(before), after: shown(after) },
      });
    });
    this.#triedUnixMs.clear();
    return await this.answer();
  }

  /** Whatever the hour. */
  async sendNow(): Promise<HeadDeliveryAnswer> {
    await this.#running;
    await this.#run(HEAD_TARGETS);
    return await this.answer();
  }

  /** Sends what is due. Never throws. */
  async look(): Promise<void> {
    if (this.#running !== null) return;
    try {
      await this.#run(await this.#due());
    } catch (error) {
      this.#parts.log('error', 'heads of the log could not be sent', { error: describeError(error) });
    }
  }

  async #run(targets: readonly HeadTarget[]): Promise<void> {
    const run = this.#deliver(targets).finally(() => {
      this.#running = null;
    });
    // Whoever waits only for its end is not told how it went.
    this.#running = run.catch(() => undefined);
    await run;
  }

  async #due(): Promise<readonly HeadTarget[]> {
    const { context } = this.#parts;
    const nowUnixMs = context.clock.nowUnixMs();
    const due: HeadTarget[] = [];
    for (const target of HEAD_TARGETS) {
      const { sentAt } = await this.#state(context.database.stores, target);
      const tried = this.#triedUnixMs.get(target) ?? -Infinity;
      // By a clock that was set back nothing was sent or tried yet.
      const isSent = sentAt !== null && sentAt >= slotBefore(nowUnixMs) && sentAt <= nowUnixMs;
      const isTried = tried <= nowUnixMs && nowUnixMs - tried < TRY_AGAIN_MS;
      if (!isSent && !isTried) due.push(target);
    }
    return due;
  }

  async #deliver(targets: readonly HeadTarget[]): Promise<void> {
    const { context, heads } = this.#parts;
    const settings = await this.#settings(context.database.stores);
    const wanted = targets.filter((target) => settings[target] !== null);
    if (wanted.length === 0) return;
    const head = await heads.newest({ fresh: true });
    for (const target of wanted) {
      this.#triedUnixMs.set(target, context.clock.nowUnixMs());
      await this.#note(target, head, await this.#failureAt(target, settings[target] ?? '', head));
    }
  }

  async #failureAt(
    target: HeadTarget,
    place: string,
    head: AuditHeadAnswer | null,
  ): Promise<HeadDeliveryState['failure']> {
    if (head === null) return 'no-head';
    try {
      await (target === 'folder' ? putIntoFolder(place, head) : postToWeb(place, head));
      return null;
    } catch (error) {
      if (!(error instanceof HeadDeliveryError)) throw error;
      return error.failure;
    }
  }

  /** The first of several failures, and each that arrived, is in the log. */
  async #note(
    target: HeadTarget,
    head: AuditHeadAnswer | null,
    failure: HeadDeliveryState['failure'],
  ): Promise<void> {
    const { database, siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    const entry = { ...SERVER_REQUESTER, siteId, atUnixMs, subjectId: siteId };
    await database.transaction(async (stores) => {
      const states = await this.#states(stores);
      const before = states[target];
      if (failure === null && head !== null) {
        states[target] = { sentAt: atUnixMs, seq: head.seq, failingSince: null, failure: null };
        await stores.audit.append({ ...entry, action: 'audit.head-sent', detail: { target, seq: head.seq } });
      } else {
        states[target] = { ...before, failingSince: before.failingSince ?? atUnixMs, failure };
        if (before.failure === null)
          await stores.audit.append({ ...entry, action: 'audit.head-failed', detail: { target, failure } });
      }
      await stores.settings.put(siteId, 'audit-heads-sent', states, atUnixMs);
    });
  }

  async #settings(stores: Stores): Promise<HeadDeliverySettings> {
    const stored: unknown = await stores.settings.find(this.#parts.context.siteId, 'audit-heads');
    return headDeliverySettingsSchema.safeParse(stored).data ?? NOWHERE;
  }

  async #state(stores: Stores, target: HeadTarget): Promise<HeadDeliveryState> {
    return (await this.#states(stores))[target];
  }

  async #states(stores: Stores): Promise<Record<HeadTarget, HeadDeliveryState>> {
    const stored = await stores.settings.find(this.#parts.context.siteId, 'audit-heads-sent');
    const of = (target: HeadTarget): HeadDeliveryState => {
      const value: unknown =
        typeof stored === 'object' && stored !== null ? Reflect.get(stored, target) : null;
      return headDeliveryStateSchema.safeParse(value).data ?? NEVER;
    };
    return { folder: of('folder'), webhook: of('webhook') };
  }
}

/** The newest instant at which heads are sent that is not after this one. */
function slotBefore(nowUnixMs: number): number {
  const local = nowUnixMs + SITE_UTC_OFFSET_MS - SENT_AT_MS;
  return Math.floor(local / DAY_MS) * DAY_MS + SENT_AT_MS - SITE_UTC_OFFSET_MS;
}

/** @throws FieldError */
function checked({ folder, webhook }: HeadDeliverySettings): HeadDeliverySettings {
  if (folder !== null && !isAbsolute(folder)) throw new FieldError('folder', 'folder-form');
  if (webhook === null) return { folder, webhook };
  const url = URL.parse(webhook);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new FieldError('webhook', 'web-form');
  return { folder, webhook: url.href };
}

/** A path behind a host may be a secret of whoever takes heads in. */
const shown = ({ folder, webhook }: HeadDeliverySettings) => ({
  folder,
  webhook: webhook === null ? null : new URL(webhook).origin,
});
