/** What was recorded when, for one or many cameras. */
import type { ArchiveReader, CameraTimeline, Timeline } from '@matlang/archive/reading';
import type { CameraTimelineAnswer, TimelineAnswer } from '@matlang/contract';
import { checkSpan } from '@matlang/domain';
import { z } from 'zod';
import { ApiError, lawful } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';

/** The index is read on the server's own thread. */
const MAX_QUESTIONS = 16;
const detailSchema = z.record(z.string(), z.json());

/** Unix ms, the end excluded; ids need not be of cameras that are there: footage outlives its camera. */
export interface TimelineQuestion {
  readonly cameraIds: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly maxPoints: number;
}

/** Asks the archive, bounded in number. */
export class TimelineService {
  readonly #archive: ArchiveReader;
  readonly #slots = new Slots(MAX_QUESTIONS, 'too-busy');

  constructor(archive: ArchiveReader) {
    this.#archive = archive;
  }

  async many(question: TimelineQuestion): Promise<TimelineAnswer> {
    const timeline = await this.#ask(question);
    return {
      cameras: timeline.cameras.map((camera) => ({ cameraId: camera.cameraId, ...cameraPart(camera) })),
      ...sharedPart(timeline),
    };
  }

  async one(question: TimelineQuestion): Promise<CameraTimelineAnswer> {
    const timeline = await this.#ask(question);
    const [camera] = timeline.cameras;
    if (camera === undefined) throw new ApiError('camera-not-found');
    return { ...cameraPart(camera), ...sharedPart(timeline) };
  }

  async #ask({ cameraIds, from, to, maxPoints }: TimelineQuestion): Promise<Timeline> {
    const { startUnixMs, endUnixMs } = lawful(checkSpan(from, to));
    const release = this.#slots.take();
    try {
      return await this.#archive.timeline({
        cameraIds,
        fromUnixMs: startUnixMs,
        toUnixMs: endUnixMs,
        maxPoints,
      });
    } finally {
      release();
    }
  }
}

function cameraPart(camera: CameraTimeline): Omit<TimelineAnswer['cameras'][number], 'cameraId'> {
  return {
    spans: [...camera.spans],
    gaps: [...camera.gaps],
    activity: camera.activity.map((activity) => ({ ...activity, values: [...activity.values] })),
    holds: camera.holds.map(({ reviewUnixMs, ...hold }) => ({ ...hold, reviewAt: reviewUnixMs })),
  };
}

function sharedPart(timeline: Timeline): Pick<TimelineAnswer, 'events' | 'missingVolumes'> {
  return {
    events: timeline.events.map((event) => ({ ...event, detail: detailSchema.parse(event.detail) })),
    missingVolumes: timeline.volumes.flatMap(({ id, state }) => (state === 'ready' ? [] : [{ id, state }])),
  };
}
