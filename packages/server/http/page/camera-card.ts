/** One camera on the status page: its word, since when, each stream, and for a dark one which step failed and what to try. */
import type { StreamKind, StreamStatus } from '@matlang/contract';
import type { CameraStatus, Standing } from './camera-standing.ts';
import { escapeHtml } from './html-text.ts';
import { decimalText } from './page-number.ts';
import type { PageSpeech } from './page-texts.ts';
import { durationText, shortTimeText } from './vietnam-time.ts';

/** An entry of a list. */
export function cameraCard(
  camera: CameraStatus,
  standing: Standing,
  nowUnixMs: number,
  speech: PageSpeech,
): string {
  const { language, t, say } = speech;
  const { word, tone, sinceUnixMs } = standing;
  const since =
    sinceUnixMs === null
      ? ''
      : `<p class="when">${t('since', {
          time: shortTimeText(sinceUnixMs, nowUnixMs, language),
          length: durationText(nowUnixMs - sinceUnixMs, language),
        })}</p>`;
  const streams = camera.enabled ? camera.streams : [];
  return `<li class="card ${tone}">
<h3>${escapeHtml(camera.name)}</h3>
<span class="state">${escapeHtml(say(word))}</span>
${since}
${failureTexts(streams, nowUnixMs, speech)}
${streams.length === 0 ? '' : `<dl>${streams.map((stream) => streamRow(stream, speech)).join('')}</dl>`}
</li>`;
}

/** What failed, said once where streams fail alike. */
function failureTexts(streams: readonly StreamStatus[], nowUnixMs: number, speech: PageSpeech): string {
  const failed = streams.filter(({ failure }) => failure !== null);
  const unlike = failed.filter(
    ({ message }, index) => failed.findIndex((other) => other.message.vi === message.vi) === index,
  );
  return unlike.map((stream) => failureText(stream, nowUnixMs, speech)).join('\n');
}

function failureText(
  { message, failure }: StreamStatus,
  nowUnixMs: number,
  { language, t, say }: PageSpeech,
): string {
  if (failure === null) return '';
  const detail = [failure.statusCode === null ? null : `RTSP ${failure.statusCode}`, failure.detail]
    .filter((part) => part !== null)
    .join(', ');
  const tried = t('tried', {
    attempts: failure.attempts,
    time: shortTimeText(failure.nextTryAt, nowUnixMs, language),
  });
  return `<p>${escapeHtml(say(message))}${detail === '' ? '' : ` <span class="detail">[${escapeHtml(detail)}]</span>`}</p>
<p class="try">${escapeHtml(t('tryThis', { what: say(failure.tryThis) }))}</p>
<p class="when">${tried}</p>`;
}

function streamRow(stream: StreamStatus, speech: PageSpeech): string {
  const { state, message, measured } = stream;
  const { t, say } = speech;
  const name = `<dt>${t(stream.stream)}</dt>`;
  if (state === 'failed') return `${name}<dd>${t('streamFailed')}</dd>`;
  if (state !== 'receiving' || measured === null) return `${name}<dd>${escapeHtml(say(message))}</dd>`;
  return `${name}<dd>${escapeHtml(measuredText(stream.stream, measured, speech))}</dd>`;
}

function measuredText(
  kind: StreamKind,
  measured: NonNullable<StreamStatus['measured']>,
  { language, t }: PageSpeech,
): string {
  const { widthPixels, heightPixels, codec, framesPerSecond, bitsPerSecond } = measured;
  const size = widthPixels === null || heightPixels === null ? null : `${widthPixels}×${heightPixels}`;
  const rate = kind === 'audio' ? null : t('frameRate', { rate: decimalText(framesPerSecond, 1, language) });
  return [codecText(codec), size, rate, `${decimalText(bitsPerSecond / 1e6, 2, language)}\u00a0Mbit/s`]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `h264` is written H.264. */
function codecText(codec: string | null): string | null {
  return codec === null ? null : codec.toUpperCase().replace(/^H26/, 'H.26');
}
