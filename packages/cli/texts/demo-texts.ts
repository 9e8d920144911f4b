/** `matlang demo`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const DEMO_TEXTS = {
  description: {
    vi: 'Chạy thử với chín camera mô phỏng, ghi vào thư mục dữ liệu cho đến khi bấm Ctrl-C',
    en: 'Try a site with nine simulated cameras; records them under the data folder until Ctrl-C',
  },
  data: { vi: 'thư mục chạy thử', en: 'folder of the demo' },
  clips: {
    vi: 'phát các đoạn hình có sẵn thay vì vẽ hình',
    en: 'play bundled clips instead of drawing pictures',
  },
  greeting: {
    vi: 'Mắt Làng chạy thử: chín camera mô phỏng của một xã không có thật. Bấm Ctrl-C để dừng tất cả.',
    en: 'Mắt Làng demo: nine simulated cameras of a made-up commune. Ctrl-C ends everything.',
  },
  drawn: {
    vi: 'Hình được vẽ và nén ngay trong lúc chạy.',
    en: 'Pictures are drawn and encoded while you watch.',
  },
  clipsAsked: {
    vi: 'Đang phát các đoạn hình có sẵn.',
    en: 'Bundled clips are played, nothing is drawn.',
  },
  clipsForced: {
    vi: 'Đang phát các đoạn hình có sẵn, vì bộ nén hình (node-av) không chạy được trên máy này.',
    en: 'Bundled clips are played: the encoder (node-av) does not run on this machine.',
  },
  strip: {
    vi: 'Dãy ô đen trắng ở mép dưới hình là số thứ tự của hình, không phải hình lỗi.',
    en: 'The black and white blocks along the lower edge number the pictures: they are no damage.',
  },
  camerasNotStarted: {
    vi: 'Không khởi động được các camera mô phỏng. Xem {log}',
    en: 'The simulated cameras did not start. See {log}',
  },
  camerasNotAdded: {
    vi: 'Không thêm được các camera mô phỏng: {why}',
    en: 'The simulated cameras could not be added: {why}',
  },
  processGone: {
    vi: 'Đã dừng: {role} ({how}), khởi động lại cũng không chạy được. Xem {log}',
    en: 'Ended: {role} ({how}), and starting it again can’t help. See {log}',
  },
  nextSteps: {
    vi: `
Mở {url} bằng trình duyệt, hoặc thử ở một cửa sổ lệnh khác:
  matlang camera list --data {directory}
  matlang export "{camera}" --data {directory} --last 1m -o {folder}/mot-phut.mp4
  matlang check --data {directory}
`,
    en: `
Open {url} in a browser, or try from another terminal:
  matlang camera list --data {directory}
  matlang export "{camera}" --data {directory} --last 1m -o {folder}/minute.mp4
  matlang check --data {directory}
`,
  },
  summary: {
    vi: 'Đang nhận {receiving}/{all} luồng',
    en: '{receiving} of {all} streams received',
  },
  summaryWithSize: {
    vi: 'Đang nhận {receiving}/{all} luồng; đã ghi {size}',
    en: '{receiving} of {all} streams received; {size} recorded',
  },
  more: { vi: '… còn {count} dòng nữa', en: '… and {count} more lines' },
  ending: { vi: 'Đang dừng: đóng các đoạn ghi …', en: 'Ending: the recordings are closed …' },
  ended: {
    vi: 'Đã dừng tất cả. Dữ liệu ghi hình ở {archive}; kiểm tra bằng: matlang check --data {directory}',
    en: 'Everything is closed. The recordings are in {archive}; look at them with: matlang check --data {directory}',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
