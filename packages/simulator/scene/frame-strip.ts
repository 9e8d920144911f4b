/**
 * A machine-readable frame number along the lower edge: 32 blocks, white is 1, the highest bit at the left. 24 bits
 * are the number, 8 a checksum, so that a covered or blended strip is noticed.
 */
import { BLACK, type Picture, WHITE } from './picture.ts';

const BLOCKS = 32;
/** Of the picture's height. */
const HEIGHT_SHARE = 45;
const MAX_STRIP_NUMBER = 0xff_ffff;

/** Height of the strip in pixels. */
function stripHeight(pictureHeight: number): number {
  return Math.round(pictureHeight / HEIGHT_SHARE);
}

/** @param frameNumber taken modulo 2^24 */
export function drawFrameStrip(picture: Picture, frameNumber: number): void {
  const number = frameNumber & MAX_STRIP_NUMBER;
  const bits = ((number << 8) | checksum(number)) >>> 0;
  const height = stripHeight(picture.height);
  const width = picture.width / BLOCKS;
  for (let i = 0; i < BLOCKS; i += 1) {
    const isWhite = ((bits >>> (BLOCKS - 1 - i)) & 1) === 1;
    picture.paint({ x: i * width, y: picture.height - height, width, height }, isWhite ? WHITE : BLACK);
  }
}

/**
 * Reads a decoded picture; null where there is no strip.
 * @param luma plane of `width` times `height`
 */
export function readFrameStrip(luma: Uint8Array, width: number, height: number): number | null {
  const row = height - Math.ceil(stripHeight(height) / 2);
  let bits = 0;
  for (let i = 0; i < BLOCKS; i += 1) {
    const column = Math.floor((width / BLOCKS) * (i + 0.5));
    const value = luma[row * width + column] ?? 0;
    if (value > 80 && value < 170) return null;
    bits = ((bits << 1) | (value >= 128 ? 1 : 0)) >>> 0;
  }
  const number = bits >>> 8;
  return checksum(number) === (bits & 0xff) ? number : null;
}

/** By a prime, so that blocks that turn black or white together show; not 0 for 0: a black picture is no strip. */
function checksum(number: number): number {
  return (number % 251) ^ 0xa5;
}
