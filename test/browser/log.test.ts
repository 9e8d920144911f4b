/** The page of the log in a real browser: in words, narrowed down, taken away, and verified there; altered in the file, and seen. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditExportSchema, parseAuditHead } from '@matlang/contract';
import { openHeadSigner, publishNodeKey } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SiteServer } from '../../packages/server/compose-site.ts';
import { AUDIT_SIGNED } from '../../packages/server/store/audit-log-signatures.ts';
import { openPage } from './browser.ts';
import { axeFindings, openPeopleSite, setUpAdministrator } from './people-site.ts';

const AT = Date.UTC(2026, 1, 15, 7, 30);
const CAMERA = '01990000-0000-7000-8000-00000000000c';

/** A day of a post: exports and holds, and what the program does by itself. */
async function fillLog({ context: { database, siteId } }: SiteServer): Promise<void> {
  await database.transaction(async ({ audit }) => {
    for (let index = 0; index < 70; index += 1)
      await audit.append({
        siteId,
        atUnixMs: AT + index * 60_000,
        actor: index % 3 === 0 ? 'hoa' : 'minh',
        address: '192.168.1.20',
        capacity: 'officer',
        action: ['footage.exported', 'hold.placed', 'bookmark.added'][index % 3]!,
        subjectId: CAMERA,
        detail: {
          cameraId: CAMERA,
          startUnixMs: AT - 600_000,
          endUnixMs: AT - 300_000,
          purpose: 'trộm xe máy ở chợ',
        },
      });
  });
}

/** As the recorder does it each hour. */
async function sign({ context: { database, siteId, dataDirectory } }: SiteServer): Promise<void> {
  const signer = openHeadSigner(dataDirectory);
  publishNodeKey(dataDirectory, signer);
  const { audit } = database.stores;
  const { seq, hash } = (await audit.newest(siteId))!;
  const head = { seq, hash, root: await audit.rootAt(siteId, seq), signedUnixMs: AT };
  const signature = signer.sign(Buffer.from(auditLogHeadText({ siteId, ...head })));
  await audit.append({
    siteId,
    atUnixMs: AT,
    actor: 'recorder',
    address: null,
    action: AUDIT_SIGNED,
    subjectId: siteId,
    detail: { ...head, keyId: signer.keyId, signature: Buffer.from(signature).toString('hex') },
  });
}

const alter = (site: SiteServer, sql: string): void => {
  const raw = new DatabaseSync(join(site.context.dataDirectory, 'site.sqlite'));
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    raw.exec(`DROP TRIGGER "${String(name)}"`);
  raw.exec(sql);
  raw.close();
};

const rows = (page: Page) => page.locator('tr[data-seq]');

async function download(page: Page, press: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return await readFile(await file.path(), 'utf8');
}

test('the log in words, narrowed down, page by page; a file; verified here, and seen to be altered', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { site } = people;
  await fillLog(site);
  const { page, complaints } = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(page, people);
  await sign(site);
  await page.goto(people.addressOf('/log'));
  await rows(page).getByText('Ký xác nhận nhật ký').waitFor();
  // Wherever the frame has room for it.
  expect(await page.locator('nav a[href="/log"]').count()).toBeGreaterThan(0);
  expect(await rows(page).count()).toBe(50);
  await rows(page).getByText('Mục đích: trộm xe máy ở chợ').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Xem các mục cũ hơn' }).click();
  await page.getByText('Đã hết.').waitFor();
  const all = await rows(page).count();
  expect(all).toBeGreaterThan(70);

  await page.getByText('Nhật ký có bị sửa không?').click();
  await page.getByRole('button', { name: 'Kiểm tra các mục đang hiện' }).click();
  await page.getByText(/^Đúng: \d+ mục đang hiện/).waitFor();
  await page.getByText('Chữ ký của mốc đúng').waitFor();
  const kept = await download(page, () => page.getByRole('button', { name: 'Tải mốc đã ký' }).click());
  expect(parseAuditHead(kept)).not.toBeNull();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByLabel('Người thực hiện').fill('hoa');
  await page.getByLabel('Việc', { exact: true }).selectOption({ label: 'Trích xuất thẳng một đoạn hình' });
  await page.getByLabel('Từ lúc').fill('15/02/2026 14:45');
  await page.getByLabel('Đến lúc').fill('15/02/2026 15:30');
  await page.getByRole('button', { name: 'Lọc', exact: true }).click();
  await expect.poll(() => rows(page).count()).toBe(15);
  const { search } = new URL(page.url());
  expect(search).toContain('who=hoa');
  const file = await download(page, () => page.getByRole('link', { name: 'Xuất kèm chứng minh' }).click());
  expect(auditExportSchema.parse(JSON.parse(file)).entries).toHaveLength(15);
  await page.getByLabel('Từ lúc').fill('hôm nào đó');
  expect(await page.getByRole('button', { name: 'Lọc', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Bỏ lọc' }).click();
  await page.waitForURL(people.addressOf('/log'));

  await page.getByText('Nhật ký có bị sửa không?').click();
  const hold = async (text: string): Promise<void> => {
    await page.getByLabel('Mốc đã giữ', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'So với mốc đã giữ' }).click();
  };
  await hold(kept);
  await page.getByText('Khớp: từ lúc giữ mốc').waitFor();
  await hold('không phải mốc');
  await page.getByText('Đây không phải là mốc đã ký').waitFor();
  await hold(JSON.stringify({ ...parseAuditHead(kept), signedAt: 7 }));
  await page.getByText('Chữ ký của mốc đã giữ không đúng').waitFor();

  alter(site, "UPDATE audit_entry SET actor = 'khac' WHERE seq = 60");
  await page.goto(people.addressOf('/log?who=khac'));
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.getByText('Nhật ký có bị sửa không?').click();
  await page.getByRole('button', { name: 'Kiểm tra các mục đang hiện' }).click();
  await page.getByText('KHÔNG KHỚP: các mục 60').waitFor();
  expect(await page.locator('tr[data-wrong="true"]').count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('on a phone, in English; an answer without entries', {
  timeout: 120_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  await fillLog(people.site);
  const { page } = await openPage(context, people.addressOf('/log'), { width: 390, height: 844 });
  await rows(page).getByText('Trích xuất thẳng').first().waitFor();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await rows(page).getByText('Exported a span of footage').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.goto(people.addressOf('/log?who=nobody.here'));
  await page.getByText('There is no such entry').waitFor();
  await page.getByText('The log is narrowed down').click();
  expect(await page.getByLabel('Who').inputValue()).toBe('nobody.here');
  expect(await axeFindings(page)).toEqual([]);
});
