/**
 * The plain page at `/status`, and at `/` where the application is not built: what an officer must see first. Dark cameras, why and what to
 * try; disks; and of which moment all this is. No script: the page asks for itself again.
 */
import type { StatusAnswer } from '@matlang/contract';
import { cameraCard } from './camera-card.ts';
import { inOrderOfNeed, standingOf, type Tone } from './camera-standing.ts';
import { bothTexts, escapeHtml } from './html-text.ts';
import { htmlPage } from './page-shell.ts';
import { fullTimeText } from './vietnam-time.ts';
import { canRecordOn, volumeCard, volumeTone } from './volume-card.ts';

const REFRESH_SECONDS = 15;

/** The whole document. Every text from outside is escaped. */
export function firstPage(status: StatusAnswer): string {
  const body = `<header>
<p><a href="/live">← Trực tiếp</a> · <a href="/review">Xem lại</a></p>
<h1>${escapeHtml(status.site.name)}</h1>
<p class="when">Tình trạng lúc <time datetime="${new Date(status.now).toISOString()}">${fullTimeText(status.now)}</time> (giờ Việt Nam, UTC+7). Trang tự làm mới mỗi ${REFRESH_SECONDS} giây. <span class="en" lang="en">As of then; asks again by itself.</span></p>
</header>
<main>
${summary(status)}
${alarms(status)}
<div class="beside">
<section>
<h2>Mắt camera <span class="en" lang="en">Cameras</span></h2>
${status.cameras.length === 0 ? emptyText() : cameraList(status)}
</section>
<section>
<h2>Ổ lưu trữ <span class="en" lang="en">Volumes</span></h2>
<ul class="cards">
${status.volumes.map(volumeCard).join('\n')}
</ul>
</section>
</div>
</main>
<footer>
<p>${bothTexts(status.access)}</p>
<p>Mắt Làng ${escapeHtml(status.version)} · <a href="/api/v1/status">Trạng thái (JSON)</a> · <a href="/api/v1/openapi.json">API (OpenAPI)</a> · <a href="/metrics">Prometheus</a></p>
</footer>`;
  return htmlPage({ title: titleOf(status), body, refreshSeconds: REFRESH_SECONDS });
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

function summary(status: StatusAnswer): string {
  const { cameras } = status;
  if (cameras.length === 0) return '';
  const [bad, warn, good] = (['bad', 'warn', 'good'] as const).map((tone) => countTone(status, tone));
  const parts = [
    ...(bad === 0 ? [] : [`<span class="bad">${bad} mất tín hiệu hoặc chưa ghi</span>`]),
    ...(warn === 0 ? [] : [`${warn} cần chú ý`]),
    `${good}/${cameras.length} mắt camera có hình đầy đủ`,
  ];
  return `<p class="sum">${parts.join(' · ')}</p>`;
}

/** What concerns more than one camera; a site that works has none. */
function alarms({ processes, volumes }: StatusAnswer): string {
  const { recorder } = processes;
  const badVolumes = volumes.filter((volume) => volumeTone(volume) === 'bad');
  return [
    ...(recorder.state === 'running' ? [] : [notice('bad', bothTexts(recorder.message))]),
    ...(recorder.configurationProblem === null
      ? []
      : [
          notice(
            'bad',
            `Phần mềm ghi hình không đọc được cấu hình mới và vẫn chạy theo cấu hình cũ. <span class="en" lang="en">${escapeHtml(recorder.configurationProblem)}</span>`,
          ),
        ]),
    ...(volumes.length === 0
      ? [
          notice(
            'bad',
            'Hệ thống chưa có ổ lưu trữ nào. <span class="en" lang="en">The site has no volume.</span>',
          ),
        ]
      : []),
    ...badVolumes.map(({ path }) =>
      notice(
        'bad',
        `Ổ lưu trữ ${escapeHtml(path)} không ghi được: xem phần “Ổ lưu trữ”. <span class="en" lang="en">A volume does not record: see “Volumes”.</span>`,
      ),
    ),
  ].join('\n');
}

function notice(tone: Tone, html: string): string {
  return `<p class="notice ${tone}"><strong>${html}</strong></p>`;
}

function cameraList({ cameras, volumes, now }: StatusAnswer): string {
  const canRecord = canRecordOn(volumes);
  return `<ul class="cards">
${inOrderOfNeed(cameras, canRecord)
  .map((camera) => cameraCard(camera, standingOf(camera, canRecord), now))
  .join('\n')}
</ul>`;
}

function emptyText(): string {
  return `<div class="notice">
<p>Chưa có mắt camera nào, nên chưa ghi gì. Ở máy này, mở cửa sổ dòng lệnh và thêm mắt camera đầu tiên:</p>
<code>npx matlang camera add --data THƯ-MỤC-HỆ-THỐNG --name "Cổng chợ" --main rtsp://192.168.1.64/Streaming/Channels/101 --username admin --password-file TỆP-MẬT-KHẨU</code>
<p>Chưa biết địa chỉ camera? Xem docs/cameras.vi.md theo hãng, rồi thử trước bằng <code>npx matlang camera probe rtsp://…</code></p>
<p class="en" lang="en">There is no camera yet, so nothing is recorded. Add the first one with the command above; docs/cameras.md has the addresses by brand, and “camera probe” tries one.</p>
</div>`;
}
