/** Plans an export camera by camera into files. Which exports there are and what becomes of them does not belong here. */
import {
  ArchiveReadError,
  type ArchiveReader,
  type ExportPart,
  type ExportPlan,
} from '@matlang/archive/reading';
import { SITE_UTC_OFFSET_MINUTES } from '@matlang/contract';
import type { Camera, ExportJob, Span } from '@matlang/domain';
import type { Turns } from '../answer/turns.ts';
import type { Clock } from '../site/site-context.ts';
import type { ExportPaces } from './export-paces.ts';
import type { PlanFiles } from './plan-files.ts';

/** What plans are made with. */
export interface ExportPreparationParts {
  readonly archive: ArchiveReader;
  readonly plans: PlanFiles;
  /** Shared with exports of one span. */
  readonly planning: Turns;
  readonly paces: ExportPaces;
  readonly clock: Clock;
}

/** What is to be planned. */
export interface ExportWork {
  readonly id: string;
  readonly cameras: readonly Camera[];
  readonly span: Span;
  readonly stream: 'main' | 'sub';
  readonly withAudio: boolean;
}

/** One camera after the other, each when its turn comes. */
export class ExportPreparation {
  readonly #parts: ExportPreparationParts;

  constructor(parts: ExportPreparationParts) {
    this.#parts = parts;
  }

  /**
   * The files that the export will have, their plans written; none where nothing was recorded.
   * @param onCamera told when a camera is done, with how many are by then
   */
  async prepare(
    work: ExportWork,
    signal: AbortSignal,
    onCamera: (done: number) => void = () => undefined,
  ): Promise<ExportJob['files']> {
    const files: ExportJob['files'][number][] = [];
    await this.#parts.plans.write(work.id, this.#plans(work, files, signal, onCamera));
    return files;
  }

  /** One plan after the other, for cameras of which anything was recorded; what they give goes to `files`. */
  async *#plans(
    work: ExportWork,
    files: ExportJob['files'][number][],
    signal: AbortSignal,
    onCamera: (done: number) => void,
  ): AsyncGenerator<ExportPlan> {
    for (const [index, camera] of work.cameras.entries()) {
      const plan = await this.#parts.planning.run(() => this.#planOne(camera, work, signal), signal);
      onCamera(index + 1);
      if (plan === null) continue;
      files.push(...plan.parts.map((part) => fileOf(plan.cameraId, part)));
      yield plan;
    }
  }

  /** Null where nothing was recorded: the others are worth having. */
  async #planOne(camera: Camera, work: ExportWork, signal: AbortSignal): Promise<ExportPlan | null> {
    const { archive, clock, paces } = this.#parts;
    const began = performance.now();
    try {
      const plan = await archive.planExport({
        cameraId: camera.id,
        stream: work.stream,
        fromUnixMs: work.span.startUnixMs,
        toUnixMs: work.span.endUnixMs,
        nowUnixMs: clock.nowUnixMs(),
        withAudio: work.withAudio,
        cameraName: camera.name,
        utcOffsetMinutes: SITE_UTC_OFFSET_MINUTES,
        signal,
      });
      paces.prepared(recordedMsOf(plan), performance.now() - began);
      return plan;
    } catch (error) {
      if (error instanceof ArchiveReadError && error.code === 'nothing-recorded') return null;
      throw error;
    }
  }
}

function recordedMsOf(plan: ExportPlan): number {
  return plan.parts.reduce((sum, part) => sum + part.durationMs, 0);
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
