/** Debian's Chromium, driven by Playwright: a page of the application as a person sees it. What the page shows does not belong here. */
import { type FinishingContext, requireWitness, type SkippingContext } from '@matlang/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'];

export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Errors of the page and refusals of its content security policy, so far. */
  readonly complaints: readonly string[];
}

/** Closed when the test ends. @param flags further ones of Chromium */
export async function openBrowser(
  context: FinishingContext & SkippingContext,
  flags: readonly string[] = [],
): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: requireWitness('chromium', context),
    args: [...FLAGS, ...flags],
    // In the C locale Chromium gives a file with a Vietnamese name the name `download`.
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
  });
  context.onTestFinished(() => browser.close());
  return browser;
}

/** A page of its own browser; closed when the test ends. */
export async function openPage(
  context: FinishingContext & SkippingContext,
  url: string,
  size: { readonly width: number; readonly height: number } = { width: 1366, height: 768 },
): Promise<OpenPage> {
  const browser = await openBrowser(context);
  const page = await browser.newPage({ viewport: size, locale: 'vi-VN' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, browser, complaints };
}
