/**
 * The page at `/trust`, for phones and PCs that do not trust the site yet, and the sheet of A4 that it prints as. Anybody may read it, over
 * HTTP too: it says nothing of the site but its name.
 */
import { type Bilingual, fillText, type PageLanguage, ROUTES } from '@matlang/contract';
import { escapeHtml } from '../page/html-text.ts';
import { headersFor, htmlPage } from '../page/page-shell.ts';
import { PAGE_STYLE } from '../page/page-style.ts';
import { qrCode } from './qr-code.ts';
import { TRUST_STEPS, TRUST_TEXTS, type TrustSteps } from './trust-texts.ts';

/** What the page shows. */
export interface TrustFacts {
  readonly language: PageLanguage;
  readonly siteName: string;
  /** Null: the site has no authority of its own. */
  readonly fingerprint: string | null;
  /** Of this page, by HTTP from the network; null: nobody comes from there. */
  readonly trustUrl: string | null;
  /** Of the site; null: as before. */
  readonly siteUrl: string | null;
}

const STYLE = `${PAGE_STYLE}
.sheet { max-width: 60rem; margin: 0 auto; }
.way { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: center; margin: 1rem 0; }
.qr { width: 11rem; height: 11rem; flex: none; border-radius: .4rem; }
.url { font-size: 1.25rem; font-weight: 700; overflow-wrap: anywhere; }
.get { display: inline-block; padding: .8rem 1.1rem; border-radius: .4rem; background: #007945; color: #fff; font-weight: 700; text-decoration: none; }
.print { font: 700 1.15rem/1.6 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: .03em; }
.steps { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
.steps section { background: #fff; border-radius: .4rem; padding: .5rem 1rem 1rem; }
.steps h2 { margin: .4rem 0; }
.steps ol { margin: 0; padding-left: 1.3rem; }
.steps li { margin: .35rem 0; }
@media (prefers-color-scheme: dark) { .steps section { background: #1f2429; } .get { color: #fff; } }
@media print {
  @page { size: A4; margin: 11mm 14mm; }
  :root { color-scheme: light; color: #000; background: #fff; font-size: 9.5pt; line-height: 1.3; }
  body { padding: 0; }
  nav, .screen { display: none; }
  h1 { font-size: 19pt; }
  h2 { margin: 3mm 0 1mm; }
  p, .steps li { margin: .5mm 0; }
  a, .detail { color: #000; text-decoration: none; }
  code, .steps section, .notice { color: #000; background: none; border: 1px solid #888; }
  .notice { padding: 1.5mm 3mm; margin: 2mm 0; }
  .way { margin: 2mm 0; }
  .qr { width: 40mm; height: 40mm; }
  .url { font-size: 15pt; }
  .print { font-size: 11pt; line-height: 1.35; }
  .steps { grid-template-columns: 1fr; gap: 2mm; }
  .steps section { padding: 0 4mm 1mm; break-inside: avoid; }
  .steps h2 { margin: 1mm 0; font-size: 11pt; }
}
`;

/** As the headers of every page, with this one's style. */
export const TRUST_HEADERS = headersFor(STYLE);

/** The whole document. */
export function trustPage(facts: TrustFacts): string {
  const { language, siteName, fingerprint } = facts;
  const t = (text: Bilingual, values: Readonly<Record<string, string>> = {}): string =>
    escapeHtml(fillText(text, values)[language]);
  const other = language === 'vi' ? 'en' : 'vi';
  const title = t(TRUST_TEXTS.title, { site: siteName });
  const body = `<div class="sheet">
<header>
<nav><span class="product">Mắt Làng</span><a class="language" lang="${other}" hreflang="${other}" href="${ROUTES.getTrustPage.path}?lang=${other}">${t(TRUST_TEXTS.otherLanguage)}</a></nav>
<h1>${title}</h1>
</header>
<main>
${fingerprint === null ? `<p class="notice">${t(TRUST_TEXTS.missing)}</p>` : instructions({ ...facts, fingerprint }, t)}
</main>
</div>`;
  return htmlPage({
    language,
    title: fillText(TRUST_TEXTS.title, { site: siteName })[language],
    body,
    style: STYLE,
  });
}

function instructions(
  { fingerprint, trustUrl, siteUrl }: TrustFacts & { readonly fingerprint: string },
  t: (text: Bilingual, values?: Readonly<Record<string, string>>) => string,
): string {
  const way =
    trustUrl === null
      ? ''
      : `<div class="way">${qrCode(trustUrl, t(TRUST_TEXTS.qr, { url: trustUrl }))}
<div><p>${t(TRUST_TEXTS.scan)}</p><p class="url">${escapeHtml(trustUrl)}</p></div></div>`;
  const after =
    siteUrl === null
      ? ''
      : `<p>${t(TRUST_TEXTS.after)} <a class="url" href="${escapeHtml(siteUrl)}">${escapeHtml(siteUrl)}</a></p>`;
  return `<p>${t(TRUST_TEXTS.what)}</p>
${way}
<p class="screen"><a class="get" href="${ROUTES.getTrustCertificate.path}" download>${t(TRUST_TEXTS.download)}</a></p>
<h2>${t(TRUST_TEXTS.fingerprint)}</h2>
<code class="print">${escapeHtml(fingerprint)}</code>
<p class="notice warn">${t(TRUST_TEXTS.compare)}</p>
<div class="steps">
${TRUST_STEPS.map((steps) => section(steps, t)).join('\n')}
</div>
${after}
<p>${t(TRUST_TEXTS.limit)}</p>
<p class="screen detail">${t(TRUST_TEXTS.print)}</p>`;
}

const section = ({ title, steps }: TrustSteps, t: (text: Bilingual) => string): string => `<section>
<h2>${t(title)}</h2>
<ol>
${steps.map((step) => `<li>${t(step)}</li>`).join('\n')}
</ol>
</section>`;
