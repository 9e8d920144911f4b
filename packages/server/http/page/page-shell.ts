/** What every page has: the head with its one style, and the headers that let a browser do nothing but show it. */
import { createHash } from 'node:crypto';
import type { PageLanguage } from '@matlang/contract';
import { escapeHtml } from './html-text.ts';
import { PAGE_STYLE } from './page-style.ts';

/** `title` is text and escaped here, `body` is not. */
export interface PageParts {
  readonly language: PageLanguage;
  readonly title: string;
  /** HTML; whoever made it has escaped what came from outside. */
  readonly body: string;
  /** Asked for again by itself after so long; never where left out. */
  readonly refreshSeconds?: number;
}

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');

/** Stricter than other answers: no script, no picture, no form, and no style but the one that has this hash. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** The whole document. */
export function htmlPage({ language, title, body, refreshSeconds }: PageParts): string {
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
