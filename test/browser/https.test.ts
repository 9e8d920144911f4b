/** The site on a network by HTTPS, in a real browser that believes its certificate: signing in, live pictures, recorded ones; and the pages about it. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FinishingContext,
  freePort,
  type SkippingContext,
  temporaryDirectory,
  until,
} from '@matlang/testkit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startRecording } from '../e2e/recording.ts';
import { ask, startServer } from '../e2e/site-server.ts';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { openBrowser, openPage } from './browser.ts';
import { axeFindings, openPeopleSite, PASSWORD, setUpAdministrator, signIn } from './people-site.ts';

/** Stands for the machine's address on its network. */
const ADDRESS = '127.0.0.2';
const PATIENCE = { timeout: 30_000 };
const SIZES = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
] as const;

/** A browser on which the site's certificate was installed, as far as it can tell. */
async function openTrusting(
  context: FinishingContext & SkippingContext,
  data: string,
  url: string,
): Promise<Page> {
  const { publicKey } = new X509Certificate(readFileSync(join(data, 'keys', 'server.pem')));
  const key = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  const browser = await openBrowser(context, [`--ignore-certificate-errors-spki-list=${key}`]);
  const page = await browser.newPage({ locale: 'vi-VN' });
  await page.goto(url);
  return page;
}

test('by HTTPS from the network: sign in, live pictures, recorded ones; in clear one is led there', {
  timeout: 180_000,
}, async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  const port = await freePort(ADDRESS);
  const args = ['--listen', `${ADDRESS}:${port}`, '--https'];
  const server = await startServer(context, data, 0, args);
  await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource());
  const added = { name: 'Cổng chợ', main: { url: camera.url }, record: 'main' };
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, added);
  const ready = server.process.lines.find((line) => line.includes('"ready":true')) ?? '{}';
  const { setUpCode } = JSON.parse(ready) as { setUpCode: string };
  await ask(`${server.url}setup`, {
    code: setUpCode,
    userName: 'lan',
    name: 'Nguyễn Thị Lan',
    password: PASSWORD,
  });
  const site = `https://${ADDRESS}:${port}`;
  await server.process.waitForLine(new RegExp(`"urls":\\["${site}/"\\]`), 20_000);

  const page = await openTrusting(context, data, `http://${ADDRESS}:${new URL(server.url).port}/live`);
  await page.waitForURL(`${site}/sign-in?to=**`, PATIENCE);
  await signIn(page, 'lan', PASSWORD);
  await page.waitForURL(`${site}/live`, PATIENCE);
  await page.waitForSelector('[data-state="live"]', PATIENCE);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, secure, httpOnly }) => `${name} ${secure} ${httpOnly}`)).toEqual(
    expect.arrayContaining(['__Host-matlang-session true true']),
  );
  // No certificate was waved through: the browser's own words for what it sees.
  expect(await page.evaluate('isSecureContext && location.protocol')).toBe('https:');

  await page.goto(`${site}/review`);
  await page.getByText('Cổng chợ').first().waitFor(PATIENCE);
  const play = await page.evaluate<{ readonly status: number }>(`(async () => {
    const opened = await fetch('/api/v1/purposes', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'inspection' }),
    });
    const purpose = (await opened.json()).id;
    for (let tries = 0; tries < 100; tries += 1) {
      const to = Date.now();
      const answer = await fetch('/api/v1/cameras/${id}/play?from=' + (to - 60000) + '&to=' + to + '&purpose=' + purpose);
      const { byteLength } = await answer.arrayBuffer();
      if (answer.ok && byteLength > 10000) return { status: answer.status, byteLength };
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return { status: 0, byteLength: 0 };
  })()`);
  expect(play.status).toBe(200);
});

test('an administrator opens the site on the page Settings; the page for phones, and its sheet of paper', {
  timeout: 180_000,
}, async (context) => {
  const people = await openPeopleSite(context);
  const { site } = people;
  await site.network.start(site.app.server, Number(new URL(people.addressOf('/')).port));
  const { page, complaints } = await openPage(context, people.addressOf('/set-up'));
  await setUpAdministrator(page, people);
  await page.getByRole('button', { name: 'Tôi đã cất mã khôi phục' }).click();
  await page.waitForURL('**/live');
  await page.getByLabel('Tài khoản của Nguyễn Thị Lan').click();
  await page.getByRole('link', { name: 'Cài đặt' }).click();
  await page.getByText('Hệ thống chỉ mở trên máy này').waitFor();
  const port = await freePort(ADDRESS);
  await page.getByRole('radio', { name: /tự lập/ }).check();
  await page.getByLabel('Tên hoặc địa chỉ để mở trang').fill('http://sai');
  await page.getByLabel('Nhận kết nối ở địa chỉ').fill(ADDRESS);
  await page.getByLabel('Cổng', { exact: true }).fill(String(port));
  await page.getByRole('button', { name: 'Lưu và áp dụng ngay' }).click();
  await page.getByRole('alert').getByText('phải là tên máy').waitFor();
  await page.getByLabel('Tên hoặc địa chỉ để mở trang').fill('camera.lan');
  await page.getByRole('button', { name: 'Lưu và áp dụng ngay' }).click();
  await page.getByText('Đã lưu và áp dụng.').waitFor();
  await page.getByRole('link', { name: `https://camera.lan:${port}/` }).waitFor();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0);
  }
  expect(await axeFindings(page)).toEqual([]);
  await until('the network is open', () => site.network.trustUrl !== null);

  await page.goto(people.addressOf('/trust'));
  await page.getByRole('img', { name: `Mã QR của địa chỉ ${site.network.trustUrl ?? ''}` }).waitFor();
  expect(await page.getByText(site.network.trusted().fingerprint).isVisible()).toBe(true);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  }
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Windows' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Get the certificate' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('matlang.crt');
  const file = readFileSync(await download.path());
  expect(new X509Certificate(file).ca).toBe(true);
  // One sheet of A4, in either language.
  for (const lang of ['vi', 'en']) {
    await page.goto(people.addressOf(`/trust?lang=${lang}`));
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g), lang).toHaveLength(1);
  }
  expect(complaints).toEqual([]);
});
