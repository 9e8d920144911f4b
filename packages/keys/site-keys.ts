/**
 * The site's key while it may change under a running program. A rotation goes so: the next key is written beside the one in force, all
 * that is sealed is sealed anew, then the next key takes the place. Between the first step and the last either may be needed: both open.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readOrCreateKeyFile, removeKeyFile, replaceKeyFile } from './atomic-key-file.ts';
import { KeyError } from './key-error.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';
import {
  isSiteKeyGiven,
  nextSiteKeyPath,
  openSiteKey,
  readSiteKey,
  SITE_KEY_BYTES,
  type SiteKey,
  siteKeyId,
  siteKeyPath,
} from './site-key.ts';

/** One for a process. The server rotates; the recorder opens, and looks for another key where those it knows do not do. */
export class SiteKeys {
  readonly #dataDirectory: string;
  #current: SiteKey;
  #next: SiteKey | null;
  #sealsWithNext = false;

  /** @throws KeyError, see openSiteKey */
  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory;
    // In this order: what is put in its place meanwhile is read twice, and never missed.
    this.#next = readSiteKey(nextSiteKeyPath(dataDirectory));
    this.#current = openSiteKey(dataDirectory);
  }

  /** See siteKeyId. */
  get currentId(): string {
    return siteKeyId(this.#current);
  }

  /** Of the key that a rotation has begun with; null: none is under way. */
  get nextId(): string | null {
    return this.#next === null ? null : siteKeyId(this.#next);
  }

  /** In the transaction that keeps the text: a rotation has its own, and is before it or after it. */
  seal(secret: string, context: string): string {
    return sealSecret(this.#sealing, secret, context);
  }

  /** @throws KeyError, see openSecret */
  open(sealed: string, context: string): string {
    try {
      return this.#openWithKnown(sealed, context);
    } catch (error) {
      if (!(error instanceof KeyError) || error.code !== 'sealed-refused' || !this.#readAgain()) throw error;
      return this.#openWithKnown(sealed, context);
    }
  }

  /** The same secret under the next key; null: it is sealed with that one already. @throws KeyError where neither opens it */
  reseal(sealed: string, context: string): string | null {
    const next = this.#requireNext();
    if (opens(next, sealed, context)) return null;
    return sealSecret(next, openSecret(this.#current, sealed, context), context);
  }

  /** Writes the next key. @returns its id. @throws KeyError `site-key-elsewhere` where the service manager gives the key; the system's error */
  begin(): string {
    if (isSiteKeyGiven()) {
      throw new KeyError('site-key-elsewhere', 'the key of this site is given by the service manager');
    }
    const path = nextSiteKeyPath(this.#dataDirectory);
    readOrCreateKeyFile(path, () => randomBytes(SITE_KEY_BYTES));
    this.#next = readSiteKey(path);
    return siteKeyId(this.#requireNext());
  }

  /** From here on what is sealed is sealed with the next key. */
  sealWithNext(): void {
    this.#requireNext();
    this.#sealsWithNext = true;
  }

  /** Nothing is sealed with the next key: it goes. */
  abandon(): void {
    this.#sealsWithNext = false;
    this.#next = null;
    removeKeyFile(nextSiteKeyPath(this.#dataDirectory));
  }

  /** Nothing needs the key before any more: the next takes its place. @throws the system's error; both are there then */
  finish(): void {
    const next = this.#requireNext();
    replaceKeyFile(nextSiteKeyPath(this.#dataDirectory), siteKeyPath(this.#dataDirectory));
    this.#current = next;
    this.#next = null;
    this.#sealsWithNext = false;
  }

  get #sealing(): SiteKey {
    return this.#sealsWithNext ? this.#requireNext() : this.#current;
  }

  #requireNext(): SiteKey {
    if (this.#next === null) throw new TypeError('no rotation of the key is under way');
    return this.#next;
  }

  #openWithKnown(sealed: string, context: string): string {
    return this.#next !== null && opens(this.#next, sealed, context)
      ? openSecret(this.#next, sealed, context)
      : openSecret(this.#current, sealed, context);
  }

  /** @returns whether there is a key that was not known. */
  #readAgain(): boolean {
    const known = [this.currentId, this.nextId];
    try {
      const next = readSiteKey(nextSiteKeyPath(this.#dataDirectory));
      // A folder that lost its key gets a new one at a start, not here.
      if (next === null && !existsSync(siteKeyPath(this.#dataDirectory))) return false;
      this.#current = openSiteKey(this.#dataDirectory);
      this.#next = next;
    } catch {
      // What is sealed is refused; the start says what is wrong with a key file.
      return false;
    }
    return [this.currentId, this.nextId].some((id) => id !== null && !known.includes(id));
  }
}

function opens(key: SiteKey, sealed: string, context: string): boolean {
  try {
    openSecret(key, sealed, context);
    return true;
  } catch {
    return false;
  }
}
