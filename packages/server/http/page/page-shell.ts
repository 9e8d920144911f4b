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
  /** The one that every page has where it is left out; its headers must be those of this style. */
  readonly style?: string;
}

/** Stricter than other answers: no script, no picture, no form, and no style but this one, by its hash. */
export const headersFor = (style: string) =>
  ({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  }) as const;

/** Of a page with the style that every page has. */
export const PAGE_HEADERS = headersFor(PAGE_STYLE);

/** The whole document. */
export function htmlPage({ language, title, body, refreshSeconds, style = PAGE_STYLE }: PageParts): string {
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
