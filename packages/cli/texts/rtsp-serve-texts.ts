/** `matlang rtsp-serve`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const RTSP_SERVE_TEXTS = {
  description: {
    vi: 'Phát lặp lại các tệp như camera RTSP trên 127.0.0.1: MP4, .h264, .h265 và âm thanh đã nén',
    en: 'Play files endlessly as RTSP cameras on 127.0.0.1: MP4, .h264, .h265 and coded sound',
  },
  filesWord: { vi: 'tệp', en: 'files' },
  files: {
    vi: 'các tệp cần phát; mỗi tệp thành /tên-tệp',
    en: 'files to play; each becomes /name-of-the-file',
  },
  port: { vi: 'cổng (mặc định: một cổng trống)', en: 'port (default: a free one)' },
  username: { vi: 'đòi tên đăng nhập này (Digest)', en: 'ask for this user (Digest)' },
  passwordFile: { vi: 'tệp có dòng đầu là mật khẩu', en: 'file whose first line is the password' },
  transport: { vi: 'các cách truyền cho phép', en: 'transports to offer' },
  json: { vi: 'in các địa chỉ thành một tài liệu JSON', en: 'print the addresses as one JSON document' },
  ctrlC: { vi: 'Bấm Ctrl-C để dừng.', en: 'Ctrl-C ends.' },
  fileRefused: {
    vi: 'Không phát được: {detail}. Chỉ phát được MP4, .h264, .h265, AAC (ADTS) và G.711.',
    en: 'This can’t be played: {detail}. MP4, .h264, .h265, AAC (ADTS) and G.711 can.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
