/** What is answered when the site's key is changed. */
import { z } from 'zod';

/** 32 hex digits; names a key and says nothing of its bytes. */
const keyIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** What became of a rotation. */
export const keyRotationSchema = z.strictObject({
  keyId: keyIdSchema,
  previousKeyId: keyIdSchema,
  /** Cameras and second factors whose secrets were sealed anew. */
  cameras: z.int(),
  secondFactors: z.int(),
  /** Secrets that the key before did not open either: left as they were. */
  unreadable: z.int(),
  /** False: the key before is still there, because something may need it; the next start or rotation ends that. */
  finished: z.boolean(),
});
/** See keyRotationSchema. */
export type KeyRotationAnswer = z.infer<typeof keyRotationSchema>;
