/** What one picture may take, for every decoder: a camera, or a recording of one, may say that its pictures have any size. */

/** Largest picture of the highest level (6.2) of H.264 and H.265: 8192x4320 and 8K fit in. 51 MiB decoded with 8 bits. */
export const MAX_PICTURE_PIXELS = 35_651_584;
