/** The review page as a person uses it: opened at an address, pressed on its time line. */
import type { Browser, Page } from 'playwright-core';
import type { ArchiveSite } from './archive-site.ts';
import { openPage } from './browser.ts';
import { type SeenPicture, untilSeen, type WatchWish } from './probe.ts';

/** Recorded pictures, by whichever way the player shows them. */
export const FOOTAGE: WatchWish = { selector: 'figure video', strips: false };

const HOUR_MS = 3_600_000;
/** The marks of hours are above the rows; a press there looks for a picture. */
const AXIS_PIXELS = 8;
const ROW_PIXELS_FROM_BELOW = 8;
/** Shares of the time line's width at which it is asked which instant lies there. */
const PROBED = [0.4, 0.8] as const;

/** Whose recordings are shown. */
export type ReviewedSite = Pick<ArchiveSite, 'url' | 'cameraIds' | 'cameraNames'>;

export interface ReviewView {
  /** The first so many. */
  readonly cameras: number;
  readonly atUnixMs: number;
  readonly fromUnixMs: number;
  readonly lengthMs: number;
}

export const reviewAddress = (site: ReviewedSite, view: ReviewView): string => {
  const search = new URLSearchParams({
    cameras: site.cameraIds.slice(0, view.cameras).join(','),
    at: String(view.atUnixMs),
    from: String(view.fromUnixMs),
    length: String(view.lengthMs),
  });
  return new URL(`/review?${search.toString()}`, site.url).href;
};

/** Fulfilled when each camera has shown a picture. */
export const openReview = async (
  browser: Browser,
  site: ReviewedSite,
  view: ReviewView,
  watch: WatchWish = FOOTAGE,
): Promise<Page> => {
  const page = await openPage(browser, reviewAddress(site, view), watch);
  await untilPictures(page, site, view.cameras);
  return page;
};

/** The newest pictures of each of the first cameras, once all have one. */
export const untilPictures = (
  page: Page,
  site: ReviewedSite,
  cameras: number,
): Promise<readonly (readonly SeenPicture[])[]> =>
  untilSeen(
    `pictures of ${cameras} cameras`,
    page,
    ({ pictures }) => {
      const found = picturesOf(site, cameras, pictures);
      return found.every((one) => one.length > 0) ? found : null;
    },
    60_000,
  );

export const picturesOf = (
  site: ReviewedSite,
  cameras: number,
  pictures: readonly SeenPicture[],
): readonly (readonly SeenPicture[])[] =>
  site.cameraNames.slice(0, cameras).map((camera) => pictures.filter(({ name }) => name.includes(camera)));

/** Where instants of a view lie on the screen. */
export interface TimelinePlaces {
  readonly axisY: number;
  readonly rowY: number;
  readonly xOf: (view: ReviewView, unixMs: number) => number;
}

/** Asks the page itself, by pressing at two places and reading the address: valid for any view of as many cameras. */
export const findPlaces = async (page: Page, view: ReviewView): Promise<TimelinePlaces> => {
  const box = await page.getByRole('slider').boundingBox();
  if (box === null) throw new Error('the page has no time line');
  const rowY = box.y + box.height - ROW_PIXELS_FROM_BELOW;
  const shares: number[] = [];
  for (const probed of PROBED) {
    const before = instantOf(page);
    await page.mouse.click(box.x + probed * box.width, box.y + AXIS_PIXELS);
    await page.waitForURL((url) => Number(url.searchParams.get('at')) !== before);
    shares.push((instantOf(page) - view.fromUnixMs) / view.lengthMs);
  }
  const [first = 0, second = 1] = shares;
  const plot = ((PROBED[1] - PROBED[0]) * box.width) / (second - first);
  const left = box.x + PROBED[0] * box.width - first * plot;
  return {
    axisY: box.y + AXIS_PIXELS,
    rowY,
    xOf: ({ fromUnixMs, lengthMs }, unixMs) => left + ((unixMs - fromUnixMs) / lengthMs) * plot,
  };
};

/** Of the address. */
export const instantOf = (page: Page): number => Number(new URL(page.url()).searchParams.get('at'));

/** An hour that begins at a segment. */
export const hourFrom = (
  site: ArchiveSite,
  segment: number,
  cameras: number,
  atUnixMs: number,
): ReviewView => ({
  cameras,
  atUnixMs,
  fromUnixMs: site.startUnixMs + segment * 60_000,
  lengthMs: HOUR_MS,
});
