/** Exports that are prepared and fetched later: plans frozen, segments leased, given up when their time is up. */
import type { ExportPart, ExportPlan } from '@matlang/archive/reading';
import { type Camera, checkSpan, checkText, type ExportJob, type Span } from '@matlang/domain';
import { purposeDetail } from '../access/purposes.ts';
import { ApiError, lawful } from '../answer/api-error.ts';
import { Slots } from '../answer/slots.ts';
import { explainError } from '../http/answer/explain-error.ts';
import { describeError, type Log } from '../log/log.ts';
import { createId, type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { ExportDeliveries } from './export-deliveries.ts';
import type { ExportLeases } from './export-lease.ts';
import type { ExportPreparation } from './export-preparation.ts';
import type { PlanFiles } from './plan-files.ts';

/** Ready or being prepared at one time: each keeps segments from retention. */
const MAX_OPEN_EXPORTS = 50;
const MAX_PLANNING = 2;
const LIFETIME_MS = 24 * 3_600_000;
const EXPIRY_CHECK_MS = 60_000;
const LIST_LIMIT = 200;
/** Of the contract too; it is shown to people, and must not pretend to be something else. */
const MAX_PURPOSE_CHARACTERS = 200;

/** Unix ms, the end excluded. The cameras were looked up: each exists, or did. */
export interface ExportQuestion {
  readonly cameras: readonly Camera[];
  readonly from: number;
  readonly to: number;
  readonly stream: 'main' | 'sub';
  readonly audio: boolean;
  /** In words, as it is shown with the export. */
  readonly purpose: string;
  /** Of whoever asks; null: in words only. */
  readonly purposeId: string | null;
}

/** `plans` keeps what was frozen, so that a restart changes no byte of an export. */
export interface ExportJobsParts {
  readonly context: SiteContext;
  readonly leases: ExportLeases;
  readonly plans: PlanFiles;
  readonly preparation: ExportPreparation;
  readonly deliveries: ExportDeliveries;
  readonly log: Log;
}

/** How far the preparation of an export is. */
export interface ExportProgress {
  readonly camerasDone: number;
  readonly cameras: number;
}

interface UnderWay {
  readonly abort: AbortController;
  progress: ExportProgress;
}

/** One file of an export. */
export interface ExportJobFile {
  readonly cameraId: string;
  readonly part: ExportPart;
}

/** Made, fetched, cancelled, expired; `start` looks at what a power cut left, and watches for what is over. */
export class ExportJobs {
  readonly #parts: ExportJobsParts;
  readonly #planning = new Slots(MAX_PLANNING, 'too-many-exports');
  /** Their plans may be there before their rows are. */
  readonly #beingMade = new Set<string>();
  /** Prepared while nobody waits. */
  readonly #underWay = new Map<string, UnderWay>();
  #timer: NodeJS.Timeout | null = null;
  #recovered = false;
  #stopped = false;

  constructor(parts: ExportJobsParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.recover();
    this.#timer = setInterval(() => void this.expire(), EXPIRY_CHECK_MS);
    this.#timer.unref();
  }

  /** What is being prepared is prepared anew by the next start. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopped = true;
    for (const { abort } of this.#underWay.values()) abort.abort();
  }

  /** Newest first. */
  async list(limit = LIST_LIMIT, beforeId?: string): Promise<readonly ExportJob[]> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.exports.list(siteId, Math.min(limit, LIST_LIMIT), beforeId);
  }

  /** Null where it is not being prepared. */
  progressOf(id: string): ExportProgress | null {
    return this.#underWay.get(id)?.progress ?? null;
  }

  /** @throws ApiError `export-not-found` */
  async get(id: string): Promise<ExportJob> {
    const { database, siteId } = this.#parts.context;
    const job = await database.stores.exports.find(siteId, id);
    if (job === null) throw new ApiError('export-not-found');
    return job;
  }

  /** Prepared when it answers. `signal`: whoever asked is gone, nothing comes of it. */
  async create(question: ExportQuestion, requester: Requester, signal: AbortSignal): Promise<ExportJob> {
    const empty = await this.#emptyJob(question, requester, 'ready');
    const release = this.#planning.take();
    this.#beingMade.add(empty.id);
    try {
      const files = await this.#prepare(empty, question.cameras, signal);
      const job = { ...empty, files, totalBytes: sizeOf(files) };
      await this.#insert(job, question.purposeId, requester);
      return job;
    } catch (error) {
      await this.#letGo(empty);
      throw error;
    } finally {
      this.#beingMade.delete(empty.id);
      release();
    }
  }

  /** Written down as `preparing`, and prepared while nobody waits; goes on after a new start of the server. */
  async begin(question: ExportQuestion, requester: Requester): Promise<ExportJob> {
    const job = await this.#emptyJob(question, requester, 'preparing');
    this.#beingMade.add(job.id);
    try {
      await this.#insert(job, question.purposeId, requester);
      void this.#prepareLater(job, question.cameras);
    } finally {
      this.#beingMade.delete(job.id);
    }
    return job;
  }

  /** @throws ApiError `too-many-exports` */
  async #emptyJob(
    question: ExportQuestion,
    requester: Requester,
    state: 'preparing' | 'ready',
  ): Promise<ExportJob> {
    const { context } = this.#parts;
    const span = lawful(checkSpan(question.from, question.to));
    const purpose = lawful(checkText('purpose', question.purpose, { maxCharacters: MAX_PURPOSE_CHARACTERS }));
    if ((await context.database.stores.exports.countOpen(context.siteId)) >= MAX_OPEN_EXPORTS)
      throw new ApiError('too-many-exports', { limit: MAX_OPEN_EXPORTS });
    const nowUnixMs = context.clock.nowUnixMs();
    return {
      ...span,
      id: createId(context.clock),
      siteId: context.siteId,
      cameraIds: question.cameras.map((camera) => camera.id),
      stream: question.stream,
      withAudio: question.audio,
      purpose,
      requestedBy: requester.actor,
      state,
      createdUnixMs: nowUnixMs,
      expiresUnixMs: nowUnixMs + LIFETIME_MS,
      failure: null,
      totalBytes: 0,
      files: [],
    };
  }

  /** @throws ApiError `nothing-recorded`, and what planning throws */
  async #prepare(
    job: ExportJob,
    cameras: readonly Camera[],
    signal: AbortSignal,
    onCamera?: (done: number) => void,
  ): Promise<ExportJob['files']> {
    await this.#lease(job.id, job.cameraIds, job, job.expiresUnixMs);
    const { id, stream, withAudio } = job;
    const work = { id, cameras, span: job, stream, withAudio };
    const files = await this.#parts.preparation.prepare(work, signal, onCamera);
    if (files.length === 0) throw new ApiError('nothing-recorded');
    return files;
  }

  /** Never throws: what goes wrong is the export's own state. */
  async #prepareLater(job: ExportJob, cameras: readonly Camera[]): Promise<void> {
    const { context, log } = this.#parts;
    const abort = new AbortController();
    const underWay: UnderWay = { abort, progress: { camerasDone: 0, cameras: cameras.length } };
    this.#underWay.set(job.id, underWay);
    try {
      const files = await this.#prepare(job, cameras, abort.signal, (camerasDone) => {
        underWay.progress = { camerasDone, cameras: cameras.length };
      });
      const { stores } = context.database;
      // Given up just then: its plans are nobody's.
      if (!(await stores.exports.complete(context.siteId, job.id, files, sizeOf(files))))
        await this.#letGo(job);
    } catch (error) {
      if (!this.#stopped) await this.#prepareFailed(job, error, abort.signal.aborted);
    } finally {
      this.#underWay.delete(job.id);
    }
    log('info', 'the preparation of an export ended', { exportId: job.id });
  }

  async #prepareFailed(job: ExportJob, error: unknown, cancelled: boolean): Promise<void> {
    const { log } = this.#parts;
    try {
      if (cancelled) return await this.#letGo(job);
      // First the room that half of a plan takes: without it a full disk may keep the database from saying so.
      await this.#parts.plans.remove(job.id);
      const known = explainError(error);
      if (known === null)
        log('error', 'an export could not be prepared', { exportId: job.id, error: describeError(error) });
      await this.#end(job, 'failed', SERVER_REQUESTER, known?.code ?? 'internal');
    } catch (second) {
      log('error', 'a failed export could not be written down', {
        exportId: job.id,
        error: describeError(second),
      });
    }
  }

  async cancel(id: string, requester: Requester): Promise<ExportJob> {
    const job = await this.get(id);
    if (job.state !== 'ready' && job.state !== 'preparing') throw new ApiError('export-over');
    this.#underWay.get(id)?.abort.abort();
    await this.#end(job, 'cancelled', requester);
    return { ...job, state: 'cancelled' };
  }

  /**
   * A file of a ready export.
   * @throws ApiError `export-over`, `export-not-found` (also for a file that it doesn't have), `export-lost`
   */
  async file(id: string, index: number): Promise<ExportJobFile> {
    const job = await this.get(id);
    checkReady(job);
    const place = placesOf(job)[index];
    if (place === undefined) throw new ApiError('export-not-found');
    const part = (await this.#readPlan(job, place.plan)).parts[place.part];
    if (part === undefined) throw new ApiError('export-not-found');
    return { cameraId: place.cameraId, part };
  }

  /** A ready export whose plans are all there. @throws ApiError `export-over`, `export-not-found`, `export-lost` */
  async whole(id: string): Promise<ExportJob> {
    const job = await this.get(id);
    checkReady(job);
    for (const plan of new Set(placesOf(job).map((place) => place.plan))) await this.#readPlan(job, plan);
    return job;
  }

  /** Written down before the first byte leaves. */
  async recordFetch(
    id: string,
    detail: Readonly<Record<string, string>>,
    requester: Requester,
  ): Promise<void> {
    const { database, siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    await database.transaction((stores) =>
      stores.audit.append({
        ...requester,
        siteId,
        atUnixMs,
        action: 'export.fetched',
        subjectId: id,
        detail,
      }),
    );
  }

  async #readPlan(job: ExportJob, number: number): Promise<ExportPlan> {
    const plan = await this.#parts.plans.read(job.id, number);
    if (plan !== null) return plan;
    await this.#lose(job);
    throw new ApiError('export-lost');
  }

  /** Of each ready export there is a plan, and of no other: what a power cut took is said, what it left is removed. */
  async recover(): Promise<void> {
    const { context, plans, log } = this.#parts;
    try {
      const underWay = [...this.#underWay.keys()];
      const kept = await plans.list();
      const ready = await context.database.stores.exports.listReady(context.siteId);
      for (const job of ready) {
        const count = (placesOf(job).at(-1)?.plan ?? -1) + 1;
        if ((kept.get(job.id) ?? 0) < count) await this.#lose(job);
      }
      await this.#prepareAgain();
      const known = new Set([...ready.map((job) => job.id), ...underWay, ...this.#underWay.keys()]);
      for (const id of kept.keys()) if (!known.has(id) && !this.#beingMade.has(id)) await plans.remove(id);
    } catch (error) {
      log('error', 'exports could not be looked through', { error: describeError(error) });
    } finally {
      this.#recovered = true;
    }
  }

  /** Those whose preparation the end of the server before cut off. */
  async #prepareAgain(): Promise<void> {
    const { context, plans } = this.#parts;
    const { stores } = context.database;
    for (const job of await stores.exports.listPreparing(context.siteId)) {
      if (this.#underWay.has(job.id)) continue;
      await plans.remove(job.id);
      const found = await Promise.all(job.cameraIds.map((id) => stores.cameras.find(context.siteId, id)));
      void this.#prepareLater(
        job,
        found.filter((camera) => camera !== null),
      );
    }
  }

  async #lose(job: ExportJob): Promise<void> {
    this.#parts.log('error', 'the plan of an export is lost', { exportId: job.id });
    await this.#end(job, 'failed', SERVER_REQUESTER);
  }

  /** Ends what is over. */
  async expire(): Promise<void> {
    const { context, log } = this.#parts;
    try {
      const over = await context.database.stores.exports.listExpired(
        context.siteId,
        context.clock.nowUnixMs(),
      );
      for (const job of over) await this.#end(job, 'expired', SERVER_REQUESTER);
      if (this.#recovered) await this.#endForgotten();
    } catch (error) {
      log('error', 'exports could not be ended', { error: describeError(error) });
    }
  }

  /** Those whose failure could not be written down (a full disk): nobody prepares them, and they must not say so for ever. */
  async #endForgotten(): Promise<void> {
    const { context } = this.#parts;
    for (const job of await context.database.stores.exports.listPreparing(context.siteId)) {
      if (this.#underWay.has(job.id) || this.#beingMade.has(job.id)) continue;
      await this.#end(job, 'failed', SERVER_REQUESTER, 'database-unavailable');
    }
  }

  /** The recorder is back: it may have missed leases. */
  async leaseAgain(): Promise<void> {
    const { context, log } = this.#parts;
    try {
      const { exports } = context.database.stores;
      const [ready, preparing] = [
        await exports.listReady(context.siteId),
        await exports.listPreparing(context.siteId),
      ];
      for (const job of [...ready, ...preparing]) {
        await this.#lease(job.id, job.cameraIds, job, job.expiresUnixMs);
      }
    } catch (error) {
      log('error', 'exports could not be leased again', { error: describeError(error) });
    }
  }

  async #insert(job: ExportJob, purposeId: string | null, requester: Requester): Promise<void> {
    const { context } = this.#parts;
    const { cameraIds, startUnixMs, endUnixMs, stream, withAudio, purpose: words, totalBytes } = job;
    const stated = purposeDetail({ purposeId, words });
    await context.database.transaction(async (stores) => {
      await stores.exports.insert(job);
      await stores.audit.append({
        ...requester,
        siteId: context.siteId,
        atUnixMs: job.createdUnixMs,
        action: 'export.created',
        subjectId: job.id,
        detail: { cameraIds, startUnixMs, endUnixMs, stream, withAudio, ...stated, totalBytes },
      });
    });
  }

  async #end(
    job: ExportJob,
    state: 'cancelled' | 'expired' | 'failed',
    requester: Requester,
    failure: string | null = null,
  ): Promise<void> {
    const { context } = this.#parts;
    await context.database.transaction(async (stores) => {
      await stores.exports.setState(context.siteId, job.id, state, failure);
      await stores.audit.append({
        ...requester,
        siteId: context.siteId,
        atUnixMs: context.clock.nowUnixMs(),
        action: `export.${state}`,
        subjectId: job.id,
        detail: failure === null ? {} : { failure },
      });
    });
    this.#parts.deliveries.stop(job.id);
    await this.#letGo(job);
  }

  async #lease(id: string, cameraIds: readonly string[], span: Span, expiresUnixMs: number): Promise<void> {
    for (const [index, cameraId] of cameraIds.entries()) {
      const { startUnixMs, endUnixMs } = span;
      await this.#parts.leases.take({
        leaseId: `${id}-${index}`,
        cameraId,
        startUnixMs,
        endUnixMs,
        expiresUnixMs,
      });
    }
  }

  /** Never throws: plans that can't be removed now are nobody's, and go with the next start. */
  async #letGo({ id, cameraIds }: ExportJob): Promise<void> {
    try {
      await this.#parts.plans.remove(id);
    } catch (error) {
      this.#parts.log('warn', 'plans of an export could not be removed', {
        exportId: id,
        error: describeError(error),
      });
    }
    for (const index of cameraIds.keys()) await this.#parts.leases.release(`${id}-${index}`);
  }
}

function checkReady(job: ExportJob): void {
  if (job.state === 'preparing') throw new ApiError('export-not-ready');
  if (job.state === 'failed') throw new ApiError('export-lost');
  if (job.state !== 'ready') throw new ApiError('export-over');
}

/** Where each file lies: plans are one a camera, in the order of the files. */
function placesOf(job: ExportJob): { cameraId: string; plan: number; part: number }[] {
  let [plan, part] = [-1, 0];
  return job.files.map(({ cameraId }, index) => {
    const another = job.files[index - 1]?.cameraId !== cameraId;
    plan += another ? 1 : 0;
    part = another ? 0 : part + 1;
    return { cameraId, plan, part };
  });
}

function sizeOf(files: ExportJob['files']): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}
