/** Texts on their way into a page. */
import type { Bilingual } from '@matlang/contract';

/** Text from outside, harmless in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The Vietnamese sentence, the English one small beneath it. */
export function bothTexts(text: Bilingual): string {
  return `${escapeHtml(text.vi)} <span class="en" lang="en">${escapeHtml(text.en)}</span>`;
}
