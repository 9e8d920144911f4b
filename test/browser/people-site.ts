/** A site in this process whose pages are opened by a browser: its clock and its set-up code are at hand. What pages show does not belong here. */
import { fileURLToPath } from 'node:url';
import { type FinishingContext, temporaryDirectory } from '@matlang/testkit';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { oneTimeCode } from '../../packages/server/access/one-time-code.ts';
import { composeSite, type SiteServer } from '../../packages/server/compose-site.ts';
import { listen } from '../../packages/server/http/listen.ts';
import { createLog } from '../../packages/server/log/log.ts';

const APPLICATION = fileURLToPath(new URL('../../packages/web/dist', import.meta.url));
const STEP_MS = 30_000;

export const PASSWORD = 'trâu vàng uống nước ao sâu';
export const OTHER_PASSWORD = 'bốn con cò đậu cành tre';

export interface PeopleSite {
  readonly site: SiteServer;
  /** Of a page, by its path. */
  readonly addressOf: (path: string) => string;
  /** As if so much time went by. */
  readonly pass: (ms: number) => void;
  /** What a phone shows now. @param key as the page writes it */
  readonly codeOf: (key: string) => string;
}

/** Without recorder: recording knows nothing of people. Closed when the test ends. */
export async function openPeopleSite(context: FinishingContext): Promise<PeopleSite> {
  const dataDirectory = await temporaryDirectory(context);
  let aheadMs = 0;
  const clock = { nowUnixMs: () => Date.now() + aheadMs };
  const site = await composeSite({
    dataDirectory,
    recorderSocketPath: `${dataDirectory}/no-recorder.sock`,
    version: 'test',
    clock,
    log: createLog(() => undefined, clock.nowUnixMs),
    applicationDirectory: APPLICATION,
    seed: { name: 'Xã Tân Lập' },
  });
  context.onTestFinished(() => site.close());
  const url = await listen(site.app, 0);
  return {
    site,
    addressOf: (path) => new URL(path, url).href,
    pass: (ms) => {
      aheadMs += ms;
    },
    codeOf: (key) => oneTimeCode(decodeBase32(key), Math.floor(clock.nowUnixMs() / STEP_MS)),
  };
}

/** Fills the form of the first start and sets up the authenticator. @returns its key and the recovery codes */
export async function setUpAdministrator(
  page: Page,
  { site, codeOf }: PeopleSite,
): Promise<{ readonly key: string; readonly recoveryCodes: readonly string[] }> {
  await page.getByLabel('Mã thiết lập').fill(site.setUpCode ?? '');
  await page.getByLabel('Tên đăng nhập').fill('lan');
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Lan');
  await page.getByLabel(/^Mật khẩu/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Tạo tài khoản quản trị' }).click();
  return await setUpAuthenticator(page, codeOf);
}

/** On the page that asks for it. */
export async function setUpAuthenticator(
  page: Page,
  codeOf: (key: string) => string,
): Promise<{ readonly key: string; readonly recoveryCodes: readonly string[] }> {
  await page.getByRole('heading', { name: 'Mã xác thực trên điện thoại' }).waitFor();
  await page.getByRole('button', { name: 'Thiết lập mã xác thực' }).click();
  const key = (await page.getByTestId('authenticator-key').textContent()) ?? '';
  await page.getByLabel('Mã đầu tiên mà ứng dụng hiện').fill(codeOf(key));
  await page.getByRole('button', { name: 'Bật mã xác thực' }).click();
  const recoveryCodes = page.getByRole('list', { name: 'Mã khôi phục' }).getByRole('listitem');
  await recoveryCodes.first().waitFor();
  return { key, recoveryCodes: await recoveryCodes.allTextContents() };
}

/** With what was typed, on the page that asks for it. */
export async function signIn(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(userName);
  await page.getByLabel(/^Mật khẩu/).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

/** The head of Mantine's dialogs is a `header`, as that of the page is; readers hear nothing of the page behind an open dialog. */
const DIALOG_RULES = { rules: { 'landmark-no-duplicate-banner': { enabled: false } } };
const AXE = `(() => {
  const dialog = document.querySelector('[role="dialog"]');
  const run = dialog === null ? axe.run() : axe.run(dialog, ${JSON.stringify(DIALOG_RULES)});
  return run.then(({ violations }) => violations);
})()`;

/** A dialog that still comes into view has the contrast of what shows through it. */
const IS_IN_VIEW = `(() => {
  const dialog = document.querySelector('[role="dialog"]');
  return dialog === null || getComputedStyle(dialog).opacity === '1';
})()`;

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** Of the dialog that is open, otherwise of the page: light and dark, rules of WCAG 2.2 AA and good practice. @returns what is wrong, as `scheme rule: element` */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await expect.poll(() => page.evaluate<boolean>(IS_IN_VIEW), { timeout: 10_000 }).toBe(true);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    const violations = await page.evaluate<readonly AxeViolation[]>(AXE);
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${page.url()} ${id}: ${target.join(' ')} ${failureSummary ?? ''}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

export function decodeBase32(text: string): Buffer {
  const bits = Array.from(text.replaceAll(/\s/g, ''))
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
