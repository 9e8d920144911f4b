/** What stands first in a backup: of which site, from when, which files with their hashes. */
import { z } from 'zod';

/** What a site is beside its footage; anything else has no business in a data folder that is made from a file. */
const PATH =
  /^(?:site\.sqlite|analyst\.json|(?:keys\/(?!.*\.new$)[a-z0-9][\w.-]{0,99})|(?:recorder\/[a-z0-9][\w.-]{0,99}\.json))$/;

/** A site has a dozen. */
export const MAX_FILES = 256;
/** Of the manifest's own line. */
export const MAX_MANIFEST_BYTES = 262_144;
/** Keys and settings are read whole; the largest, cameras.json of 1,024 cameras, has 1 MB. */
export const MAX_SMALL_FILE_BYTES = 16 * 1024 * 1024;

/** As one line of JSON. */
export const manifestSchema = z.strictObject({
  createdUnixMs: z.int(),
  siteId: z.string(),
  siteName: z.string(),
  schemaVersion: z.int().min(1),
  files: z
    .array(
      z.strictObject({
        path: z.string().regex(PATH),
        sizeBytes: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(MAX_FILES),
});
/** As the schema says. */
export type Manifest = z.infer<typeof manifestSchema>;
/** Whether a file of a data folder goes into a backup, by its path there. */
export const isKept = (path: string): boolean => PATH.test(path);
/** Of all its files. */
export const bytesOf = ({ files }: Manifest): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
