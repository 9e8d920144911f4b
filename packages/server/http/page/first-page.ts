/** The plain page at `/` until the web application is there: what this is, which cameras, how they are. No script. */
import type { Bilingual, StatusAnswer } from '@matlang/contract';

/** The whole document. Every text from outside is escaped. */
export function firstPage(status: StatusAnswer): string {
  const { recorder } = status.processes;
  return `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(status.site.name)}</title></head>
<body>
<h1>${escape(status.site.name)}</h1>
<p>Mắt Làng ghi hình các camera an ninh của xã, phường và giữ lại để xem khi có việc.<br>
<span lang="en">Mắt Làng records the security cameras of a commune and keeps what they saw.</span></p>
<p><strong>${both(status.access)}</strong></p>
<p>Bộ ghi hình · <span lang="en">Recorder</span>: ${both(recorder.message)}</p>
<h2>Mắt camera · <span lang="en">Cameras</span></h2>
${status.cameras.length === 0 ? emptyText() : cameraTable(status)}
<p><a href="/api/v1/openapi.json">API (OpenAPI)</a> · <a href="/api/v1/status">Trạng thái (JSON) · Status</a> · <a href="/metrics">Prometheus</a></p>
</body>
</html>
`;
}

function emptyText(): string {
  return `<p>Chưa có mắt camera nào. Thêm bằng <code>npx matlang camera add</code>.<br>
<span lang="en">There is no camera yet. Add one with <code>npx matlang camera add</code>.</span></p>`;
}

function cameraTable(status: StatusAnswer): string {
  const rows = status.cameras.flatMap((camera) =>
    camera.streams.map(
      ({ stream, message, failure }) =>
        `<tr><td>${escape(camera.name)}</td><td>${escape(stream)}</td><td>${both(message)}${failure === null ? '' : `<br>${both(failure.tryThis)}`}</td></tr>`,
    ),
  );
  return `<table>
<thead><tr><th>Tên</th><th>Luồng</th><th>Trạng thái</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function both(text: Bilingual): string {
  return `${escape(text.vi)}<br><span lang="en">${escape(text.en)}</span>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
