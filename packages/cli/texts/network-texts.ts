/** Opening the site to the network: options of `matlang run`, and what it says of it. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const NETWORK_TEXTS = {
  addressWord: { vi: 'địa-chỉ[:cổng]', en: 'address[:port]' },
  nameWord: { vi: 'tên', en: 'name' },
  listen: {
    vi: 'địa chỉ nhận kết nối từ mạng, 0.0.0.0 là mọi địa chỉ; cần --https hoặc --allow-http (nêu nhiều lần được)',
    en: 'an address to be reached from the network, 0.0.0.0 for all; needs --https or --allow-http (may be repeated)',
  },
  hostName: {
    vi: 'tên hoặc địa chỉ mà mọi người dùng để mở hệ thống, ngoài tên của chính máy (nêu nhiều lần được)',
    en: 'a name or address by which people open the site, beside the machine’s own (may be repeated)',
  },
  https: {
    vi: 'mã hoá bằng chứng chỉ do hệ thống tự lập',
    en: 'encrypt, by a certificate that the site makes itself (how to trust it: the page /trust)',
  },
  certificate: {
    vi: 'mã hoá bằng chứng chỉ này (tệp có cả chuỗi); cần --key và --host-name',
    en: 'encrypt by this certificate (PEM, with its chain); needs --key and --host-name',
  },
  key: { vi: 'khoá riêng của chứng chỉ', en: 'the private key of the certificate (PEM)' },
  allowHttp: {
    vi: 'chấp nhận KHÔNG mã hoá trên mạng: ai cùng mạng đọc được mật khẩu và hình ảnh',
    en: 'accept NO encryption on the network: whoever is on it may read passwords and pictures',
  },
  open: { vi: 'Mở từ mạng bằng: {urls}', en: 'From the network: {urls}' },
  trust: {
    vi: 'Điện thoại, máy tính lần đầu mở: {url}',
    en: 'Phones and PCs open this first: {url}',
  },
  pair: {
    vi: '--certificate và --key phải đi cùng nhau.',
    en: '--certificate and --key belong together.',
  },
  contradiction: {
    vi: '--allow-http là không mã hoá, không đi cùng --https hoặc --certificate. Hãy chọn một.',
    en: '--allow-http means no encryption, and does not go with --https or --certificate. Choose one.',
  },
  listenForm: {
    vi: '--listen {value}: phải là địa chỉ IP của máy này, hoặc 0.0.0.0 cho mọi địa chỉ, có thể kèm cổng: 0.0.0.0:8443.',
    en: '--listen {value}: an IP address of this machine, or 0.0.0.0 for all, with or without a port: 0.0.0.0:8443.',
  },
  hostNameForm: {
    vi: '--host-name {value}: phải là tên máy (camera.lan) hoặc địa chỉ IP, không có http:// và cổng.',
    en: '--host-name {value}: a host name (camera.lan) or an IP address, without http:// and port.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
