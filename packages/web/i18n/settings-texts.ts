/** Texts of the settings: how the site is reached from the network. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const SETTINGS_TEXTS = {
  settings: { vi: 'Cài đặt', en: 'Settings' },
  network: { vi: 'Mở hệ thống từ mạng', en: 'Opening the site from the network' },
  networkNow: { vi: 'Hiện nay', en: 'Now' },
  networkUrls: { vi: 'Mở từ máy khác bằng', en: 'From other machines by' },
  networkCertificate: { vi: 'Chứng chỉ đang dùng', en: 'Certificate in use' },
  networkCertificateUntil: {
    vi: 'cho {names}; hết hạn {time}',
    en: 'for {names}; ends on {time}',
  },
  networkTrust: {
    vi: 'Trang và tờ in hướng dẫn điện thoại, máy tính tin chứng chỉ',
    en: 'Page and printed sheet that say how phones and PCs come to trust it',
  },
  networkFingerprint: { vi: 'Dấu vân tay của chứng chỉ gốc', en: 'Fingerprint of the authority' },
  networkOverridden: {
    vi: 'Lần chạy này có tuỳ chọn ở dòng lệnh (matlang run): chúng được ưu tiên hơn những gì lưu ở đây.',
    en: 'The site was started with options on the command line (matlang run): they count more than what is kept here.',
  },
  networkMode: { vi: 'Ai mở được trang này', en: 'Who can open the site' },
  networkModeHere: { vi: 'Chỉ máy này', en: 'This machine only' },
  networkModeOwn: {
    vi: 'Máy khác trong mạng, mã hoá bằng chứng chỉ do hệ thống tự lập',
    en: 'Others on the network, encrypted by a certificate that the site makes itself',
  },
  networkModeOwnWhat: {
    vi: 'Hợp với mạng nội bộ không có tên miền. Mỗi điện thoại, máy tính cài chứng chỉ một lần (trang /trust).',
    en: 'For a network without a domain name. Each phone or PC installs the certificate once (page /trust).',
  },
  networkModeGiven: {
    vi: 'Máy khác trong mạng, mã hoá bằng chứng chỉ có sẵn',
    en: 'Others on the network, encrypted by a certificate that you have',
  },
  networkModeGivenWhat: {
    vi: 'Do cơ quan hoặc nhà cung cấp tên miền cấp. Tệp được đọc lại khi thay mới.',
    en: 'From your agency or a public authority. Its files are read again when they are renewed.',
  },
  networkModeHttp: { vi: 'Máy khác trong mạng, KHÔNG mã hoá', en: 'Others on the network, NOT encrypted' },
  networkModeHttpWhat: {
    vi: 'Ai ở cùng mạng đọc được mật khẩu và hình ảnh trên đường truyền. Chỉ dùng khi mạng đã được bảo vệ bằng cách khác.',
    en: 'Whoever is on the network may read passwords and pictures on their way. Only where the network is protected otherwise.',
  },
  networkNames: { vi: 'Tên hoặc địa chỉ để mở trang', en: 'Names or addresses that it is opened by' },
  networkNamesWhat: {
    vi: 'Mỗi dòng một tên, ví dụ camera.lan. Địa chỉ của chính máy này luôn được tính: {own}',
    en: 'One a line, such as camera.lan. The machine’s own are always counted: {own}',
  },
  networkListen: { vi: 'Nhận kết nối ở địa chỉ', en: 'Listen on' },
  networkListenWhat: {
    vi: 'Mỗi dòng một địa chỉ của máy này; 0.0.0.0 là mọi địa chỉ.',
    en: 'One address of this machine a line; 0.0.0.0 is all of them.',
  },
  networkPort: { vi: 'Cổng', en: 'Port' },
  networkPortWhat: { vi: 'Để trống: 8443 (HTTPS).', en: 'Empty: 8443 (HTTPS).' },
  networkHsts: { vi: 'Bắt trình duyệt luôn dùng HTTPS (HSTS)', en: 'Make browsers use HTTPS only (HSTS)' },
  networkHstsWhat: {
    vi: 'Trình duyệt nhớ một năm: tắt HTTPS sau này thì người đã mở trang bằng tên đó không vào được nữa.',
    en: 'Browsers keep it for a year: if HTTPS is switched off later, whoever opened the site by that name gets in no more.',
  },
  networkCertificateFile: {
    vi: 'Tệp chứng chỉ (PEM, cả chuỗi)',
    en: 'Certificate file (PEM, with its chain)',
  },
  networkKeyFile: { vi: 'Tệp khoá riêng (PEM)', en: 'Private key file (PEM)' },
  networkFileWhat: { vi: 'Đường dẫn trên máy chạy hệ thống.', en: 'Path on the machine that runs the site.' },
  networkSave: { vi: 'Lưu và áp dụng ngay', en: 'Keep and apply now' },
  networkSaved: { vi: 'Đã lưu và áp dụng.', en: 'Kept and applied.' },
  networkCutOff: {
    vi: 'Nếu bạn đang mở trang từ máy khác, thay đổi có thể ngắt chính bạn; mở lại bằng địa chỉ mới, hoặc ở máy chạy hệ thống.',
    en: 'If you are on another machine the change may cut yourself off; open the new address, or the machine that runs the site.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
