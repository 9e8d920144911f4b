/** Texts of the frame around the pages, and of a site without cameras. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const SITE_TEXTS = {
  otherPages: { vi: 'Các trang khác', en: 'Other pages' },
  status: { vi: 'Tình trạng', en: 'Status' },
  onlyHere: { vi: 'chỉ mở trên máy này', en: 'open on this machine only' },
  noCameras: { vi: 'Chưa có mắt camera nào', en: 'No cameras yet' },
  noCamerasTry: {
    vi: 'Chưa có camera thật? Chạy thử với chín camera mô phỏng: xem trực tiếp, xem lại, trích xuất đều dùng được.',
    en: 'No camera at hand? Try it with nine simulated ones: live, review and export all work.',
  },
  noCamerasTryButton: { vi: 'Chạy thử với 9 camera mô phỏng', en: 'Try it with 9 simulated cameras' },
  noCamerasStarting: {
    vi: 'Đang bật camera mô phỏng, mất chừng nửa phút…',
    en: 'The simulated cameras are being started; this takes half a minute…',
  },
  noCamerasAction: {
    vi: 'Có camera thật: mở cửa sổ lệnh trên máy này và chạy lệnh dưới đây, thay bằng tên và địa chỉ camera của mình. Địa chỉ theo từng hãng có trong docs/cameras.vi.md.',
    en: 'Add the first camera: open a terminal on this machine and run the command below with your camera’s name and address. docs/cameras.md lists addresses by brand.',
  },
  copy: { vi: 'Chép lệnh', en: 'Copy the command' },
  copied: { vi: 'Đã chép', en: 'Copied' },
} as const satisfies Readonly<Record<string, Bilingual>>;
