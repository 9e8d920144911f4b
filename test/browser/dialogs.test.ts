/** Dialogs over the pages: what can be done stands in view on the desk and the phone, also while a keyboard covers half of it. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from '../e2e/site-server.ts';
import { openPage } from './browser.ts';
import { sharedFootageSite } from './footage-site.ts';

const PATIENCE = { timeout: 30_000 };
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** What a telephone's keyboard takes of those 844. */
const KEYBOARD = 336;
/** More than fit without scrolling. */
const OTHER_CAMERAS = 11;

interface Dialog {
  readonly path: string;
  readonly opener: string;
  readonly button: string;
  /** The last one: a keyboard that comes for it must not cover the buttons. */
  readonly field: string;
}
const DIALOGS: readonly Dialog[] = [
  { path: '/exports', opener: 'Trích xuất mới', button: 'Trích xuất', field: 'Mục đích' },
  { path: '/holds', opener: 'Khoá một khoảng', button: 'Khoá', field: 'Người chịu trách nhiệm' },
  { path: '/bookmarks', opener: 'Ghi nhớ mới', button: 'Lưu', field: 'Ghi chú' },
];

/** Whether a button stands wholly between top and bottom, and nothing covers its middle. */
async function isInView(page: Page, name: string, bottom: number, top = 0): Promise<boolean> {
  const box = await page.getByRole('dialog').getByRole('button', { name, exact: true }).last().boundingBox();
  if (box === null) return false;
  const middle = `${box.x + box.width / 2}, ${box.y + box.height / 2}`;
  const onTop = await page.evaluate<string>(
    `document.elementFromPoint(${middle})?.closest('button')?.textContent ?? ''`,
  );
  return onTop === name && box.y >= top && box.y + box.height <= bottom && box.x >= 0;
}

const open = async (page: Page, { path, opener }: Dialog): Promise<void> => {
  await page.goto(new URL(path, page.url()).href);
  await page.getByRole('button', { name: opener, exact: true }).click(PATIENCE);
  await page.getByRole('dialog').waitFor(PATIENCE);
};

const DIALOG = `document.querySelector('[role="dialog"]')`;
/** Whether what is in the dialog is longer than the dialog: otherwise nothing is proved. */
const isLong = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`${DIALOG}.scrollHeight > ${DIALOG}.clientHeight + 20`);
const scroll = (page: Page, to: string): Promise<void> => page.evaluate(`${DIALOG}.scrollTo(0, ${to})`);

