/**
 * Shared screens: made by an administrator, become one by a code that is typed there once, known from then on by a cookie of their own, and
 * revoked at once. Nobody is signed in at one; who opens recordings there is in kiosk-unlocks.ts.
 */
import { checkKiosk, type Kiosk, type KioskDraft } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { createReadableCode, createSecretToken, digestOf, normalizeReadableCode } from './secret-token.ts';
import type { SignInVisitor, Tries } from './tries.ts';
import { networkOf } from './wrong-tries.ts';

/** To walk to the screen. */
const CODE_MS = 10 * 60_000;
/** 59 bits. */
const CODE_GROUPS = 3;
/** Of a site, without those that were revoked. */
const MAX_KIOSKS = 50;
/** Last use is written down no more often: each write is a sync of the disk. */
const SEEN_EVERY_MS = 60_000;
/** Two browsers that come as the same screen would fill the log. */
const MOVED_EVERY_MS = 60 * 60_000;

/** What they are kept with. */
export interface KiosksParts {
  readonly context: SiteContext;
  readonly tries: Tries;
}

/** One for a server. */
export class Kiosks {
  readonly #parts: KiosksParts;
  /** Of each screen that has asked since the server began: aborted when it is revoked. */
  readonly #revocations = new Map<string, AbortController>();
  /** By screen and address: when that it came from there was last written down. */
  readonly #moves = new Map<string, number>();

  constructor(parts: KiosksParts) {
    this.#parts = parts;
  }

