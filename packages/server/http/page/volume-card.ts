/** One volume on the first page: its state, how much room is left, how far back its footage goes. */
import { VOLUME_STATE_TEXTS, VOLUME_TRY_TEXTS, type VolumeStatus } from '@matlang/contract';
import type { Tone } from './camera-standing.ts';
import { bothTexts, escapeHtml } from './html-text.ts';
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
export function volumeCard(volume: VolumeStatus): string {
  const word = VOLUME_STATE_TEXTS[volume.state];
  const tryText = VOLUME_TRY_TEXTS[volume.state];
  const detail = volume.detail === null ? '' : `<p class="en" lang="en">${escapeHtml(volume.detail)}</p>`;
  return `<li class="card ${volumeTone(volume)}">
<h3>${escapeHtml(volume.path)}</h3>
<span class="state">${escapeHtml(word.vi)}</span> <span class="en" lang="en">${escapeHtml(word.en)}</span>
${detail}
${tryText === undefined ? '' : `<p class="try">Hãy thử: ${bothTexts(tryText)}</p>`}
${roomText(volume)}
</li>`;
}

function roomText({ totalBytes, freeBytes, archiveBytes, heldBytes, oldestAt }: VolumeStatus): string {
  // A volume that can't be reached reports zeros: no room that anybody should read.
  if (totalBytes === null || freeBytes === null || totalBytes === 0) return '';
  const used = totalBytes - freeBytes;
  const rows = [
    `<dt>Còn trống</dt><dd>${bytesText(freeBytes)} trên ${bytesText(totalBytes)}</dd>`,
    `<dt>Dữ liệu ghi hình</dt><dd>${bytesText(archiveBytes ?? 0)}</dd>`,
    ...((heldBytes ?? 0) === 0 ? [] : [`<dt>Khoá không xoá</dt><dd>${bytesText(heldBytes ?? 0)}</dd>`]),
    ...(oldestAt === null ? [] : [`<dt>Có từ</dt><dd>${fullTimeText(oldestAt)}</dd>`]),
  ];
  return `<meter min="0" max="${totalBytes}" value="${used}" aria-label="Đã dùng ${Math.round((100 * used) / totalBytes)} %"></meter>
<dl>${rows.join('')}</dl>`;
}

/** Decimal units, as disks are sold; figure and unit stay on one line. */
export function bytesText(bytes: number): string {
  const units = ['byte', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace('.', ',')}\u00a0${units[unit] ?? ''}`;
}
