/**
 * Changes of what the recorder is told: rows, audit entry and `cameras.json` change together or not at all. The file is
 * written and synced before the commit and put in place after it; where the program dies in between, the next start does.
 */
import type { AuditRecord } from '@matlang/domain';
import { ApiError } from '../answer/api-error.ts';
import { describeError, type Log } from '../log/log.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { adoptNewer } from './adopt-configuration.ts';
import { buildConfiguration, type ConfigurationSource } from './build-configuration.ts';
import type { PreparedConfiguration, RecorderConfigurationFile } from './recorder-configuration-file.ts';

/** What a change answers, and the audit entry that is written with it; site and instant are added. */
export interface Change<Result> {
  readonly result: Result;
  readonly audit: Omit<AuditRecord, 'siteId' | 'atUnixMs'>;
}

/** `reconcile` once at start, then `apply` for each change. */
export class SiteChanges {
  readonly #context: SiteContext;
  readonly #file: RecorderConfigurationFile;
  readonly #log: Log;
  /** Changes run one after another: each ends with the file in place. */
  #last: Promise<unknown> = Promise.resolve();
  #writtenRevision = 0;

  constructor(context: SiteContext, file: RecorderConfigurationFile, log: Log) {
    this.#context = context;
    this.#file = file;
    this.#log = log;
  }

  /** The newest revision that the recorder was given. */
  get writtenRevision(): number {
    return this.#writtenRevision;
  }

  /**
   * At start: makes rows and file say the same, which is what the newer one says.
   * @throws ForeignConfigurationError; the system's error where the file is there and can't be read
   */
  async reconcile(): Promise<void> {
    const { database, siteId } = this.#context;
    const found = await this.#file.read();
    if (found !== null && (await adoptNewer(this.#context, found)))
      this.#log('warn', 'the database knew less than the recorder: its cameras were taken over', {
        cameras: found.cameras.length,
        revision: found.revision,
      });
    const site = await database.stores.site.find();
    const cameras = await database.stores.cameras.list(siteId, { withRemoved: false });
    const revision = site?.configurationRevision ?? 0;
    const wanted = buildConfiguration({ ...this.#context, cameras, revision });
    if (found === null || JSON.stringify(found) !== JSON.stringify(wanted)) {
      const prepared = await this.#file.prepare(wanted);
      await prepared.publish();
    }
    this.#writtenRevision = revision;
  }

  /** @throws ApiError `configuration-not-written`; whatever `work` throws. Nothing is changed then. */
  async apply<Result>(work: (stores: Stores) => Promise<Change<Result>>): Promise<Result> {
    const run = this.#last.then(() => this.#applyNow(work));
    this.#last = run.catch(() => {});
    return await run;
  }

  /** Whether the recorder's file is what the rows say, once the changes under way are through. */
  async isInPlace(): Promise<boolean> {
    await this.#last;
    const site = await this.#context.database.stores.site.find();
    return site?.configurationRevision === this.#writtenRevision;
  }

  async #applyNow<Result>(work: (stores: Stores) => Promise<Change<Result>>): Promise<Result> {
    const { database, siteId, clock } = this.#context;
    let prepared: PreparedConfiguration | null = null;
    let revision = 0;
    let result: Result;
    try {
      result = await database.transaction(async (stores) => {
        const change = await work(stores);
        await stores.audit.append({ ...change.audit, siteId, atUnixMs: clock.nowUnixMs() });
        revision = await stores.site.nextConfigurationRevision(siteId);
        prepared = await this.#prepare({
          ...this.#context,
          // What was changed just now counts.
          siteName: (await stores.site.find())?.name ?? this.#context.siteName,
          cameras: await stores.cameras.list(siteId, { withRemoved: false }),
          revision,
        });
        return change.result;
      });
    } catch (error) {
      await discard(prepared);
      throw error;
    }
    await this.#publish(prepared, revision);
    return result;
  }

  async #prepare(source: ConfigurationSource): Promise<PreparedConfiguration> {
    try {
      return await this.#file.prepare(buildConfiguration(source));
    } catch (cause) {
      throw new ApiError('configuration-not-written', {}, { cause });
    }
  }

  async #publish(prepared: PreparedConfiguration | null, revision: number): Promise<void> {
    try {
      await prepared?.publish();
      this.#writtenRevision = revision;
    } catch (error) {
      // The rows hold already: the next change or start puts the file in place, and status shows the two revisions.
      this.#log('error', 'the recorder’s configuration is written but not in place', {
        error: describeError(error),
      });
    }
  }
}

async function discard(prepared: PreparedConfiguration | null): Promise<void> {
  await prepared?.discard();
}