  /** Newest first. */
  async list(): Promise<readonly Kiosk[]> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.kiosks.list(siteId);
  }

  /** @returns the screen, and the code for it, which is kept nowhere. @throws FieldError, ApiError `too-many-kiosks` */
  async add(
    draft: KioskDraft,
    requester: Requester,
  ): Promise<{ readonly kiosk: Kiosk; readonly code: string }> {
    const { clock, database, siteId } = this.#parts.context;
    const nowUnixMs = clock.nowUnixMs();
    const kiosk: Kiosk = {
      ...lawful(checkKiosk(draft)),
      id: createId(clock),
      siteId,
      createdBy: requester.actor,
      createdUnixMs: nowUnixMs,
      codeEndsUnixMs: nowUnixMs + CODE_MS,
      pairedUnixMs: null,
      seenUnixMs: null,
      address: null,
      revokedUnixMs: null,
    };
    const code = createReadableCode(CODE_GROUPS);
    await database.transaction(async (stores) => {
      const inForce = (await stores.kiosks.list(siteId)).filter((one) => isOfUse(one, nowUnixMs));
      if (inForce.length >= MAX_KIOSKS) throw new ApiError('too-many-kiosks', { limit: MAX_KIOSKS });
      await stores.kiosks.insert(kiosk, digestOf(normalizeReadableCode(code)));
      const { name, cameraIds, codeEndsUnixMs } = kiosk;
      await this.#record(stores, requester, 'kiosk.added', kiosk, { name, cameraIds, codeEndsUnixMs });
    });
    return { kiosk, code };
  }

  /** What it shows ends with it. @throws ApiError `kiosk-not-found` */
  async revoke(id: string, requester: Requester): Promise<Kiosk> {
    const { clock, database, siteId } = this.#parts.context;
    const kiosk = await database.transaction(async (stores) => {
      const revoked = await stores.kiosks.revoke(siteId, id, clock.nowUnixMs());
      if (revoked === null) throw new ApiError('kiosk-not-found');
      await this.#record(stores, requester, 'kiosk.revoked', revoked, { name: revoked.name });
      return revoked;
    });
    this.#revocationOf(id).abort();
    return kiosk;
  }

  /**
   * Makes a browser the screen whose code it is. @returns the token for its cookie: never one that was there before
   * @throws ApiError `kiosk-code-refused`, `too-many-tries`
   */
  async pair(
    typed: string,
    visitor: SignInVisitor,
  ): Promise<{ readonly kiosk: Kiosk; readonly token: string }> {
    const { context, tries } = this.#parts;
    // For the network alone: whoever guesses keeps nobody else waiting.
    const from = await tries.from(`pairing ${networkOf(visitor.address ?? '')}`, null, visitor);
    const waits = tries.countAhead(from);
    const token = createSecretToken();
    const nowUnixMs = context.clock.nowUnixMs();
    const kiosk = await context.database.transaction(async (stores) => {
      const paired = await stores.kiosks.pair(digestOf(normalizeReadableCode(typed)), {
        digest: digestOf(token),
        nowUnixMs,
        address: visitor.address,
      });
      if (paired === null) return null;
      const requester = { actor: actorOf(paired), address: visitor.address };
      const device = visitor.device.slice(0, 200);
      await this.#record(stores, requester, 'kiosk.paired', paired, { name: paired.name, device });
      return paired;
    });
    if (kiosk === null) {
      await tries.refuse(from, null, 'kiosk-code', waits);
      throw new ApiError('kiosk-code-refused');
    }
    tries.countRight(from);
    return { kiosk, token };
  }

  /** By the token of its cookie, and writes down that it was there. Null: it is no screen's, or was revoked. */
  async find(token: string, address: string): Promise<Kiosk | null> {
    const kiosk = await this.#parts.context.database.stores.kiosks.findByDigest(digestOf(token));
    if (kiosk === null || kiosk.revokedUnixMs !== null) return null;
    await this.#touch(kiosk, address);
    return kiosk;
  }

  /** Aborted when the screen is revoked: whatever is sent to it ends by it. */
  revocationOf(id: string): AbortSignal {
    return this.#revocationOf(id).signal;
  }

  #revocationOf(id: string): AbortController {
    const known = this.#revocations.get(id);
    if (known !== undefined) return known;
    const made = new AbortController();
    this.#revocations.set(id, made);
    return made;
  }

  async #touch(kiosk: Kiosk, address: string): Promise<void> {
    const { context } = this.#parts;
    const nowUnixMs = context.clock.nowUnixMs();
    const moved = kiosk.address !== address;
    const rests = Math.abs(nowUnixMs - (kiosk.seenUnixMs ?? 0)) < SEEN_EVERY_MS;
    if (rests && !moved) return;
    const place = `${kiosk.id} ${address}`;
    const writtenUnixMs = this.#moves.get(place) ?? -Infinity;
    const writes = moved && Math.abs(nowUnixMs - writtenUnixMs) >= MOVED_EVERY_MS;
    if (rests && !writes) return;
    try {
      await context.database.transaction(async (stores) => {
        await stores.kiosks.setSeen(kiosk.id, nowUnixMs, address);
        if (!writes) return;
        const detail = { name: kiosk.name, before: { address: kiosk.address }, after: { address } };
        await this.#record(stores, { actor: actorOf(kiosk), address }, 'kiosk.moved', kiosk, detail);
      });
      if (writes) this.#remember(place, nowUnixMs);
    } catch {
      // Looking goes on where nothing can be written; the next request tries again.
    }
  }

  #remember(place: string, nowUnixMs: number): void {
    this.#moves.delete(place);
    this.#moves.set(place, nowUnixMs);
    const [oldest] = this.#moves.size > MAX_KIOSKS * 8 ? this.#moves.keys() : [];
    if (oldest !== undefined) this.#moves.delete(oldest);
  }

  async #record(
    stores: Stores,
    requester: Requester,
    action: string,
    { id: subjectId }: Kiosk,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    await stores.audit.append({
      ...requester,
      siteId,
      atUnixMs: clock.nowUnixMs(),
      action,
      subjectId,
      detail,
    });
  }
}

/** As the log names a screen. */
export const actorOf = ({ name }: Pick<Kiosk, 'name'>): string => `kiosk:${name}`;

const isOfUse = ({ revokedUnixMs, pairedUnixMs, codeEndsUnixMs }: Kiosk, nowUnixMs: number): boolean =>
  revokedUnixMs === null && (pairedUnixMs !== null || nowUnixMs < codeEndsUnixMs);
