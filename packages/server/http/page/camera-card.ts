/** One camera on the first page: its word, since when, each stream, and for a dark one which step failed and what to try. */
import type { StreamKind, StreamStatus } from '@matlang/contract';
import type { CameraStatus, Standing } from './camera-standing.ts';
import { bothTexts, escapeHtml } from './html-text.ts';
import { durationText, shortTimeText } from './vietnam-time.ts';

const STREAM_NAMES: Readonly<Record<StreamKind, string>> = {
  main: 'Luồng chính',
  sub: 'Luồng phụ',
  audio: 'Âm thanh',
};

/** An entry of a list. */
export function cameraCard(camera: CameraStatus, standing: Standing, nowUnixMs: number): string {
  const { word, tone, sinceUnixMs } = standing;
  const since =
    sinceUnixMs === null
      ? ''
      : `<p class="when">Từ ${shortTimeText(sinceUnixMs, nowUnixMs)} (${durationText(nowUnixMs - sinceUnixMs)})</p>`;
  const streams = camera.enabled ? camera.streams : [];
  return `<li class="card ${tone}">
<h3>${escapeHtml(camera.name)}</h3>
<span class="state">${escapeHtml(word.vi)}</span> <span class="en" lang="en">${escapeHtml(word.en)}</span>
${since}
${failureTexts(streams, nowUnixMs)}
${streams.length === 0 ? '' : `<dl>${streams.map(streamRow).join('')}</dl>`}
</li>`;
}

/** What failed, said once where streams fail alike. */
function failureTexts(streams: readonly StreamStatus[], nowUnixMs: number): string {
  const failed = streams.filter(({ failure }) => failure !== null);
  const unlike = failed.filter(
    ({ message }, index) => failed.findIndex((other) => other.message.vi === message.vi) === index,
  );
  return unlike.map((stream) => failureText(stream, nowUnixMs)).join('\n');
}

function failureText({ message, failure }: StreamStatus, nowUnixMs: number): string {
  if (failure === null) return '';
  const detail = [failure.statusCode === null ? null : `RTSP ${failure.statusCode}`, failure.detail]
    .filter((part) => part !== null)
    .join(', ');
  return `<p>${bothTexts(message)}${detail === '' ? '' : ` <span class="en">[${escapeHtml(detail)}]</span>`}</p>
<p class="try">Hãy thử: ${bothTexts(failure.tryThis)}</p>
<p class="when">Đã thử ${failure.attempts} lần; lần tới lúc ${shortTimeText(failure.nextTryAt, nowUnixMs)}.</p>`;
}

function streamRow(stream: StreamStatus): string {
  const { state, message, measured } = stream;
  const name = `<dt>${STREAM_NAMES[stream.stream]}</dt>`;
  if (state === 'failed') return `${name}<dd>mất tín hiệu</dd>`;
  if (state !== 'receiving' || measured === null) return `${name}<dd>${escapeHtml(message.vi)}</dd>`;
  return `${name}<dd>${escapeHtml(measuredText(stream.stream, measured))}</dd>`;
}

function measuredText(kind: StreamKind, measured: NonNullable<StreamStatus['measured']>): string {
  const { widthPixels, heightPixels, codec, framesPerSecond, bitsPerSecond } = measured;
  const size = widthPixels === null || heightPixels === null ? null : `${widthPixels}×${heightPixels}`;
  const rate = kind === 'audio' ? null : `${decimal(framesPerSecond, 1)}\u00a0hình/giây`;
  return [codecText(codec), size, rate, `${decimal(bitsPerSecond / 1e6, 2)}\u00a0Mbit/s`]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `h264` is written H.264. */
function codecText(codec: string | null): string | null {
  return codec === null ? null : codec.toUpperCase().replace(/^H26/, 'H.26');
}

/** With the comma that Vietnamese writes. */
function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', ',');
}
