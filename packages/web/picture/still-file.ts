/** The picture on show as a file: in the size that the camera sent, its name says camera, date and time. */
import { fileNameTime } from '../i18n/time-text.ts';

/** What can't be written into a file's name on Windows, and what would hide it. */
const UNWRITABLE = /[\p{Cc}<>:"/\\|?*\s]+/gu;

/** @returns such as `Cổng chợ 2026-02-15 14-30-05.jpg` */
export function stillFileName(cameraName: string, unixMs: number): string {
  const name = cameraName.replace(UNWRITABLE, ' ').replace(/^\.+/, '').trim();
  return `${name || 'camera'} ${fileNameTime(unixMs)}.jpg`;
}

/**
 * Saves what the element shows at this moment.
 * @returns false: it shows nothing yet
 */
export async function saveStill(
  picture: HTMLVideoElement | HTMLCanvasElement,
  fileName: string,
): Promise<boolean> {
  const [width, height] =
    picture instanceof HTMLVideoElement
      ? [picture.videoWidth, picture.videoHeight]
      : [picture.width, picture.height];
  if (width === 0 || height === 0) return false;
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d');
  if (drawing === null) return false;
  drawing.drawImage(picture, 0, 0);
  const address = URL.createObjectURL(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The download reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}
