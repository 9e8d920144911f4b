/** Exports that are prepared and fetched later: plans frozen, segments leased, given up when their time is up. */
import {
  ArchiveReadError,
  type ArchiveReader,
  type ExportPart,
  type ExportPlan,
} from '@matlang/archive/reading';
import { type Camera, checkSpan, type ExportJob, type Span } from '@matlang/domain';
import { ApiError, lawful } from '../answer/api-error.ts';
import { Slots } from '../answer/slots.ts';
import { describeError, type Log } from '../log/log.ts';
import { createId, type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import type { ExportLeases } from './export-lease.ts';
import { UTC_OFFSET_MINUTES } from './export-transfers.ts';
import type { PlanFiles } from './plan-files.ts';

/** Ready at one time: each keeps segments from retention. */
const MAX_READY_EXPORTS = 50;
const MAX_PLANNING = 2;
const LIFETIME_MS = 24 * 3_600_000;
const EXPIRY_CHECK_MS = 60_000;
const LIST_LIMIT = 200;

export interface ExportQuestion {
  readonly cameras: readonly Camera[];
  readonly from: number;
  readonly to: number;
  readonly stream: 'main' | 'sub';
  readonly audio: boolean;
  readonly purpose: string;
}

export interface ExportJobsParts {
  readonly context: SiteContext;
  readonly archive: ArchiveReader;
  readonly leases: ExportLeases;
  readonly plans: PlanFiles;
  readonly log: Log;
}

/** Made, fetched, cancelled, expired; `start` looks at what a power cut left, and watches for what is over. */
export class ExportJobs {
  readonly #parts: ExportJobsParts;
  readonly #planning = new Slots(MAX_PLANNING, 'too-many-exports');
  /** Their plans may be there before their rows are. */
  readonly #beingMade = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ExportJobsParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.recover();
    this.#timer = setInterval(() => void this.expire(), EXPIRY_CHECK_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async list(): Promise<readonly ExportJob[]> {
    const { database, siteId } = this.#parts.context;
    return await database.stores.exports.list(siteId, LIST_LIMIT);
  }

  /** @throws ApiError `export-not-found` */
  async get(id: string): Promise<ExportJob> {
    const { database, siteId } = this.#parts.context;
    const job = await database.stores.exports.find(siteId, id);
    if (job === null) throw new ApiError('export-not-found');
    return job;
  }

  async create(question: ExportQuestion, requester: Requester): Promise<ExportJob> {
    const { context } = this.#parts;
    const span = lawful(checkSpan(question.from, question.to));
    if ((await context.database.stores.exports.countReady(context.siteId)) >= MAX_READY_EXPORTS) {
      throw new ApiError('too-many-exports', { limit: MAX_READY_EXPORTS });
    }
    const release = this.#planning.take();
    const id = createId(context.clock);
    const expiresUnixMs = context.clock.nowUnixMs() + LIFETIME_MS;
    this.#beingMade.add(id);
    try {
      await this.#lease(
        id,
        question.cameras.map((camera) => camera.id),
        span,
        expiresUnixMs,
      );
      const plans = await this.#plan(question, span);
      const job = jobOf({ id, context, question, span, expiresUnixMs, plans, requester });
      await this.#parts.plans.write(id, plans);
      await this.#insert(job, requester);
      return job;
    } catch (error) {
      await this.#letGo(id, question.cameras.length);
      throw error;
    } finally {
      this.#beingMade.delete(id);
      release();
    }
  }

  async cancel(id: string, requester: Requester): Promise<ExportJob> {
    const job = await this.get(id);
    if (job.state !== 'ready') throw new ApiError('export-over');
    await this.#end(job, 'cancelled', requester);
    return { ...job, state: 'cancelled' };
  }

  /**
   * Plans of all files of a ready export, in the order of `ExportJob.files`.
   * @throws ApiError `export-over`, `export-not-found`, `export-lost`
   */
  async files(id: string): Promise<readonly ExportPart[]> {
    const job = await this.get(id);
    if (job.state === 'failed') throw new ApiError('export-lost');
    if (job.state !== 'ready') throw new ApiError('export-over');
    const plans = await this.#parts.plans.read(id);
    if (plans === null) {
      await this.#lose(job);
      throw new ApiError('export-lost');
    }
    return plans.flatMap((plan) => plan.parts);
  }

  /** Of each ready export there is a plan, and of no other: what a power cut took is said, what it left is removed. */
  async recover(): Promise<void> {
    const { context, plans, log } = this.#parts;
    try {
      const kept = new Set(await plans.list());
      const ready = await context.database.stores.exports.listReady(context.siteId);
      for (const job of ready) if (!kept.has(job.id)) await this.#lose(job);
      for (const job of ready) kept.delete(job.id);
      for (const id of kept) if (!this.#beingMade.has(id)) await plans.remove(id);
    } catch (error) {
      log('error', 'exports could not be looked through', { error: describeError(error) });
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
    } catch (error) {
      log('error', 'exports could not be ended', { error: describeError(error) });
    }
  }

  /** The recorder is back: it may have missed leases. */
  async leaseAgain(): Promise<void> {
    const { context, log } = this.#parts;
    try {
      for (const job of await context.database.stores.exports.listReady(context.siteId)) {
        await this.#lease(job.id, job.cameraIds, job, job.expiresUnixMs);
      }
    } catch (error) {
      log('error', 'exports could not be leased again', { error: describeError(error) });
    }
  }

  async #plan(question: ExportQuestion, span: Span): Promise<readonly ExportPlan[]> {
    const plans: ExportPlan[] = [];
    for (const camera of question.cameras) {
      const plan = await this.#planOne(camera, question, span);
      if (plan !== null) plans.push(plan);
    }
    if (plans.length === 0) throw new ApiError('nothing-recorded');
    return plans;
  }

  /** Null where nothing was recorded: the others are worth having. */
  async #planOne(camera: Camera, question: ExportQuestion, span: Span): Promise<ExportPlan | null> {
    try {
      return await this.#parts.archive.planExport({
        cameraId: camera.id,
        stream: question.stream,
        fromUnixMs: span.startUnixMs,
        toUnixMs: span.endUnixMs,
        nowUnixMs: this.#parts.context.clock.nowUnixMs(),
        withAudio: question.audio,
        cameraName: camera.name,
        utcOffsetMinutes: UTC_OFFSET_MINUTES,
      });
    } catch (error) {
      if (error instanceof ArchiveReadError && error.code === 'nothing-recorded') return null;
      throw error;
    }
  }

  async #insert(job: ExportJob, requester: Requester): Promise<void> {
    const { context } = this.#parts;
    const { cameraIds, startUnixMs, endUnixMs, stream, withAudio, purpose, totalBytes } = job;
    await context.database.transaction(async (stores) => {
      await stores.exports.insert(job);
      await stores.audit.append({
        ...requester,
        siteId: context.siteId,
        atUnixMs: job.createdUnixMs,
        action: 'export.created',
        subjectId: job.id,
        detail: { cameraIds, startUnixMs, endUnixMs, stream, withAudio, purpose, totalBytes },
      });
    });
  }

  async #end(job: ExportJob, state: 'cancelled' | 'expired' | 'failed', requester: Requester): Promise<void> {
    const { context } = this.#parts;
    await context.database.transaction(async (stores) => {
      await stores.exports.setState(context.siteId, job.id, state);
      await stores.audit.append({
        ...requester,
        siteId: context.siteId,
        atUnixMs: context.clock.nowUnixMs(),
        action: `export.${state}`,
        subjectId: job.id,
        detail: {},
      });
    });
    await this.#letGo(job.id, job.cameraIds.length);
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

  async #letGo(id: string, cameraCount: number): Promise<void> {
    await this.#parts.plans.remove(id);
    for (let index = 0; index < cameraCount; index += 1) await this.#parts.leases.release(`${id}-${index}`);
  }
}

