/** Questions about recorded footage: each names its purpose. */
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { GAP_CAUSES } from '../gap/gap-texts.ts';
import { instantQuerySchema } from '../instant/instant.ts';
import { cameraIdsQuerySchema } from '../query/camera-ids.ts';
import { decimalQuerySchema } from '../query/decimal.ts';
import { purposeQuerySchema } from '../query/purpose.ts';
import { STREAM_KINDS } from '../stream/stream-words.ts';

/** Cameras of one time line question. */
export const MAX_TIMELINE_CAMERAS = 64;
const DEFAULT_TIMELINE_POINTS = 1000;
/** Activity values a stream: as `MAX_TIMELINE_POINTS` of the archive, which contract may not know. */
export const MAX_TIMELINE_POINTS = 10_000;

const span = { from: instantQuerySchema, to: instantQuerySchema };
const kind = z.enum(STREAM_KINDS);
const videoKind = z.enum(['main', 'sub']);

/** Of one camera. */
export const cameraParamsSchema = z.strictObject({ id: cameraIdSchema });

/** A span of one camera, the end excluded; `maxPoints=0` leaves activity out. */
export const cameraTimelineQuerySchema = z.strictObject({
  ...span,
  maxPoints: decimalQuerySchema(0, MAX_TIMELINE_POINTS).default(DEFAULT_TIMELINE_POINTS),
  purpose: purposeQuerySchema,
});

/** The same of many cameras; one that nobody knows refuses the question. */
export const timelineQuerySchema = z.strictObject({
  cameras: cameraIdsQuerySchema(MAX_TIMELINE_CAMERAS),
  ...span,
  maxPoints: decimalQuerySchema(0, MAX_TIMELINE_POINTS).default(DEFAULT_TIMELINE_POINTS),
  purpose: purposeQuerySchema,
});

const cameraTimelineShape = {
  spans: z.array(z.strictObject({ start: z.number(), end: z.number(), stream: kind })),
  gaps: z.array(
    z.strictObject({
      start: z.number(),
      end: z.number().nullable(),
      stream: kind,
      cause: z.enum(GAP_CAUSES),
    }),
  ),
  activity: z.array(
    z.strictObject({ stream: kind, start: z.number(), stepMs: z.number(), values: z.array(z.int()) }),
  ),
  holds: z.array(
    z.strictObject({
      id: z.string(),
      start: z.number(),
      end: z.number(),
      reason: z.string(),
      owner: z.string(),
      reviewAt: z.number(),
    }),
  ),
};
const timelineFrame = {
  /** Steps of the machine's clock, repairs: they concern every camera of a volume. */
  events: z.array(
    z.strictObject({ at: z.number(), kind: z.string(), detail: z.record(z.string(), z.json()) }),
  ),
  /** Volumes that could not be read: what they hold is missing above. */
  missingVolumes: z.array(z.strictObject({ id: z.string(), state: z.enum(['missing', 'unreadable']) })),
};

/** What was recorded when; all instants are Unix ms. What has neither span nor gap, nobody knows of. */
export const cameraTimelineSchema = z.strictObject({ ...cameraTimelineShape, ...timelineFrame });
/** The same for each camera, in the order asked. */
export const timelineSchema = z.strictObject({
  cameras: z.array(z.strictObject({ cameraId: cameraIdSchema, ...cameraTimelineShape })),
  ...timelineFrame,
});
/** See cameraTimelineSchema. */
export type CameraTimelineAnswer = z.infer<typeof cameraTimelineSchema>;
/** See timelineSchema. */
export type TimelineAnswer = z.infer<typeof timelineSchema>;

/** A span to be played; one that ends in the future gives a playlist that grows. */
export const hlsQuerySchema = z.strictObject({
  ...span,
  stream: z
    .enum([...STREAM_KINDS, 'all'])
    .default('main')
    .meta({
      description: 'a media playlist; all: a multivariant playlist of the main stream with its sound',
    }),
  purpose: purposeQuerySchema,
});

/** What a player asks for. */
export const playQuerySchema = z.strictObject({
  ...span,
  stream: videoKind.default('main'),
  keyFrames: z.enum(['0', '1']).default('0').meta({
    description:
      '1: key frames only, each at its own time and lasting until the next; for fast play, backwards and scrubbing',
  }),
  pass: z.enum(['first', 'last']).default('last').meta({
    description:
      'of a time that was recorded twice, because the clock went back: first leaves out the second time; last sends both in the order recorded',
  }),
  codec: z.exactOptional(
    z.literal('h264').meta({
      description:
        'coded anew as H.264 for who can’t play what was recorded, a main stream with at most 360 lines; pass does not count then',
    }),
  ),
  purpose: purposeQuerySchema,
});

/** One segment file by what names it; `file` is its number in the stream. Never a path. */
export const segmentParamsSchema = z.strictObject({
  id: cameraIdSchema,
  stream: kind,
  volume: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  file: z.string().regex(/^\d{1,15}\.mp4$/),
});
/** As the playlist wrote it into the address. */
export const segmentQuerySchema = z.strictObject({ purpose: purposeQuerySchema });

/** A span as one movie, made while it is sent; several files are refused with `several-parts`. */
export const exportFileQuerySchema = z.strictObject({
  ...span,
  stream: videoKind.default('main'),
  audio: z.enum(['true', 'false']).default('true').meta({ description: 'with sound where it was recorded' }),
  purpose: purposeQuerySchema,
});

/** `Range` and `If-Range`; the other headers are of no concern. */
export const rangeHeadersSchema = z.looseObject({
  range: z.exactOptional(z.string().max(200)),
  'if-range': z.exactOptional(z.string().max(200)),
});
