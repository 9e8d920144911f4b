/** Words of the page that teaches a phone or a PC to trust the site: for a villager who has never heard of certificates. */
import type { Bilingual } from '@matlang/contract';

/** Where something is done, and its steps in order. */
export interface TrustSteps {
  readonly title: Bilingual;
  readonly steps: readonly Bilingual[];
}

/** By key; `{site}` is its name. */
export const TRUST_TEXTS = {
  title: {
    vi: '{site}: mở bằng điện thoại, máy tính',
    en: '{site}: opening it with a phone or a PC',
  },
  otherLanguage: { vi: 'English', en: 'Tiếng Việt' },
  what: {
    vi: 'Trang này được mã hoá bằng chứng chỉ do chính hệ thống lập, không mua của ai. Mỗi điện thoại, máy tính cần cài chứng chỉ một lần; chưa cài thì trình duyệt báo “Kết nối không riêng tư”.',
    en: 'The site is encrypted by a certificate that it made itself and bought from nobody. Each phone or PC installs it once; until then the browser says “Your connection is not private”.',
  },
  limit: {
    vi: 'Chứng chỉ này chỉ có giá trị cho hệ thống camera và máy trong mạng nội bộ. Nó không thể dùng để giả trang ngân hàng hay trang nào khác trên Internet.',
    en: 'The certificate is good for this site and for machines of private networks only. It can’t be used to pretend to be a bank, or any other page of the Internet.',
  },
  scan: { vi: 'Quét mã này, hoặc mở địa chỉ:', en: 'Scan this code, or open:' },
  qr: { vi: 'Mã QR của địa chỉ {url}', en: 'QR code of the address {url}' },
  download: { vi: 'Tải chứng chỉ (matlang.crt)', en: 'Get the certificate (matlang.crt)' },
  fingerprint: { vi: 'Dấu vân tay của chứng chỉ (SHA-256)', en: 'Fingerprint of the certificate (SHA-256)' },
  compare: {
    vi: 'Trước khi cài, hãy so dấu vân tay này với tờ giấy treo ở nơi trực. Khác một ký tự cũng KHÔNG cài, và báo người quản trị.',
    en: 'Before you install it, compare this fingerprint with the sheet in the duty room. If one letter differs, do NOT install it, and tell the administrator.',
  },
  after: { vi: 'Cài xong, mở trang camera:', en: 'Then open the site:' },
  print: {
    vi: 'Để in tờ hướng dẫn A4: bấm Ctrl+P, hoặc chọn In trong trình duyệt.',
    en: 'To print this as a sheet of A4: Ctrl+P, or Print in the browser.',
  },
  missing: {
    vi: 'Hệ thống này không dùng chứng chỉ riêng: không cần cài gì.',
    en: 'This site has no certificate of its own: there is nothing to install.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Android 11 and later, iOS 15 and later, Windows 10 and 11. */
export const TRUST_STEPS: readonly TrustSteps[] = [
  {
    title: { vi: 'Điện thoại Android', en: 'Android' },
    steps: [
      {
        vi: 'Bấm “Tải chứng chỉ”. Tệp matlang.crt vào mục Tải xuống.',
        en: 'Tap “Get the certificate”. The file matlang.crt goes to Downloads.',
      },
      {
        vi: 'Mở Cài đặt, gõ “chứng chỉ CA” vào ô tìm kiếm (hoặc: Bảo mật → Cài đặt bảo mật khác → Cài từ bộ nhớ → Chứng chỉ CA).',
        en: 'Open Settings and search “CA certificate” (or: Security → More security settings → Install from storage → CA certificate).',
      },
      {
        vi: 'Bấm “Vẫn cài đặt”, mở khoá máy, chọn matlang.crt.',
        en: 'Tap “Install anyway”, unlock the phone, choose matlang.crt.',
      },
      {
        vi: 'Máy chưa đặt khoá màn hình sẽ đòi đặt. Dùng trình duyệt Chrome.',
        en: 'A phone without a screen lock asks for one. Use Chrome.',
      },
    ],
  },
  {
    title: { vi: 'iPhone, iPad', en: 'iPhone, iPad' },
    steps: [
      {
        vi: 'Mở trang này bằng Safari, bấm “Tải chứng chỉ”, rồi “Cho phép”.',
        en: 'Open this page in Safari, tap “Get the certificate”, then “Allow”.',
      },
      {
        vi: 'Mở Cài đặt → “Đã tải về hồ sơ” → Cài đặt, nhập mật mã máy.',
        en: 'Open Settings → “Profile Downloaded” → Install, and type the passcode.',
      },
      {
        vi: 'Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận: bật dòng “Mắt Làng …”.',
        en: 'Settings → General → About → Certificate Trust Settings: switch on “Mắt Làng …”.',
      },
    ],
  },
  {
    title: { vi: 'Máy tính Windows', en: 'Windows' },
    steps: [
      {
        vi: 'Tải matlang.crt, bấm đúp để mở, chọn “Cài đặt chứng chỉ…” (Install Certificate).',
        en: 'Get matlang.crt, double-click it, choose “Install Certificate…”.',
      },
      {
        vi: 'Chọn Máy cục bộ (Local Machine) → “Đặt tất cả chứng chỉ vào kho sau” → Duyệt → “Tổ chức cấp chứng chỉ gốc tin cậy” (Trusted Root Certification Authorities).',
        en: 'Choose Local Machine → “Place all certificates in the following store” → Browse → “Trusted Root Certification Authorities”.',
      },
      {
        vi: 'Bấm Tiếp, Hoàn tất, rồi đóng và mở lại trình duyệt. So dấu vân tay bằng lệnh: certutil -hashfile matlang.crt SHA256',
        en: 'Next, Finish, then close the browser and open it again. To compare the fingerprint: certutil -hashfile matlang.crt SHA256',
      },
    ],
  },
];
