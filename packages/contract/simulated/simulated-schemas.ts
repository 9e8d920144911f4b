/** Trying a new site with simulated cameras. */
import { z } from 'zod';

/** `starting`: they are added one after the other; the list of cameras shows them as they come. */
export const simulatedCamerasSchema = z.strictObject({ state: z.literal('starting') });