/** As it is typed: local time of the site. */
const typed = (unixMs: number): string =>
  new Date(unixMs + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

test('a keyboard that is drawn over the page leaves the buttons and the field above it', {
  timeout: 180_000,
}, async (context) => {
  const { url } = await sharedFootageSite();
  const { page } = await openPage(context, new URL('/exports', url).href, PHONE);
  for (const dialog of DIALOGS) {
    await open(page, dialog);
    expect(await isInView(page, dialog.button, PHONE.height)).toBe(true);
    // As telephones tell it: the window stays, the part of it that is seen gets smaller and may be moved.
    await page.evaluate(`
      for (const [name, value] of [['height', ${PHONE.height - KEYBOARD}], ['offsetTop', 40]])
        Object.defineProperty(visualViewport, name, { configurable: true, get: () => value });
      visualViewport.dispatchEvent(new Event('resize'));
    `);
    const bottom = PHONE.height - KEYBOARD + 40;
    await expect.poll(() => isInView(page, dialog.button, bottom, 40), PATIENCE).toBe(true);
    await page.getByRole('dialog').getByLabel(dialog.field).focus();
    const field = await page.getByRole('dialog').getByLabel(dialog.field).boundingBox();
    expect((field?.y ?? bottom) + (field?.height ?? 0)).toBeLessThan(bottom);
  }
});

test('who leaves out what is needed is led to the field', { timeout: 180_000 }, async (context) => {
  const { url } = await sharedFootageSite();
  const { page } = await openPage(context, new URL('/holds', url).href, PHONE);
  await page.getByRole('button', { name: 'Khoá một khoảng', exact: true }).click(PATIENCE);
  const form = page.getByRole('dialog');
  await form.getByLabel('Cổng chợ').check(PATIENCE);
  await form.getByRole('button', { name: 'Khoá', exact: true }).click(PATIENCE);
  const focused = (): Promise<string> => page.evaluate<string>(`document.activeElement?.tagName ?? ''`);
  await expect.poll(focused, PATIENCE).toBe('TEXTAREA');
  expect(await ask<{ holds: unknown[] }>(`${url}holds`)).toMatchObject({ holds: [] });
});

/** The head of Mantine's dialogs is a `header`, as that of the page is; readers hear nothing of the page behind an open dialog. */
const AXE = { rules: { 'landmark-no-duplicate-banner': { enabled: false } } };
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

test('axe finds nothing in an open dialog, with what it refuses in it, light and dark', {
  timeout: 180_000,
}, async (context) => {
  const { url } = await sharedFootageSite();
  const { page } = await openPage(context, new URL('/exports', url).href, PHONE);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const dialog of DIALOGS) {
      await open(page, dialog);
      const form = page.getByRole('dialog');
      await form.getByLabel('Từ lúc').fill('tuần trước');
      await form.getByText('Chưa hiểu.').waitFor(PATIENCE);
      // Half open it is half seen through.
      await expect.poll(() => isInView(page, 'Đóng', PHONE.height), PATIENCE).toBe(true);
      await expect.poll(() => page.evaluate<number>('document.getAnimations().length'), PATIENCE).toBe(0);
      await page.evaluate(axe.source);
      const violations = await page.evaluate<readonly Violation[]>(
        `axe.run('[role="dialog"]', ${JSON.stringify(AXE)}).then(({ violations }) => violations)`,
      );
      for (const { id, nodes } of violations)
        found.push(
          `${colorScheme} ${dialog.path} ${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`,
        );
    }
  }
  expect(found).toEqual([]);
});

test('the buttons of every dialog stand in view, whatever is scrolled and however small the screen is', {
  timeout: 240_000,
}, async (context) => {
  const { url, start, end } = await sharedFootageSite();
  for (let number = 1; number <= OTHER_CAMERAS; number++)
    await ask(`${url}cameras`, { name: `Ngõ ${number}`, main: { url: `rtsp://127.0.0.1:9/${number}` } });
  const { page, complaints } = await openPage(context, new URL('/exports', url).href, DESK);
  for (const size of [DESK, PHONE, { ...PHONE, height: PHONE.height - KEYBOARD }]) {
    await page.setViewportSize(size);
    for (const dialog of DIALOGS) {
      await open(page, dialog);
      const form = page.getByRole('dialog');
      const said = `${dialog.path} ${size.width}x${size.height}`;
      if (dialog.path === '/exports') {
        await form.getByLabel('Từ lúc').fill(typed(start));
        await form.getByLabel('Đến lúc').fill(typed(end));
        await form.getByText(/Khoảng .+B\. Chuẩn bị chừng/).waitFor(PATIENCE);
        // First and last pictures make it the longest of them.
        expect(await isLong(page), said).toBe(true);
      }
      for (const name of [dialog.button, 'Đóng']) {
        expect(await isInView(page, name, size.height), `${name} at ${said}`).toBe(true);
        await scroll(page, `${DIALOG}.scrollHeight`);
        expect(await isInView(page, name, size.height), `${name} at ${said}, scrolled`).toBe(true);
        await scroll(page, '0');
      }
      await form.getByLabel(dialog.field).focus();
      expect(await isInView(page, dialog.button, size.height), `${said}, typing`).toBe(true);
    }
  }
  expect(complaints).toEqual([]);
});
