/** `matlang init`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const INIT_TEXTS = {
  description: {
    vi: 'Chuẩn bị thư mục của hệ thống: khoá, cơ sở dữ liệu, tên; chạy lại không hại gì',
    en: 'Prepare the folder of a site: keys, database, name; safe to repeat',
  },
  name: {
    vi: 'tên hệ thống, ví dụ "Hệ thống camera xã Tân Lập"',
    en: 'name of the site, e.g. "Hệ thống camera xã Tân Lập"',
  },
  namedAlready: {
    vi: 'Thư mục {directory} đã là một hệ thống, tên “{name}”. Tên không đổi.',
    en: 'The folder {directory} is a site already, called “{name}”. Its name was not changed.',
  },
  volumeWord: { vi: 'mã=thư-mục', en: 'id=dir' },
  volume: {
    vi: 'thêm một ổ lưu trữ, ví dụ o-2=/srv/camera-2; lặp lại cho từng ổ; chỉ nhận khi tạo hệ thống; ổ chính (default) ở thư mục archive trừ khi nêu khác',
    en: 'a further volume, e.g. o-2=/srv/camera-2; repeat it for each; only while the site is made; the main one (default) is the folder archive unless named otherwise',
  },
  volumeMalformed: {
    vi: '--volume: không hiểu “{value}”. Hãy viết mã=thư-mục, ví dụ o-2=/srv/camera-2; mã chỉ gồm a-z, 0-9 và dấu -.',
    en: '--volume: “{value}” is not understood. Write id=folder, e.g. o-2=/srv/camera-2; the id is of a-z, 0-9 and -.',
  },
  volumeTwice: { vi: '--volume: mã “{id}” được nêu hai lần.', en: '--volume: the id “{id}” occurs twice.' },
  volumeFolderMissing: {
    vi: '--volume: không có thư mục {path}. Hãy gắn ổ vào thư mục này trước.',
    en: '--volume: there is no folder {path}. Mount the disk there first.',
  },
  volumesFixed: {
    vi: 'Thư mục {directory} đã là một hệ thống, với các ổ lưu trữ: {volumes}. Các ổ không đổi.',
    en: 'The folder {directory} is a site already, with the volumes: {volumes}. They were not changed.',
  },
  ready: {
    vi: `Đã sẵn sàng: {directory} (“{name}”){unnamed}{admin}
Bước tiếp:
  matlang camera add{data} --name "Cổng chợ" --main rtsp://…
  matlang run{data}`,
    en: `Ready: {directory} (“{name}”){unnamed}{admin}
Next:
  matlang camera add{data} --name "Cổng chợ" --main rtsp://…
  matlang run{data}`,
  },
  admin: {
    vi: 'tạo người quản trị đầu tiên với tên đăng nhập này; cần --password-file',
    en: 'make the first administrator with this user name; needs --password-file',
  },
  adminPasswordFile: {
    vi: 'tệp có mật khẩu của người quản trị ở dòng đầu; - là đầu vào chuẩn',
    en: 'file with the administrator’s password in its first line; - is standard input',
  },
  adminNeedsPassword: {
    vi: '--admin và --password-file đi cùng nhau.',
    en: '--admin and --password-file belong together.',
  },
  adminMade: {
    vi: '\nNgười quản trị: {userName}\nIn phiếu khôi phục, cất trong két: matlang user recovery-sheet{data}',
    en: '\nAdministrator: {userName}\nPrint a recovery sheet for the safe: matlang user recovery-sheet{data}',
  },
  unnamed: {
    vi: '\nChưa đặt tên cho hệ thống, nên dùng tên mặc định. Tên chỉ đặt được khi tạo: xoá thư mục này rồi chạy lại với --name "Hệ thống camera xã …"',
    en: '\nThe site was given no name, so it has the usual one. It is named only while it is made: delete the folder and run this again with --name "Camera system of … commune"',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
