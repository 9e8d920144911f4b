/**
 * Backups that the site makes by itself: every day at a quiet hour, at once where one was missed, and when somebody asks. Each is in the log,
 * and so is a failure, once a day and reason. Recording knows nothing of them.
 */
import {
  BACKUP_FAILURE_TEXTS,
  type BackupAnswer,
  type BackupChange,
  type BackupFailure,
} from '@matlang/contract';
import { KeyError, type SiteKeys } from '@matlang/keys';
import { EARLIEST_UNIX_MS } from '@matlang/keys/certificate';
import { ApiError, FieldError } from '../answer/api-error.ts';
import { describeError, type Log } from '../log/log.ts';
import { type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { BackupPlan } from '../store/sql-backup-store.ts';
import { BackupFailedError, chooseTarget, failureOf, isSameDisk } from './backup-target.ts';
import { type BackupThread, startBackupThread } from './backup-thread.ts';
import type { BackupProgress, KeptBackup } from './keep-backup.ts';
import { KEPT_DAYS, KEPT_WEEKS, newestQuietHour, nextQuietHour } from './kept-backups.ts';

/** After a start the cameras come first, and a clock that was wrong has its time from the network. */
const FIRST_LOOK_MS = 5 * 60_000;
const LOOK_MS = 60_000;
/** A disk that is away is asked for again; a mail to the technician takes longer. */
const AGAIN_AFTER_MS = 3_600_000;
/** One missed day is a machine that was off; two are a disk that nobody looks after. */
const OLD_MS = 2 * 86_400_000;

/** What the passphrase is sealed for. */
export const backupPassphraseContext = (siteId: string): string => `backup-passphrase/${siteId}`;

/** What it works with. */
export interface BackupsParts {
  readonly context: SiteContext;
  readonly keys: SiteKeys;
  readonly log: Log;
}

interface Running extends BackupProgress {
  readonly startedAt: number;
}

/** One for a server. */
export class Backups {
  readonly #parts: BackupsParts;
  #timer: NodeJS.Timeout | null = null;
  #thread: BackupThread | null = null;
  #running: Running | null = null;
  #last: Promise<void> = Promise.resolve();
  #sameDisk: boolean | null = null;
  #closed = false;

  constructor(parts: BackupsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      void this.look();
      this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
    }, FIRST_LOOK_MS).unref();
  }

  /** Whether it is time, and then begins. Never throws. */
  async look(): Promise<void> {
    try {
      const { context } = this.#parts;
      const plan = await context.database.stores.backups.find(context.siteId);
      if (isDue(plan, context.clock.nowUnixMs())) this.#begin(plan, SERVER_REQUESTER);
    } catch (error) {
      this.#parts.log('error', 'it could not be found out whether a backup is due', {
        error: describeError(error),
      });
    }
  }

  /** Begins one, or lets the one that is being made go on. @throws ApiError `backup-not-set-up` */
  async makeNow(requester: Requester): Promise<BackupAnswer> {
    const { context } = this.#parts;
    const plan = await context.database.stores.backups.find(context.siteId);
    if (plan.settings.directory === null || plan.sealedPassphrase === null)
      throw new ApiError('backup-not-set-up');
    this.#begin(plan, requester);
    return await this.answer();
  }

  /** When what is being made is made, or has failed, and the log says so. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** @throws ApiError; nothing is changed then */
  async change({ passphrase, ...after }: BackupChange, requester: Requester): Promise<BackupAnswer> {
    const { context, keys } = this.#parts;
    const { database, siteId, clock, dataDirectory } = context;
    const { directory } = after;
    if (after.every === 'day' && directory === null) throw new FieldError('directory', 'required');
    const before = await database.stores.backups.find(siteId);
    if (directory !== null && passphrase === undefined && before.sealedPassphrase === null)
      throw new FieldError('passphrase', 'required');
    if (directory !== null) await chooseTarget(directory, siteId, dataDirectory);
    await database.transaction(async (stores) => {
      const { settings } = await stores.backups.find(siteId);
      // In the transaction: a rotation of the key comes before it or after it.
      const sealed = passphrase === undefined ? null : keys.seal(passphrase, backupPassphraseContext(siteId));
      await stores.backups.configure(siteId, after, sealed);
      await stores.audit.append({
        siteId,
        atUnixMs: clock.nowUnixMs(),
        ...requester,
        action: 'backup.settings-changed',
        subjectId: siteId,
        detail: { before: settings, after, passphraseChanged: passphrase !== undefined },
      });
    });
    this.#sameDisk = directory === null ? null : await isSameDisk(directory, dataDirectory);
    return await this.answer();
  }

  async answer(): Promise<BackupAnswer> {
    const { database, siteId, clock } = this.#parts.context;
    const plan = await database.stores.backups.find(siteId);
    const site = await database.stores.site.find();
    const nowUnixMs = clock.nowUnixMs();
    const { settings, good, failure } = plan;
    return {
      settings,
      hasPassphrase: plan.sealedPassphrase !== null,
      sameDisk: this.#sameDisk,
      keptDays: KEPT_DAYS,
      keptWeeks: KEPT_WEEKS,
      good: good === null ? null : { at: good.atUnixMs, file: good.file, sizeBytes: good.sizeBytes },
      failure:
        failure === null
          ? null
          : { at: failure.atUnixMs, code: failure.code, message: BACKUP_FAILURE_TEXTS[failure.code] },
      next: nextOf(plan, nowUnixMs),
      running: this.#running,
      warning: warningOf(plan, site?.createdUnixMs ?? nowUnixMs, nowUnixMs),
    };
  }

  /** What is being made is broken off. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#thread?.end();
    await this.#last;
  }

  #begin(plan: BackupPlan, requester: Requester): void {
    if (this.#running !== null || this.#closed) return;
    const startedAt = this.#parts.context.clock.nowUnixMs();
    this.#running = { phase: 'snapshot', startedAt, doneBytes: 0, totalBytes: null };
    this.#last = this.#make(plan, requester, startedAt);
  }

  async #make(plan: BackupPlan, requester: Requester, startedAt: number): Promise<void> {
    try {
      await this.#made(await this.#run(plan, startedAt), startedAt, requester);
    } catch (error) {
      // A server that ends breaks off what goes on: that is no failure of the disk.
      if (!this.#closed) await this.#failed(error, plan, requester);
    } finally {
      this.#running = null;
      this.#thread = null;
    }
  }

  async #run({ settings, sealedPassphrase }: BackupPlan, startedAt: number): Promise<KeptBackup> {
    const { context, keys } = this.#parts;
    const { dataDirectory, siteId } = context;
    const passphrase = openPassphrase(keys, siteId, sealedPassphrase);
    const directory = settings.directory ?? '';
    const options = { dataDirectory, siteId, directory, passphrase, nowUnixMs: startedAt };
    this.#thread = startBackupThread(options, (progress) => {
      this.#running = { ...progress, startedAt };
    });
    return await this.#thread.result;
  }

  async #made(made: KeptBackup, atUnixMs: number, requester: Requester): Promise<void> {
    const { database, siteId, clock } = this.#parts.context;
    const { file, sizeBytes } = made;
    this.#sameDisk = made.sameDisk;
    await database.transaction(async (stores) => {
      await stores.backups.succeeded(siteId, { atUnixMs, file, sizeBytes });
      await stores.audit.append({
        siteId,
        atUnixMs: clock.nowUnixMs(),
        ...requester,
        action: 'backup.made',
        subjectId: siteId,
        detail: { file, sizeBytes, readBack: true },
      });
    });
  }

  async #failed(error: unknown, before: BackupPlan, requester: Requester): Promise<void> {
    const { context, log } = this.#parts;
    const { database, siteId, clock } = context;
    const code = failureOf(error);
    const nowUnixMs = clock.nowUnixMs();
    const cause = error instanceof BackupFailedError ? (error.cause ?? error) : error;
    log('error', 'no backup was made', { failure: code, error: describeError(cause) });
    try {
      await database.transaction(async (stores) => {
        await stores.backups.failed(siteId, nowUnixMs, code);
        if (requester === SERVER_REQUESTER && isKnown(before, code, nowUnixMs)) return;
        await stores.audit.append({
          siteId,
          atUnixMs: nowUnixMs,
          ...requester,
          action: 'backup.failed',
          subjectId: siteId,
          detail: { directory: before.settings.directory, failure: code },
        });
      });
    } catch (failing) {
      log('error', 'that no backup was made could not be kept', { error: describeError(failing) });
    }
  }
}

function openPassphrase(keys: SiteKeys, siteId: string, sealed: string | null): string {
  try {
    return keys.open(sealed ?? '', backupPassphraseContext(siteId));
  } catch (cause) {
    if (cause instanceof KeyError) throw new BackupFailedError('passphrase-unreadable', { cause });
    throw cause;
  }
}

/** The log has it already: of this day, for this reason. */
const isKnown = ({ failure }: BackupPlan, code: BackupFailure, nowUnixMs: number): boolean =>
  failure !== null && failure.code === code && isOfThisDay(failure.atUnixMs, nowUnixMs);