function jobOf(of: {
  readonly id: string;
  readonly context: SiteContext;
  readonly question: ExportQuestion;
  readonly span: Span;
  readonly expiresUnixMs: number;
  readonly plans: readonly ExportPlan[];
  readonly requester: Requester;
}): ExportJob {
  const files = of.plans.flatMap((plan) => plan.parts.map((part) => fileOf(plan.cameraId, part)));
  return {
    id: of.id,
    siteId: of.context.siteId,
    cameraIds: of.question.cameras.map((camera) => camera.id),
    startUnixMs: of.span.startUnixMs,
    endUnixMs: of.span.endUnixMs,
    stream: of.question.stream,
    withAudio: of.question.audio,
    purpose: of.question.purpose,
    requestedBy: of.requester.actor,
    state: 'ready',
    createdUnixMs: of.context.clock.nowUnixMs(),
    expiresUnixMs: of.expiresUnixMs,
    totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    files,
  };
}

function fileOf(cameraId: string, part: ExportPart): ExportJob['files'][number] {
  return {
    cameraId,
    fileName: part.fileName,
    sizeBytes: part.totalBytes,
    etag: part.etag,
    spans: part.spans.map((span) => ({ ...span })),
    gaps: part.gaps.map((gap) => ({ ...gap })),
  };
}
