/** `matlang init`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const INIT_TEXTS = {
  description: {
    vi: 'chuẩn bị thư mục của hệ thống: khoá, cơ sở dữ liệu, tên; chạy lại không hại gì',
    en: 'prepare the folder of a site: keys, database, name; safe to repeat',
  },
  name: {
    vi: 'tên hệ thống, ví dụ "Hệ thống camera xã Tân Lập"',
    en: 'name of the site, e.g. "Hệ thống camera xã Tân Lập"',
  },
  namedAlready: {
    vi: 'Thư mục {directory} đã là một hệ thống, tên “{name}”. Tên không đổi.',
    en: 'The folder {directory} is a site already, called “{name}”. Its name was not changed.',
  },
  ready: {
    vi: `Đã sẵn sàng: {directory} (“{name}”)
Bước tiếp: matlang camera add --data {data} --name "Cổng chợ" --main rtsp://…`,
    en: `Ready: {directory} (“{name}”)
Next: matlang camera add --data {data} --name "Cổng chợ" --main rtsp://…`,
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
