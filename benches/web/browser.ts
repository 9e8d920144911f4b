/** A real Chromium for a bench, and what it costs. */
import { findWitness } from '@matlang/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { proportionalBytes } from '../measure/process-cost.ts';
import { installProbe, type WatchWish } from './probe.ts';

const FLAGS = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'];
const SIZE = { width: 1366, height: 768 };

/** @throws Error where there is none */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = findWitness('chromium');
  if (executablePath === null) throw new Error('chromium is missing: apt-get install chromium');
  return chromium.launch({ executablePath, args: FLAGS });
};

/** A page of its own profile, with nothing in its cache; closed with the browser, or by its context. */
export const openBlankPage = async (browser: Browser, watch: WatchWish): Promise<Page> => {
  const context = await browser.newContext({ viewport: SIZE, locale: 'vi-VN' });
  await installProbe(context, watch);
  return context.newPage();
};

export const openPage = async (browser: Browser, url: string, watch: WatchWish): Promise<Page> => {
  const page = await openBlankPage(browser, watch);
  await page.goto(url);
  return page;
};

export interface BrowserCost {
  readonly processorSeconds: number;
  readonly bytes: number;
}

/** Of all its processes so far: processor time, and proportional memory now. */
export const browserCost = async (browser: Browser): Promise<BrowserCost> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return {
    processorSeconds: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    bytes: processInfo.reduce((sum, { id }) => sum + memoryOf(id), 0),
  };
};

/** One that has ended meanwhile has none. */
const memoryOf = (pid: number): number => {
  try {
    return proportionalBytes(pid);
  } catch {
    return 0;
  }
};
