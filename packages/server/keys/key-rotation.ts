/**
 * Another key in the place of the site's key, while everything runs: the next key is written, everything is sealed with it in one
 * transaction together with the entry of the log and `cameras.json`, then it takes the place. Killed anywhere, the next start ends it:
 * forward where anything was sealed with the next key, else back. See docs/design/security.md.
 */
import type { KeyRotationAnswer } from '@matlang/contract';
import { KeyError, type SiteKeys } from '@matlang/keys';
import { ApiError } from '../answer/api-error.ts';
import type { SiteChanges } from '../configuration/site-changes.ts';
import { describeError, type Log } from '../log/log.ts';
import { type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { isNextKeyUsed, type Resealed, resealAll } from './sealed-secrets.ts';

const ACTION = 'keys.rotated';

/** What it works with. */
export interface KeyRotationParts {
  readonly context: SiteContext;
  readonly changes: SiteChanges;
  readonly keys: SiteKeys;
  readonly log: Log;
}

/** One for a server: `settle` at its start, before anything is sealed and once rows and `cameras.json` say the same. */
export class KeyRotation {
  readonly #parts: KeyRotationParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: KeyRotationParts) {
    this.#parts = parts;
  }

  /** Ends a rotation that was broken off, one way or the other. */
  async settle(): Promise<void> {
    const { context, keys, log } = this.#parts;
    const { nextId } = keys;
    if (nextId === null) return;
    if (await this.#goBack()) {
      log('warn', 'a rotation of the site key was broken off: the key before stays');
      return;
    }
    const { stores } = context.database;
    if ((await loggedKeyId(stores, context.siteId)) !== nextId) await this.#reseal(SERVER_REQUESTER, nextId);
    if (await this.#finish())
      log('warn', 'a rotation of the site key was broken off and is through now', { keyId: nextId });
  }

  /**
   * One after another.
   * @throws ApiError `site-key-elsewhere`, `site-key-not-written`, `configuration-not-written`: the key before stays in force;
   *   `key-rotation-unfinished`: the one before has not ended yet
   */
  async rotate(requester: Requester): Promise<KeyRotationAnswer> {
    const run = this.#last.then(() => this.#rotateNow(requester));
    this.#last = run.catch(() => {});
    return await run;
  }

  async #rotateNow(requester: Requester): Promise<KeyRotationAnswer> {
    const { keys } = this.#parts;
    await this.settle();
    if (keys.nextId !== null) throw new ApiError('key-rotation-unfinished');
    const previousKeyId = keys.currentId;
    const keyId = this.#begin();
    let resealed: Resealed;
    try {
      resealed = await this.#reseal(requester, keyId);
    } catch (error) {
      await this.#goBack();
      throw error;
    }
    return { keyId, previousKeyId, ...resealed, finished: await this.#finish() };
  }

  #begin(): string {
    try {
      return this.#parts.keys.begin();
    } catch (cause) {
      const isElsewhere = cause instanceof KeyError && cause.code === 'site-key-elsewhere';
      throw new ApiError(isElsewhere ? 'site-key-elsewhere' : 'site-key-not-written', {}, { cause });
    }
  }

  async #reseal(requester: Requester, keyId: string): Promise<Resealed> {
    const { context, changes, keys } = this.#parts;
    const { siteId } = context;
    return await changes.apply(async (stores) => {
      const before = { keyId: keys.currentId };
      const result = await resealAll(stores, siteId, keys);
      // Whoever seals in a transaction comes after this one.
      keys.sealWithNext();
      const detail = { before, after: { keyId }, ...result };
      return { result, audit: { ...requester, action: ACTION, subjectId: siteId, detail } };
    });
  }

  /** @returns whether the key before stays: nothing is sealed with the next one, and the log does not name it */
  async #goBack(): Promise<boolean> {
    const { context, keys } = this.#parts;
    const { database, siteId } = context;
    // In a transaction, so that nobody seals meanwhile.
    return await database.transaction(async (stores) => {
      if ((await loggedKeyId(stores, siteId)) === keys.nextId) return false;
      if (await isNextKeyUsed(stores, siteId, keys)) return false;
      keys.abandon();
      return true;
    });
  }

  /** @returns false where `cameras.json` is not in its place, or the key file could not be put there: both keys stay */
  async #finish(): Promise<boolean> {
    const { changes, keys, log } = this.#parts;
    if (!(await changes.isInPlace())) return false;
    try {
      keys.finish();
      return true;
    } catch (error) {
      log('error', 'the next site key could not be put in its place', { error: describeError(error) });
      return false;
    }
  }
}

/** Which key the newest entry of a rotation put in force; null: there is none. */
async function loggedKeyId(stores: Stores, siteId: string): Promise<string | null> {
  let beforeSeq: number | null = null;
  do {
    const page: Awaited<ReturnType<Stores['audit']['readPage']>> = await stores.audit.readPage(siteId, {
      actionPrefix: ACTION,
      beforeSeq,
      limit: 1,
    });
    const after: unknown = page.entries[0]?.detail['after'];
    if (typeof after === 'object' && after !== null && 'keyId' in after) return String(after.keyId);
    beforeSeq = page.nextBeforeSeq;
  } while (beforeSeq !== null);
  return null;
}
