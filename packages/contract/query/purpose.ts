/** Whoever looks at footage says why. */
import { z } from 'zod';

/** One text for each question about footage; `unstated` where none is given. */
export const purposeQuerySchema = z
  .string()
  .min(1)
  .max(200)
  .default('unstated')
  .meta({ description: 'why it is looked at: an incident, an inspection, another reason' });
