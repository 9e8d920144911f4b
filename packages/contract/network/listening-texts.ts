/** Why the site is reached from where it is, in words of whoever runs it. */
import type { Bilingual } from '../text/bilingual.ts';

/** From what is least open to what is most. */
export const LISTENING_REASONS = [
  'not-asked',
  'no-administrator',
  'no-choice',
  'no-certificate',
  'no-address',
  'https',
  'plain-http',
] as const;
/** One of LISTENING_REASONS. */
export type ListeningReason = (typeof LISTENING_REASONS)[number];

/** Each says what to do about it. */
export const LISTENING_TEXTS = {
  'not-asked': {
    vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1). Để máy khác trong mạng mở được: vào trang Cài đặt, hoặc chạy với --listen và --https.',
    en: 'The site is open on this machine only (127.0.0.1). To open it to others on the network: the page Settings, or start it with --listen and --https.',
  },
  'no-administrator': {
    vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1): chưa có người quản trị, nên ai dùng máy này đều xem và sửa được mọi thứ. Hãy đặt người quản trị; sau đó hệ thống tự mở ra mạng.',
    en: 'The site is open on this machine only (127.0.0.1): there is no administrator yet, so whoever uses this machine sees and changes everything. Make one; the site then opens to the network by itself.',
  },
  'no-choice': {
    vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1): chưa bật HTTPS. Hãy bật HTTPS (--https), hoặc nói rõ là chấp nhận không mã hoá (--allow-http).',
    en: 'The site is open on this machine only (127.0.0.1): HTTPS is off. Switch it on (--https), or say that no encryption is accepted (--allow-http).',
  },
  'no-certificate': {
    vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1): chưa có chứng chỉ dùng được cho HTTPS.',
    en: 'The site is open on this machine only (127.0.0.1): there is no certificate for HTTPS that can be used.',
  },
  'no-address': {
    vi: 'Hệ thống chỉ mở trên máy này (127.0.0.1): lúc này máy không có địa chỉ nào trong những địa chỉ đã chọn. Khi có mạng, hệ thống tự mở.',
    en: 'The site is open on this machine only (127.0.0.1): at the moment the machine has none of the chosen addresses. It opens by itself when the network is there.',
  },
  https: {
    vi: 'Hệ thống mở ra mạng bằng kết nối mã hoá (HTTPS); ai vào cũng phải đăng nhập.',
    en: 'The site is open to the network by encrypted connections (HTTPS); everybody signs in.',
  },
  'plain-http': {
    vi: 'Hệ thống mở ra mạng KHÔNG mã hoá (HTTP), theo lựa chọn của người quản trị: ai ở cùng mạng có thể đọc được mật khẩu và hình ảnh trên đường truyền.',
    en: 'The site is open to the network WITHOUT encryption (HTTP), as the administrator chose: whoever is on the same network may read passwords and pictures on their way.',
  },
} as const satisfies Readonly<Record<ListeningReason, Bilingual>>;
