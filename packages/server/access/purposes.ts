/**
 * Purposes for which recordings are looked at: opened once, named with each question for pictures. The open ones are in memory, so that
 * each question is a lookup; rows and log come first.
 */
import { purposeText } from '@matlang/contract';
import {
  checkPurpose,
  checkText,
  isUuidV7,
  type Purpose,
  type PurposeDraft,
  type PurposeWords,
} from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { Identity } from './identity.ts';

/** Of one session or token; an officer has one or two. */
const MAX_OPEN = 20;
/** Of a site, in memory. */
const MAX_OPEN_OF_SITE = 10_000;
const MAX_RECENT = 6;
/** A row is of use as long as its words are offered again. */
const REMOVE_AFTER_MS = 90 * 86_400_000;
const COUNTED_AFTER_MS = 3_600_000;
/** One that is over stays in memory so long: a clock that was set ahead may be set back. */
const FORGET_AFTER_MS = 86_400_000;
/** One that was opened later than now was opened while the clock was wrong. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** As of the contract; it is shown to people, and must not pretend to be something else. */
const MAX_WORDS_CHARACTERS = 200;
/** Whose purposes are of no session and no token. */
const LOCAL_HOLDER = 'local';

/** Why something is looked at, as it goes to the log. */
export interface StatedPurpose {
  /** Null: in words only, by a script or at a machine without accounts. */
  readonly purposeId: string | null;
  readonly words: string;
}

/** In the detail of an entry. */
export const purposeDetail = ({ purposeId, words }: StatedPurpose) => ({
  purpose: words,
  ...(purposeId === null ? {} : { purposeId }),
});

/** What is one's own. */
export interface OwnPurposes {
  /** Oldest first. */
  readonly open: readonly Purpose[];
  /** Each words once, newest first. */
  readonly recent: readonly PurposeWords[];
}

/** What belongs to a change of a purpose. */
type Besides = (stores: Stores, purpose: Purpose) => Promise<void>;

/** One for a server; `load` before anybody asks. */
export class Purposes {
  readonly #context: SiteContext;
  readonly #open = new Map<string, Purpose>();

  constructor(context: SiteContext) {
    this.#context = context;
  }

  /** Those that were open when the server before ended. */
  async load(): Promise<void> {
    const { database, siteId, clock } = this.#context;
    const purposes = await database.stores.purposes.listOpen(siteId, clock.nowUnixMs());
    for (const purpose of purposes.slice(-MAX_OPEN_OF_SITE)) this.#open.set(purpose.id, purpose);
  }

  async listOwn(identity: Identity): Promise<OwnPurposes> {
    const { database, siteId } = this.#context;
    const whose = { personId: personOf(identity), holder: holderOf(identity) };
    return {
      open: this.#openOf(whose.holder),
      recent: await database.stores.purposes.listRecent(siteId, whose, MAX_RECENT),
    };
  }

  /**
   * @param requester in the role in which the person looks
   * @param also done in the same transaction
   * @throws FieldError, ApiError `too-many-purposes`, `sign-in-needed` where the session has ended meanwhile
   */
  async open(
    draft: PurposeDraft,
    identity: Identity,
    requester: Requester,
    also: Besides = async () => undefined,
  ): Promise<Purpose> {
    const { clock, database, siteId } = this.#context;
    const nowUnixMs = clock.nowUnixMs();
    this.#forgetOver(nowUnixMs, FORGET_AFTER_MS);
    const holder = holderOf(identity);
    const purpose = await database.transaction(async (stores) => {
      const latestUnixMs = await endOfSession(stores, identity);
      const checked = lawful(checkPurpose(draft, nowUnixMs, latestUnixMs));
      this.#requireRoom(holder);
      const opened: Purpose = {
        ...checked,
        id: createId(clock),
        siteId,
        holder,
        personId: personOf(identity),
        openedUnixMs: nowUnixMs,
        closedUnixMs: null,
      };
      await stores.purposes.removeOver(siteId, nowUnixMs - REMOVE_AFTER_MS);
      await stores.purposes.insert(opened);
      const { kind, number, text, untilUnixMs } = opened;
      const sessionId = identity.signedIn?.sessionId;
      await stores.audit.append({
        ...requester,
        siteId,
        atUnixMs: nowUnixMs,
        action: 'purpose.opened',
        subjectId: opened.id,
        detail: {
          purpose: purposeText(opened).vi,
          kind,
          number,
          text,
          untilUnixMs,
          ...(sessionId === undefined ? {} : { sessionId }),
        },
      });
      await also(stores, opened);
      return opened;
    });
    this.#open.set(purpose.id, purpose);
    return purpose;
  }

