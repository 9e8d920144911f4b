/** What a browser gets instead of the JSON of an error: the same sentences, and a way back. */
import type { Bilingual, ErrorAnswer, ExportPartListing } from '@matlang/contract';
import { bothTexts, escapeHtml } from './html-text.ts';
import { bytesText } from './page-number.ts';
import { htmlPage } from './page-shell.ts';
import { fullTimeText } from './vietnam-time.ts';

/** What stands above the sentence and does not say it twice. */
const TITLES: Readonly<Record<number, Bilingual>> = {
  400: { vi: 'Yêu cầu chưa đúng', en: 'Something in the request is not right' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  410: { vi: 'Không còn nữa', en: 'Gone' },
  500: { vi: 'Máy chủ gặp lỗi', en: 'A fault of the server' },
  503: { vi: 'Lúc này chưa được', en: 'Not at the moment' },
};
const OTHER_TITLE: Bilingual = { vi: 'Không thực hiện được', en: 'Not carried out' };

/** Of an address that somebody typed: where the API is described is of no use to a person. */
const NO_PAGE: Bilingual = {
  vi: 'Không có trang nào ở địa chỉ này. Hãy kiểm tra lại địa chỉ hoặc về trang đầu.',
  en: 'There is no page at this address. Check the address, or go to the first page.',
};

/** The whole document. */
export function errorPage(status: number, { error }: ErrorAnswer): string {
  // Under another host's name the way back leads nowhere: the sentence says which name to use.
  const back =
    error.code === 'host-refused'
      ? ''
      : '<p><a class="back" href="/">Về trang đầu</a> <span class="en" lang="en">To the first page</span></p>';
  const title = TITLES[status] ?? OTHER_TITLE;
  const body = `<header><p class="product">Mắt Làng</p></header>
<main>
<h1>${bothTexts(title)}</h1>
<div class="notice bad"><p>${bothTexts(error.code === 'not-found' ? NO_PAGE : error.message)}</p></div>
${partList(error.parts ?? [])}
${back}
</main>
<footer><p class="en">${status} ${escapeHtml(error.code)}${error.field === undefined ? '' : ` · ${escapeHtml(error.field)}`}</p></footer>`;
  return htmlPage({ language: 'vi', title: `${title.vi} · Mắt Làng`, body });
}

/** With `several-parts`: each can be fetched from here. */
function partList(parts: readonly ExportPartListing[]): string {
  if (parts.length === 0) return '';
  const entries = parts.map(
    ({ from, to, fileName, sizeBytes, url }) =>
      `<li><a href="${escapeHtml(url)}">${escapeHtml(fileName)}</a>: ${fullTimeText(from, 'vi')} – ${fullTimeText(to, 'vi')}, ${bytesText(sizeBytes, 'vi')}</li>`,
  );
  return `<ol>
${entries.join('\n')}
</ol>`;
}
