/** Lets the recorder sign where the audit log stands, as often as it signs heads of its archive: the server has no key. */
import { RecorderAwayError, type RecorderLink } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';
import { AUDIT_SIGNED } from '../store/audit-log-signatures.ts';
import { AuditTreeError } from '../store/sql-audit-tree.ts';

/** Hand `signSoon` what should be followed by a signature. */
export class AuditLogSigner {
  readonly #context: SiteContext;
  readonly #link: RecorderLink;
  readonly #log: Log;
  #running: Promise<void> | null = null;
  /** When somebody last waited for it. */
  #askedUnixMs = -Infinity;

  constructor(context: SiteContext, link: RecorderLink, log: Log) {
    this.#context = context;
    this.#link = link;
    this.#log = log;
  }

  /** After what `before` waits for. Never throws; one at a time, more at once are one. */
  readonly signSoon = (before: Promise<void>): void => {
    this.#running ??= before
      .then(() => this.#sign())
      .catch((error: unknown) => {
        if (!(error instanceof RecorderAwayError))
          this.#log('error', 'the audit log could not be signed', { error: describeError(error) });
      })
      .finally(() => {
        this.#running = null;
      });
  };

  /**
   * For who is about to read a signed head: waits until the log is signed, or can't be. @param unlessWithinMs what was signed that short a time
   * ago will do. Never throws.
   */
  async sign(unlessWithinMs: number): Promise<void> {
    await this.#running;
    const nowUnixMs = this.#context.clock.nowUnixMs();
    if (nowUnixMs >= this.#askedUnixMs && nowUnixMs - this.#askedUnixMs < unlessWithinMs) return;
    this.#askedUnixMs = nowUnixMs;
    this.signSoon(Promise.resolve());
    await this.#running;
  }

  /** Nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #sign(): Promise<void> {
    const { database, siteId, clock } = this.#context;
    const newest = await database.stores.audit.newest(siteId);
    if (newest === null || newest.action === AUDIT_SIGNED) return;
    const { seq, hash } = newest;
    const place = { seq, hash, ...(await this.#rootAt(seq)) };
    const outcome = await this.#link.command({ command: 'sign-log', siteId, ...place });
    if (outcome.command !== 'sign-log') return;
    const { signedUnixMs, keyId, signature } = outcome;
    await database.transaction(async (stores) => {
      await stores.audit.append({
        siteId,
        atUnixMs: clock.nowUnixMs(),
        actor: 'recorder',
        address: null,
        action: AUDIT_SIGNED,
        subjectId: siteId,
        detail: { ...place, signedUnixMs, keyId, signature },
      });
    });
  }

  /** Of a tree that somebody damaged there is none: the chain is signed all the same. */
  async #rootAt(size: number): Promise<{ readonly root?: string }> {
    const { database, siteId } = this.#context;
    try {
      return { root: await database.stores.audit.rootAt(siteId, size) };
    } catch (error) {
      if (!(error instanceof AuditTreeError)) throw error;
      this.#log('error', 'the audit log is signed without its tree, which is damaged: run matlang check', {
        error: describeError(error),
      });
      return {};
    }
  }
}
