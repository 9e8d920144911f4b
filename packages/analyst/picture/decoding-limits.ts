/** What one picture may take, for every decoder: a camera, or a recording of one, may say that its pictures have any size. */

/** Largest picture of the highest level (6.2) of H.264 and H.265: 8192x4320 and 8K fit in. 51 MiB decoded with 8 bits. */
export const MAX_PICTURE_PIXELS = 35_651_584;

/** Of a still: a picture whose pixels are said to be hundreds of times as wide as high must not become as wide as that. */
export const MAX_STILL_WIDTH_PIXELS = 16_384;

/** The same of what is coded anew as H.264. */
export const MAX_TRANSCODED_WIDTH_PIXELS = 4096;
