/** Options that several verbs have, worded once. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const OPTION_TEXTS = {
  folderWord: { vi: 'thư-mục', en: 'dir' },
  fileWord: { vi: 'tệp', en: 'file' },
  textWord: { vi: 'chữ', en: 'text' },
  numberWord: { vi: 'số', en: 'n' },
  kindWord: { vi: 'loại', en: 'kind' },
  urlWord: { vi: 'địa-chỉ', en: 'url' },
  data: { vi: 'thư mục của hệ thống', en: 'folder of the site' },
  dataDefault: { vi: '$MATLANG_DATA hoặc ./data/site', en: '$MATLANG_DATA or ./data/site' },
  json: { vi: 'in một tài liệu JSON cho chương trình khác đọc', en: 'print one JSON document for scripts' },
  port: {
    vi: 'cổng của máy chủ trên 127.0.0.1 (mặc định: 8080 hoặc cổng trống kế tiếp)',
    en: 'port of the server on 127.0.0.1 (default: 8080 or the next free one)',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