/** A time that is still to come is of a clock that was wrong. */
const isOfThisDay = (unixMs: number, nowUnixMs: number): boolean =>
  unixMs >= newestQuietHour(nowUnixMs) && unixMs <= nowUnixMs;

/** When the site makes the next one by itself, Unix ms; null: it does not. What is overdue is now. */
function nextOf({ settings, sealedPassphrase, good, failure }: BackupPlan, nowUnixMs: number): number | null {
  if (settings.every !== 'day' || settings.directory === null || sealedPassphrase === null) return null;
  if (good !== null && isOfThisDay(good.atUnixMs, nowUnixMs)) return nextQuietHour(nowUnixMs);
  if (failure === null || failure.atUnixMs > nowUnixMs) return nowUnixMs;
  return Math.max(nowUnixMs, failure.atUnixMs + AGAIN_AFTER_MS);
}

const isDue = (plan: BackupPlan, nowUnixMs: number): boolean =>
  // A clock that says a time before the program was made is wrong; files would bear it.
  nowUnixMs >= EARLIEST_UNIX_MS && nextOf(plan, nowUnixMs) === nowUnixMs;

function warningOf(
  { good, failure }: BackupPlan,
  siteCreatedUnixMs: number,
  nowUnixMs: number,
): BackupAnswer['warning'] {
  if (failure !== null) return 'failed';
  if (nowUnixMs - (good?.atUnixMs ?? siteCreatedUnixMs) <= OLD_MS) return null;
  return good === null ? 'never' : 'old';
}
