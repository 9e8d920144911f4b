/** The one way in which a decoded picture becomes what a JPEG holds, for both engines: size, shape of pixels, colours. */

import { MAX_STILL_WIDTH_PIXELS } from './decoding-limits.ts';

/** 2 (best) to 31: at 4 a picture of a street at 640 pixels has 40 kB, and its letters can be read as in the video. */
export const JPEG_QUALITY = 4;
/** For a picture that would be too large for the socket: the noise of a night with ten million pixels, at a quarter of the bytes. */
export const COARSE_JPEG_QUALITY = 16;

/**
 * A filter description of libavfilter: at most `widthPixels` wide, even sizes, square pixels, full range and BT.601 as JFIF
 * wants them; averaging, because small pictures of large ones would flicker otherwise.
 */
export function pictureFilter(widthPixels: number | null): string {
  const width = `min(${widthPixels ?? MAX_STILL_WIDTH_PIXELS},iw*sar)`;
  return [
    `scale=w='max(2,2*trunc(${width}/2))':h='max(2,2*round(ow/dar/2))':flags=area:out_color_matrix=bt601:out_range=full`,
    'setsar=1',
    'format=yuvj420p',
  ].join(',');
}
