/** What the server is started with. */

/** Tried first, then the next ones, unless a port is asked for. */
export const DEFAULT_PORT = 8080;
/** How many ports after DEFAULT_PORT are tried. */
export const PORT_TRIES = 20;

/** Why nobody but this machine reaches the server yet. */
export const LOOPBACK_REASON = {
  vi: 'Hiện chưa có tài khoản người dùng nên hệ thống chỉ mở trên máy này (127.0.0.1). Ai dùng máy này đều xem và sửa được mọi thứ.',
  en: 'There are no user accounts yet, so the site is open on this machine only (127.0.0.1). Whoever uses this machine sees and changes everything.',
} as const;
