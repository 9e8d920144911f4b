/** What the server is started with. */

/** Tried first, then the next ones, unless a port is asked for. */
export const DEFAULT_PORT = 8080;
/** How many ports after DEFAULT_PORT are tried. */
export const PORT_TRIES = 20;

/** Why nobody but this machine reaches the server yet. */
export const LOOPBACK_REASON = {
  vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1): chưa có kết nối được mã hoá cho máy khác. Khi chưa có người quản trị, ai dùng máy này đều xem và sửa được mọi thứ.',
  en: 'The site is open on this machine only (127.0.0.1): there is no encrypted connection for others yet. While there is no administrator, whoever uses this machine sees and changes everything.',
} as const;
