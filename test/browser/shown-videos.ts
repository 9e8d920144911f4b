/** What the video elements of a page have on show. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** One element at an instant. */
export interface ShownVideo {
  /** 0: nothing is loaded. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly hasPicture: boolean;
  /** Media time. */
  readonly seconds: number;
  /** Presented since the element began. */
  readonly pictures: number;
  /** The picture itself, small: another one for another picture. */
  readonly look: string;
}

/** In the order of the page. @param selector of video elements */
export async function shownVideos(page: Page, selector = 'video'): Promise<readonly ShownVideo[]> {
  // The compiler of the tests knows no DOM.
  return await page.evaluate<readonly ShownVideo[]>(`
    [...document.querySelectorAll(${JSON.stringify(selector)})].map((video) => {
      const drawing = new OffscreenCanvas(32, 18).getContext('2d', { willReadFrequently: true });
      if (video.readyState >= 2) drawing.drawImage(video, 0, 0, 32, 18);
      return {
        widthPixels: video.videoWidth,
        heightPixels: video.videoHeight,
        hasPicture: video.readyState >= 2,
        seconds: video.currentTime,
        pictures: video.getVideoPlaybackQuality().totalVideoFrames,
        look: drawing.getImageData(0, 0, 32, 18).data.join(),
      };
    })
  `);
}

/** Waits until an element has a picture. */
export async function untilShown(page: Page, selector: string, timeout: number): Promise<ShownVideo> {
  await expect.poll(async () => (await shownVideos(page, selector))[0]?.hasPicture, { timeout }).toBe(true);
  const [video] = await shownVideos(page, selector);
  if (video === undefined) throw new Error(`${selector} vanished`);
  return video;
}

/** Waits until an element has presented so many more pictures than now. */
export async function untilMoved(
  page: Page,
  selector: string,
  more: number,
  timeout: number,
): Promise<ShownVideo> {
  const before = await untilShown(page, selector, timeout);
  let now = before;
  await expect
    .poll(
      async () => {
        now = (await shownVideos(page, selector))[0] ?? now;
        return now.pictures - before.pictures >= more;
      },
      { timeout },
    )
    .toBe(true);
  return now;
}
