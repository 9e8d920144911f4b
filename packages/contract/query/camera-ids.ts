/** Several cameras in one query. */
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';

/** An id and the comma behind it, and some room. */
const CHARACTERS_PER_ID = 40;

/** One at least. */
export const cameraIdsQuerySchema = (most: number) =>
  z
    .string()
    .max(CHARACTERS_PER_ID * most)
    .transform((text) => text.split(','))
    .pipe(z.array(cameraIdSchema).min(1).max(most))
    .meta({ description: 'ids with commas between them' });
