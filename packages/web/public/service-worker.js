/**
 * Answers for the server while it is away: a page that says so and tries again, instead of the browser's own. It keeps nothing
 * else: pictures and answers come from the server or not at all.
 */
const AWAY = `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Mắt Làng</title>
<style>
  body { margin: 0; min-height: 100dvh; display: grid; place-content: center; gap: .5rem; padding: 1rem;
    background: #101418; color: #f1f3f5; font: 1.25rem/1.5 system-ui, sans-serif; text-align: center; }
  p { margin: 0; }
  [lang=en] { color: #adb5bd; font-size: 1rem; }
</style>
<p>Không liên lạc được với máy chủ. Trang tự thử lại mỗi 3 giây.</p>
<p lang="en">The server cannot be reached. This page tries again every 3 seconds.</p>
</html>`;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(
    fetch(event.request).catch(
      () => new Response(AWAY, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } }),
    ),
  );
});
