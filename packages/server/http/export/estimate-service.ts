/** What an export would be, from the index: size, what is recorded, and how long it will take on this machine. */
import type { ArchiveReader } from '@matlang/archive/reading';
import type { ExportEstimateAnswer } from '@matlang/contract';
import { checkSpan } from '@matlang/domain';
import { lawful } from '../../answer/api-error.ts';
import type { ExportPaces } from '../../jobs/export-paces.ts';

/** Unix ms, the end excluded. */
export interface EstimateQuestion {
  readonly cameras: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly stream: 'main' | 'sub';
  readonly audio: boolean;
}

/** Reads a few rows a camera, whatever the span. */
export class EstimateService {
  readonly #archive: ArchiveReader;
  readonly #paces: ExportPaces;

  constructor(archive: ArchiveReader, paces: ExportPaces) {
    this.#archive = archive;
    this.#paces = paces;
  }

  /** @throws FieldError for a span that is none or too long */
  async estimate(question: EstimateQuestion): Promise<ExportEstimateAnswer> {
    const span = lawful(checkSpan(question.from, question.to));
    const cameras: ExportEstimateAnswer['cameras'] = [];
    for (const cameraId of new Set(question.cameras)) {
      const of = (kind: 'main' | 'sub' | 'audio') =>
        this.#archive.estimateExport({ cameraId, kind }, span.startUnixMs, span.endUnixMs);
      const picture = await of(question.stream);
      // Sound goes where pictures are.
      const sound = question.audio && picture.bytes > 0 ? await of('audio') : null;
      cameras.push({
        cameraId,
        bytes: picture.bytes + (sound?.bytes ?? 0),
        recordedMs: picture.recordedMs,
        firstAt: picture.firstUnixMs,
        lastAt: picture.lastUnixMs,
        codec: picture.codecString,
      });
    }
    const totalBytes = cameras.reduce((sum, camera) => sum + camera.bytes, 0);
    const recordedMs = cameras.reduce((sum, camera) => sum + camera.recordedMs, 0);
    return {
      cameras,
      totalBytes,
      prepareMs: this.#paces.prepareMs(recordedMs),
      sendMs: this.#paces.sendMs(totalBytes),
    };
  }
}
