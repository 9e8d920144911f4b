/** One volume on the status page: its state, how much room is left, how far back its footage goes. */
import { VOLUME_STATE_TEXTS, VOLUME_TRY_TEXTS, type VolumeStatus } from '@matlang/contract';
import type { Tone } from './camera-standing.ts';
import { escapeHtml } from './html-text.ts';
import { bytesText } from './page-number.ts';
import type { PageSpeech } from './page-texts.ts';
import { fullTimeText } from './vietnam-time.ts';

/** Red unless it records; not knowing is no fault of the disk. */
export function volumeTone({ state }: VolumeStatus): Tone {
  if (state === 'recording') return 'good';
  return state === 'unknown' ? 'warn' : 'bad';
}

/** Whether pictures have anywhere to go; a slow disk still takes them, and one that has not told may. */
export function canRecordOn(volumes: readonly VolumeStatus[]): boolean {
  return volumes.some(({ state }) => state !== 'full' && state !== 'read-only' && state !== 'failed');
}

/** An entry of a list. */
export function volumeCard(volume: VolumeStatus, speech: PageSpeech): string {
  const { t, say } = speech;
  const tryText = VOLUME_TRY_TEXTS[volume.state];
  const detail = volume.detail === null ? '' : `<p class="detail">${escapeHtml(volume.detail)}</p>`;
  return `<li class="card ${volumeTone(volume)}">
<h3>${escapeHtml(volume.path)}</h3>
<span class="state">${escapeHtml(say(VOLUME_STATE_TEXTS[volume.state]))}</span>
${detail}
${tryText === undefined ? '' : `<p class="try">${escapeHtml(t('tryThis', { what: say(tryText) }))}</p>`}
${roomText(volume, speech)}
</li>`;
}

function roomText(
  { totalBytes, freeBytes, archiveBytes, heldBytes, oldestAt }: VolumeStatus,
  { language, t }: PageSpeech,
): string {
  // A volume that can't be reached reports zeros: no room that anybody should read.
  if (totalBytes === null || freeBytes === null || totalBytes === 0) return '';
  const used = totalBytes - freeBytes;
  const size = (bytes: number): string => bytesText(bytes, language);
  const row = (name: string, value: string): string => `<dt>${name}</dt><dd>${value}</dd>`;
  const rows = [
    row(t('room'), t('roomOf', { free: size(freeBytes), total: size(totalBytes) })),
    row(t('footage'), size(archiveBytes ?? 0)),
    ...((heldBytes ?? 0) === 0 ? [] : [row(t('held'), size(heldBytes ?? 0))]),
    ...(oldestAt === null ? [] : [row(t('oldest'), fullTimeText(oldestAt, language))]),
  ];
  const label = t('used', { percent: Math.round((100 * used) / totalBytes) });
  return `<meter min="0" max="${totalBytes}" value="${used}" aria-label="${label}"></meter>
<dl>${rows.join('')}</dl>`;
}
