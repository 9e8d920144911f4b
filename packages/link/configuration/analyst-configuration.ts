/** `<data>/analyst.json`: what a site tells its analyst. Written by people; without the file everything is as it comes. */
import { z } from 'zod';

/** Unknown keys are refused. */
export const analystConfigurationSchema = z.strictObject({
  /** The program that decodes and encodes instead of the package node-av: a name that the system finds, or its path. */
  ffmpeg: z.exactOptional(z.string().min(1).max(1024)),
});
