/** Lets the recorder sign where the audit log stands, as often as it signs heads of its archive: the server has no key. */
import { RecorderAwayError, type RecorderLink } from '../live/recorder-link.ts';
import { describeError, type Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';
import { AUDIT_SIGNED } from '../store/audit-log-signatures.ts';

/** Hand `signSoon` what should be followed by a signature. */
export class AuditLogSigner {
  readonly #context: SiteContext;
  readonly #link: RecorderLink;
  readonly #log: Log;
  #running: Promise<void> | null = null;

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

  /** Nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #sign(): Promise<void> {
    const { database, siteId, clock } = this.#context;
    const newest = await database.stores.audit.newest(siteId);
    if (newest === null || newest.action === AUDIT_SIGNED) return;
    const { seq, hash } = newest;
    const outcome = await this.#link.command({ command: 'sign-log', siteId, seq, hash });
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
        detail: { seq, hash, signedUnixMs, keyId, signature },
      });
    });
  }
}
