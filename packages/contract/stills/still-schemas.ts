/** Questions about still pictures of recordings. */
import { z } from 'zod';
import { instantQuerySchema } from '../instant/instant.ts';
import { decimalQuerySchema } from '../query/decimal.ts';
import { purposeQuerySchema } from '../query/purpose.ts';

/** Of one strip. */
export const MAX_STRIP_STILLS = 120;
const DEFAULT_STRIP_STILLS = 24;
const DEFAULT_STRIP_WIDTH = 160;
/** Of a strip's pictures; a single one may be as large as it was recorded. */
const MAX_STRIP_WIDTH = 640;
const MAX_STILL_WIDTH = 3840;
const MIN_STILL_WIDTH = 16;

const stream = z.enum(['main', 'sub']).default('main');

/**
 * One picture of a recorded instant. What comes is the camera's own picture, never enlarged; where nothing was recorded
 * the question is refused.
 */
export const stillQuerySchema = z.strictObject({
  at: instantQuerySchema,
  width: z.exactOptional(
    decimalQuerySchema(MIN_STILL_WIDTH, MAX_STILL_WIDTH).meta({
      description: 'in pixels; never enlarged. Without it: as recorded',
    }),
  ),
  exact: z.enum(['0', '1']).default('0').meta({
    description:
      '1: the picture shown at the instant; 0: the key frame before it, which is many times faster',
  }),
  stream,
  purpose: purposeQuerySchema,
});

/** The newest picture of a camera: there is nothing more to choose. */
export const lastPictureQuerySchema = z.strictObject({
  width: decimalQuerySchema(MIN_STILL_WIDTH, MAX_STRIP_WIDTH)
    .prefault(String(MAX_STRIP_WIDTH))
    .meta({ description: 'in pixels; never enlarged' }),
  stream,
});

/** A row of pictures over a span, the end excluded: for scrubbing, so each is the key frame at hand. */
export const stillStripQuerySchema = z.strictObject({
  from: instantQuerySchema,
  to: instantQuerySchema,
  count: decimalQuerySchema(1, MAX_STRIP_STILLS)
    .prefault(String(DEFAULT_STRIP_STILLS))
    .meta({ description: 'instants, evenly over the span, each answered by the key frame before it' }),
  width: decimalQuerySchema(MIN_STILL_WIDTH, MAX_STRIP_WIDTH).prefault(String(DEFAULT_STRIP_WIDTH)),
  stream,
  purpose: purposeQuerySchema,
});
