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
import type { Turns } from '../answer/turns.ts';
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

/** Unix ms, the end excluded. The cameras were looked up: each exists, or did. */
export interface ExportQuestion {
  readonly cameras: readonly Camera[];
  readonly from: number;
  readonly to: number;
  readonly stream: 'main' | 'sub';
  readonly audio: boolean;
  readonly purpose: string;
}

/** `plans` keeps what was frozen, so that a restart changes no byte of an export. */
export interface ExportJobsParts {
  readonly context: SiteContext;
  readonly archive: ArchiveReader;
  readonly leases: ExportLeases;
  readonly plans: PlanFiles;
  /** Shared with exports of one span. */
  readonly planning: Turns;
  readonly log: Log;
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

  /** `signal`: whoever asked is gone, nothing comes of it. */
  async create(question: ExportQuestion, requester: Requester, signal: AbortSignal): Promise<ExportJob> {
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
      const files: ExportJob['files'][number][] = [];
      await this.#parts.plans.write(id, this.#plans(question, span, files, signal));
      if (files.length === 0) throw new ApiError('nothing-recorded');
      const job = jobOf({ id, context, question, span, expiresUnixMs, files, requester });
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
      const kept = await plans.list();
      const ready = await context.database.stores.exports.listReady(context.siteId);
      for (const job of ready) {
        const count = (placesOf(job).at(-1)?.plan ?? -1) + 1;
        if ((kept.get(job.id) ?? 0) < count) await this.#lose(job);
      }
      const known = new Set(ready.map((job) => job.id));
      for (const id of kept.keys()) if (!known.has(id) && !this.#beingMade.has(id)) await plans.remove(id);
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

  /** One plan after the other, for cameras of which anything was recorded; what they give goes to `files`. */
  async *#plans(
    question: ExportQuestion,
    span: Span,
    files: ExportJob['files'][number][],
    signal: AbortSignal,
  ): AsyncGenerator<ExportPlan> {
    for (const camera of question.cameras) {
      const plan = await this.#parts.planning.run(
        () => this.#planOne(camera, question, span, signal),
        signal,
      );
      if (plan === null) continue;
      files.push(...plan.parts.map((part) => fileOf(plan.cameraId, part)));
      yield plan;
    }
  }

  /** Null where nothing was recorded: the others are worth having. */
  async #planOne(
    camera: Camera,
    question: ExportQuestion,
    span: Span,
    signal: AbortSignal,
  ): Promise<ExportPlan | null> {
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
        signal,
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

function checkReady(job: ExportJob): void {
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

function jobOf(of: {
  readonly id: string;
  readonly context: SiteContext;
  readonly question: ExportQuestion;
  readonly span: Span;
  readonly expiresUnixMs: number;
  readonly files: ExportJob['files'];
  readonly requester: Requester;
}): ExportJob {
  const { files } = of;
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
