/**
 * The plain page at `/status`, and at `/` where the application is not built: what an officer must see first. Dark cameras, why and what to
 * try; disks; and of which moment all this is. One language at a time. No script: the page asks for itself again.
 */
import { firstCameraCommand, type PageLanguage, type StatusAnswer } from '@matlang/contract';
import { cameraCard } from './camera-card.ts';
import { inOrderOfNeed, standingOf, type Tone } from './camera-standing.ts';
import { escapeHtml } from './html-text.ts';
import { htmlPage } from './page-shell.ts';
import { type PageSpeech, pageSpeech } from './page-texts.ts';
import { fullTimeText } from './vietnam-time.ts';
import { canRecordOn, volumeCard, volumeTone } from './volume-card.ts';

const REFRESH_SECONDS = 15;
const PROBE_COMMAND = 'npx matlang camera probe rtsp://192.168.1.64/Streaming/Channels/101';

/** How the page is wanted. */
export interface FirstPageOptions {
  readonly language: PageLanguage;
  /** False: it is not built, and links to it would lead nowhere. */
  readonly hasApplication: boolean;
}

/** The whole document. Every text from outside is escaped. */
export function firstPage(status: StatusAnswer, { language, hasApplication }: FirstPageOptions): string {
  const speech = pageSpeech(language);
  const { t, say } = speech;
  const time = `<time datetime="${new Date(status.now).toISOString()}">${fullTimeText(status.now, language)}</time>`;
  const body = `<header>
${navigation(hasApplication, speech)}
<h1>${escapeHtml(status.site.name)}</h1>
<p class="when">${t('asOf', { time })} ${t('refresh', { seconds: REFRESH_SECONDS })}</p>
</header>
<main>
${summary(status, speech)}
${alarms(status, speech)}
<div class="beside">
<section>
<h2>${t('cameras')}</h2>
${status.cameras.length === 0 ? emptyText(status, speech) : cameraList(status, speech)}
</section>
<section>
<h2>${t('volumes')}</h2>
<ul class="cards">
${status.volumes.map((volume) => volumeCard(volume, speech)).join('\n')}
</ul>
</section>
</div>
</main>
<footer>
<p>${escapeHtml(say(status.access))}</p>
<p>${t('product')} ${escapeHtml(status.version)} · ${t('forPrograms')} <a href="/api/v1/status">${t('statusJson')}</a> <a href="/api/v1/openapi.json">OpenAPI</a> <a href="/metrics">Prometheus</a></p>
</footer>`;
  return htmlPage({
    language,
    title: `${titleOf(status)} · ${t('status')}`,
    body,
    refreshSeconds: REFRESH_SECONDS,
  });
}

/** The way to the application, and to the other language. */
function navigation(hasApplication: boolean, { language, t }: PageSpeech): string {
  const other = language === 'vi' ? 'en' : 'vi';
  const pages = `<a class="open" href="/live">${t('open')}</a> <a href="/review">${t('review')}</a>`;
  return `<nav aria-label="${t('pages')}">${hasApplication ? pages : ''}
<a class="language" lang="${other}" hreflang="${other}" href="/status?lang=${other}">${t('otherLanguage')}</a></nav>`;
}

/** A browser's tab shows how many are dark. */
function titleOf(status: StatusAnswer): string {
  const bad = countTone(status, 'bad');
  return bad === 0 ? status.site.name : `(${bad}) ${status.site.name}`;
}

function countTone({ cameras, volumes }: StatusAnswer, wanted: Tone): number {
  const canRecord = canRecordOn(volumes);
  return cameras.filter((camera) => standingOf(camera, canRecord).tone === wanted).length;
}

function summary(status: StatusAnswer, { t }: PageSpeech): string {
  const { cameras } = status;
  if (cameras.length === 0) return '';
  const [bad = 0, warn = 0, good = 0] = (['bad', 'warn', 'good'] as const).map((tone) =>
    countTone(status, tone),
  );
  const parts = [
    ...(bad === 0 ? [] : [`<span class="bad">${t('sumBad', { count: bad })}</span>`]),
    ...(warn === 0 ? [] : [t('sumWarn', { count: warn })]),
    t('sumGood', { good, count: cameras.length }),
  ];
  return `<p class="sum">${parts.join(' · ')}</p>`;
}

/** What concerns more than one camera; a site that works has none. */
function alarms({ processes, volumes }: StatusAnswer, { t, say }: PageSpeech): string {
  const { recorder } = processes;
  const badVolumes = volumes.filter((volume) => volumeTone(volume) === 'bad');
  const problem = recorder.configurationProblem;
  const sentences = [
    ...(recorder.state === 'running' ? [] : [escapeHtml(say(recorder.message))]),
    ...(problem === null ? [] : [`${t('configuration')} <span class="detail">${escapeHtml(problem)}</span>`]),
    ...(volumes.length === 0 ? [t('noVolume')] : []),
    ...badVolumes.map(({ path }) => escapeHtml(t('badVolume', { path }))),
  ];
  return sentences.map((html) => `<p class="notice bad"><strong>${html}</strong></p>`).join('\n');
}

function cameraList({ cameras, volumes, now }: StatusAnswer, speech: PageSpeech): string {
  const canRecord = canRecordOn(volumes);
  return `<ul class="cards">
${inOrderOfNeed(cameras, canRecord)
  .map((camera) => cameraCard(camera, standingOf(camera, canRecord), now, speech))
  .join('\n')}
</ul>`;
}

function emptyText({ site }: StatusAnswer, { t, say }: PageSpeech): string {
  return `<div class="notice">
<p>${t('emptyDo')}</p>
<code>${escapeHtml(say(firstCameraCommand(site.dataDirectory ?? null)))}</code>
<p>${t('emptyAddress')}</p>
<code>${PROBE_COMMAND}</code>
</div>`;
}
