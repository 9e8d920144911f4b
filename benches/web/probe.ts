/** What probe.js saw in a page. How a browser is started does not belong here. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';

/** Which elements are watched, and how closely. */
export interface WatchWish {
  /** Videos and canvases. */
  readonly selector: string;
  /** Rest behind each picture of an element. Default 0: every picture is looked at. */
  readonly everyMs?: number;
  /** Reads the number drawn into the picture. Default true. */
  readonly strips?: boolean;
}

/** A picture as it was handed to the screen; `atMs` and the times of the input are of the page's own clock. */
export interface SeenPicture {
  readonly atMs: number;
  readonly unixMs: number;
  readonly mediaS: number;
  /** Null: unreadable. */
  readonly number: number | null;
  /** Text of the tile or figure that it is in. */
  readonly name: string;
}

export interface Seen {
  /** Null: nobody pressed since `forget`. */
  readonly pressedMs: number | null;
  readonly pictures: readonly SeenPicture[];
  readonly stills: readonly { readonly atMs: number; readonly unixMs: number }[];
  readonly moves: readonly number[];
}

export interface ShownNumber {
  readonly unixMs: number;
  readonly number: number | null;
  readonly name: string;
}

export interface VideoPosition {
  readonly currentS: number;
  /** Media time of the picture on show. */
  readonly shownS: number | null;
  readonly readyState: number;
  readonly playing: boolean;
}

/** Every page of the context gets the probe before its own scripts, and watches from the beginning. */
export const installProbe = async (
  context: BrowserContext,
  { selector, everyMs = 0, strips = true }: WatchWish,
): Promise<void> => {
  const source = readFileSync(new URL('./probe.js', import.meta.url), 'utf8');
  const wish = JSON.stringify({ selector, everyMs, strips });
  await context.addInitScript({ content: `${source}\nbench.watch(${wish});` });
};

export const forget = (page: Page): Promise<void> => page.evaluate<void>('bench.forget()');
export const seen = (page: Page): Promise<Seen> => page.evaluate<Seen>('bench.seen()');
export const shownNumbers = (page: Page): Promise<readonly ShownNumber[]> =>
  page.evaluate<readonly ShownNumber[]>('bench.shown()');
export const positions = (page: Page): Promise<readonly VideoPosition[]> =>
  page.evaluate<readonly VideoPosition[]>('bench.positions()');
export const countFrames = (page: Page): Promise<void> => page.evaluate<void>('bench.countFrames()');
/** Milliseconds from each frame of the page to the next, since `countFrames`. */
export const countedFrames = (page: Page): Promise<readonly number[]> =>
  page.evaluate<readonly number[]>('bench.countedFrames()');

/** Looks ten times a second. @throws Error naming `what` when the time is up */
export const untilSeen = async <Found>(
  what: string,
  page: Page,
  find: (seen: Seen) => Found | null,
  timeoutMs = 10_000,
): Promise<Found> => {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const found = find(await seen(page));
    if (found !== null) return found;
    if (performance.now() > endMs) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await page.waitForTimeout(100);
  }
};