  /** @param also done in the same transaction. @throws ApiError `purpose-not-found` */
  async close(
    id: string,
    identity: Identity,
    requester: Requester,
    also: Besides = async () => undefined,
  ): Promise<Purpose> {
    const { clock, database, siteId } = this.#context;
    const purpose = this.#find(id, identity);
    if (purpose === null) throw new ApiError('purpose-not-found');
    const closedUnixMs = clock.nowUnixMs();
    await database.transaction(async (stores) => {
      const { purposes, audit } = stores;
      if (!(await purposes.close(siteId, id, closedUnixMs))) throw new ApiError('purpose-not-found');
      await audit.append({
        ...requester,
        siteId,
        atUnixMs: closedUnixMs,
        action: 'purpose.closed',
        subjectId: id,
        detail: { purpose: purposeText(purpose).vi },
      });
      await also(stores, purpose);
    });
    this.#open.delete(id);
    return { ...purpose, closedUnixMs };
  }

  /**
   * Asked before each picture: a lookup, no question to the database.
   * @param named the id of an open purpose of one's own; a script, and whoever sits at a machine without accounts, may say words
   * @throws ApiError `purpose-needed`, FieldError `purpose` for words that people could not read
   */
  require(identity: Identity, named: string | undefined): StatedPurpose {
    const purpose = named === undefined ? null : this.#find(named, identity);
    if (purpose !== null) return { purposeId: purpose.id, words: purposeText(purpose).vi };
    // The id of one that is over, or of somebody else's, is no reason in words.
    const isPerson = identity.kind === 'session' || identity.kind === 'kiosk';
    if (named === undefined || isPerson || isUuidV7(named)) throw new ApiError('purpose-needed');
    const words = lawful(checkText('purpose', named, { maxCharacters: MAX_WORDS_CHARACTERS }));
    return { purposeId: null, words };
  }

  #find(id: string, identity: Identity): Purpose | null {
    const purpose = this.#open.get(id);
    return purpose !== undefined && purpose.holder === holderOf(identity) && this.#isInForce(purpose)
      ? purpose
      : null;
  }

  #isInForce({ openedUnixMs, untilUnixMs }: Purpose): boolean {
    const nowUnixMs = this.#context.clock.nowUnixMs();
    return nowUnixMs < untilUnixMs && openedUnixMs <= nowUnixMs + CLOCK_TOLERANCE_MS;
  }

  #openOf(holder: string): readonly Purpose[] {
    return [...this.#open.values()].filter(
      (purpose) => purpose.holder === holder && this.#isInForce(purpose),
    );
  }

  /** Those that are over count for their holder for an hour, so that nobody fills the site's room, or the log, with short ones. */
  #requireRoom(holder: string): void {
    const nowUnixMs = this.#context.clock.nowUnixMs();
    if (this.#open.size >= MAX_OPEN_OF_SITE) this.#forgetOver(nowUnixMs, 0);
    if (this.#open.size >= MAX_OPEN_OF_SITE)
      throw new ApiError('too-many-purposes', { limit: MAX_OPEN_OF_SITE });
    const counted = [...this.#open.values()].filter(
      (purpose) => purpose.holder === holder && nowUnixMs < purpose.untilUnixMs + COUNTED_AFTER_MS,
    );
    if (counted.length >= MAX_OPEN) throw new ApiError('too-many-purposes', { limit: MAX_OPEN });
  }

  #forgetOver(nowUnixMs: number, afterMs: number): void {
    for (const { id, untilUnixMs } of this.#open.values())
      if (untilUnixMs + afterMs < nowUnixMs) this.#open.delete(id);
  }
}

/** Whose a purpose is: another browser of the same person states its own. */
export const holderOf = ({ signedIn, tokenId, kiosk }: Identity): string =>
  signedIn?.sessionId ?? tokenId ?? kiosk?.unlock?.id ?? kiosk?.id ?? LOCAL_HOLDER;

const personOf = ({ signedIn, kiosk }: Identity): string | null =>
  signedIn?.person.id ?? kiosk?.unlock?.person.id ?? null;

/** Null: there is no session. */
async function endOfSession(stores: Stores, { signedIn }: Identity): Promise<number | null> {
  if (signedIn === null) return null;
  const sessions = await stores.sessions.ofPerson(signedIn.person.id);
  const session = sessions.find(({ id }) => id === signedIn.sessionId);
  if (session === undefined) throw new ApiError('sign-in-needed');
  return session.expiresUnixMs;
}
