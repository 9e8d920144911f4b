/** What a browser gets instead of the JSON of an error: the same sentences, and a way back. */
import type { ErrorAnswer, ExportPartListing } from '@matlang/contract';
import { bothTexts, escapeHtml } from './html-text.ts';
import { htmlPage } from './page-shell.ts';
import { fullTimeText } from './vietnam-time.ts';
import { bytesText } from './volume-card.ts';

/** The whole document. */
export function errorPage(status: number, { error }: ErrorAnswer): string {
  // Under another host's name the way back leads nowhere: the sentence says which name to use.
  const back =
    error.code === 'host-refused'
      ? ''
      : '<p><a href="/">Về trang đầu</a> <span class="en" lang="en">To the first page</span></p>';
  const title = status === 404 ? 'Không tìm thấy' : 'Không thực hiện được';
  const body = `<main>
<h1>${title}</h1>
<div class="notice bad"><p>${bothTexts(error.message)}</p></div>
${partList(error.parts ?? [])}
${back}
</main>
<footer><p class="en">${status} ${escapeHtml(error.code)}${error.field === undefined ? '' : ` · ${escapeHtml(error.field)}`}</p></footer>`;
  return htmlPage({ title, body });
}

/** With `several-parts`: each can be fetched from here. */
function partList(parts: readonly ExportPartListing[]): string {
  if (parts.length === 0) return '';
  const entries = parts.map(
    ({ from, to, fileName, sizeBytes, url }) =>
      `<li><a href="${escapeHtml(url)}">${escapeHtml(fileName)}</a>: ${fullTimeText(from)} – ${fullTimeText(to)}, ${bytesText(sizeBytes)}</li>`,
  );
  return `<ol>
${entries.join('\n')}
</ol>`;
}
