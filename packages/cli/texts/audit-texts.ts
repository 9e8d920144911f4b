/** `matlang audit`: what it asks, and what it found. */
import type { Bilingual } from '@matlang/contract';
import type { AuditLogFault } from '@matlang/server/check-audit-log';

/** By name; `{name}` stands for a value. */
export const AUDIT_TEXTS = {
  description: {
    vi: 'Nhật ký truy cập: kiểm tra có bị sửa hay mất mục nào không, và lấy mốc đã ký để giữ ở nơi khác',
    en: 'The audit log: verify that nothing was altered or removed, and take a signed head to keep elsewhere',
  },
  verifyDescription: {
    vi: 'Kiểm tra toàn bộ nhật ký truy cập: từng mục, chuỗi và cây mã băm, chữ ký; chạy được khi hệ thống đang chạy. Mã kết thúc: 0 còn nguyên; 1 có chỗ bị sửa hoặc mất; 2 tệp mốc không đúng; 3 không có nhật ký hoặc không có tệp; 5 chưa kiểm tra được chữ ký vì không có khoá của hệ thống',
    en: 'Verify the whole audit log: each entry, chain and tree of hashes, signatures; runs beside a running site. Exit codes: 0 whole; 1 something was altered or removed; 2 the file is no head; 3 no log or no such file; 5 signatures were not verified, because the key of the site is not here',
  },
  headOption: {
    vi: 'mốc đã ký mà bạn giữ từ trước (nhiều mốc: ghi nhiều lần): chứng minh từ đó đến nay không mục nào bị bớt',
    en: 'a signed head that you kept (several: name each): proves that nothing was removed since',
  },
  headDescription: {
    vi: 'In mốc đã ký mới nhất của nhật ký truy cập để giữ ở nơi khác, ví dụ: matlang audit head > moc.json; mã kết thúc 3 khi chưa có chữ ký nào',
    en: 'Print the newest signed head of the audit log, to be kept elsewhere: matlang audit head > head.json; exit code 3 where nothing is signed yet',
  },
  exportDescription: {
    vi: 'Kiểm tra tệp nhật ký đã xuất (JSON): từng mục có đúng là mục đã ghi và đã ký không; không cần hệ thống. Mã kết thúc: 0 đúng cả; 1 có mục sai; 2 không phải tệp đó hoặc tệp không trọn vẹn; 3 không có tệp; 5 có mục chưa được ký',
    en: 'Verify a file that the log was exported to (JSON): is each entry what was written and signed; needs no site. Exit codes: 0 all are; 1 some are not; 2 no such export, or not whole; 3 no such file; 5 some are not signed',
  },
  noExportFile: {
    vi: '{path} không phải tệp nhật ký xuất kèm chứng minh (JSON), hoặc không trọn vẹn, hoặc quá lớn.',
    en: '{path} is no export of the log with proofs (JSON), or not whole, or too large.',
  },
  exportProved: {
    vi: '{count} mục đúng là mục đã ghi ở hệ thống “{site}” và đã ký lúc {time}, bằng khoá {key}.',
    en: '{count} entries are what was written at the site “{site}” and signed {time}, by the key {key}.',
  },
  exportWrong: {
    vi: 'KHÔNG ĐÚNG: {count} mục không phải là mục đã ghi: {list}',
    en: 'WRONG: {count} entries are not what was written: {list}',
  },
  exportUnproved: {
    vi: '{count} mục chưa được ký khi xuất, nên chưa chứng minh được.',
    en: '{count} were not signed when they were exported: nothing is proved of them.',
  },
  progress: {
    vi: 'Đã kiểm tra {done} trong {all} mục ({percent} %), còn khoảng {left}',
    en: 'Verified {done} of {all} entries ({percent} %), about {left} left',
  },
  unknownTime: { vi: 'chưa rõ', en: 'an unknown time' },
  none: {
    vi: 'Chưa có nhật ký truy cập ở {data}.',
    en: 'There is no audit log in {data} yet.',
  },
  unreadable: {
    vi: 'Không đọc được nhật ký truy cập (tệp site.sqlite): {why}. Chưa kết luận được gì.',
    en: 'The audit log can’t be read (site.sqlite): {why}. Nothing can be said of it.',
  },
  noHeadFile: {
    vi: '{path} không phải là mốc đã ký do “matlang audit head” hoặc trang Nhật ký đưa ra, hoặc đã bị sửa.',
    en: '{path} is no signed head as “matlang audit head” or the page Log gives it, or it was changed.',
  },
  nothingSigned: {
    vi: 'Nhật ký chưa được ký lần nào. Khi hệ thống chạy, nhật ký được ký mỗi giờ một lần.',
    en: 'The log was not signed yet. While the site runs it is signed each hour.',
  },
  headDiffers: {
    vi: 'Chữ ký mới nhất không khớp với nhật ký: nhật ký đã bị sửa, hoặc do khoá khác ký. Hãy chạy: matlang audit verify{data}',
    en: 'The newest signature does not fit the log: it was altered, or another key signed. Run: matlang audit verify{data}',
  },
  whole: {
    vi: 'Nhật ký truy cập còn nguyên: {entries} mục, không mục nào bị sửa, mất hay chèn thêm; kiểm tra xong trong {time}.',
    en: 'The audit log is whole: {entries} entries, none altered, removed or put in; verified in {time}.',
  },
  broken: {
    vi: 'NHẬT KÝ TRUY CẬP ĐÃ BỊ SỬA HOẶC MẤT MỤC; kiểm tra xong trong {time}.',
    en: 'THE AUDIT LOG WAS ALTERED OR CUT; verified in {time}.',
  },
  proven: {
    vi: 'Chữ ký xác nhận các mục từ 1 đến {seq}.',
    en: 'Signatures cover entries 1 to {seq}.',
  },
  notProvenYet: {
    vi: '{count} mục mới nhất chưa được ký (ký mỗi giờ một lần).',
    en: 'The newest {count} are not signed yet (each hour they are).',
  },
  noneProven: {
    vi: 'Chưa mục nào được chữ ký xác nhận.',
    en: 'No entry is covered by a signature yet.',
  },
  noKey: {
    vi: 'CHƯA kiểm tra được chữ ký: ở {data} không có khoá của hệ thống. Đưa thêm mốc đã giữ bằng --head thì kiểm tra được.',
    en: 'Signatures were NOT verified: the key of the site is not in {data}. With a kept head (--head) they can be.',
  },
  stands: {
    vi: 'Ở chỗ đó hiện ghi: {time}, {actor}: {action}.',
    en: 'What stands there now: {time}, {actor}: {action}.',
  },
  intactBefore: {
    vi: 'Các mục từ 1 đến {seq} còn nguyên.',
    en: 'Entries 1 to {seq} are intact.',
  },
  kept: {
    vi: 'Mốc {file} (mục {seq}, ký lúc {time}): {what}',
    en: 'Head {file} (entry {seq}, signed {time}): {what}',
  },
  keptHolds: {
    vi: 'khớp. Từ đó đến nay không mục nào bị sửa hay bị bớt.',
    en: 'fits. Nothing was altered or removed since.',
  },
  keptDiffers: {
    vi: 'KHÔNG khớp. Có mục trong các mục từ {first} đến {seq} đã bị sửa hoặc bị bớt sau khi giữ mốc.',
    en: 'does NOT fit. Among entries {first} to {seq} something was altered or removed after it was kept.',
  },
  keptCut: {
    vi: 'KHÔNG khớp. Lúc giữ mốc có {seq} mục, nay chỉ còn {entries}: phần cuối đã bị cắt bỏ.',
    en: 'does NOT fit. There were {seq} entries then, and there are {entries} now: the end was cut off.',
  },
  keptOtherSite: {
    vi: 'là mốc của hệ thống khác ({name}): nhật ký ở đây không phải nhật ký đó.',
    en: 'is of another site ({name}): the log here is not that one.',
  },
  keptOtherKey: {
    vi: 'KHÔNG khớp. Mốc do khoá khác ký: khoá của hệ thống này đã bị thay, hoặc mốc không phải do hệ thống này ký.',
    en: 'does NOT fit. Another key signed it: the key of this site was replaced, or this site did not sign it.',
  },
  keptUnsigned: {
    vi: 'chữ ký không đúng: tệp này đã bị sửa, không dùng để chứng minh được.',
    en: 'its signature is wrong: the file was changed and proves nothing.',
  },
  keptUndecided: {
    vi: 'chưa kết luận được, vì nhật ký đã hỏng ở trước mốc này.',
    en: 'can’t be judged, because the log is broken before it.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Where the log is not what was written, and what that means. */
export const AUDIT_FAULT_TEXTS = {
  content: {
    vi: 'Mục {seq}: nội dung đã bị sửa sau khi ghi.',
    en: 'Entry {seq}: it was altered after it was written.',
  },
  order: {
    vi: 'Mục {seq}: mục ngay trước đó không còn, hoặc thứ tự đã bị đổi.',
    en: 'Entry {seq}: the one before it is not there, or the order was changed.',
  },
  previous: {
    vi: 'Mục {seq}: không nối tiếp mục trước nó. Có mục đã bị lấy đi, đổi chỗ hoặc đánh số lại ngay trước đó.',
    en: 'Entry {seq}: it does not follow the one before it. Something was taken away, moved or numbered anew just before.',
  },
  signature: {
    vi: 'Mục {seq}: chữ ký không khớp. Trong các mục từ {first} đến {last} có mục đã bị sửa hoặc lấy đi rồi ghi lại cả chuỗi; người sửa không có khoá ký.',
    en: 'Entry {seq}: a signature that does not fit. Among entries {first} to {last} something was altered or taken away and the chain made anew, by somebody without the key.',
  },
  root: {
    vi: 'Mục {seq}: gốc cây mã băm đã ký không khớp với các mục. Trong các mục từ {first} đến {last} có chỗ đã bị sửa.',
    en: 'Entry {seq}: the signed root is not that of the entries. Among entries {first} to {last} something was altered.',
  },
  unsigned: {
    vi: 'Từ mục {first} không còn chữ ký nào, dù phần mềm ghi hình vẫn chạy: chữ ký đã bị lấy đi.',
    en: 'From entry {first} on there is no signature though a recorder was running: they were taken away.',
  },
  subtree: {
    vi: 'Từ mục {seq} đến mục {end}: cây mã băm không khớp. Có mục trong đó đã bị sửa rồi ghi lại cả chuỗi, hoặc chính cây bị sửa.',
    en: 'Entries {seq} to {end}: the tree of hashes does not fit. Something there was altered and the chain made anew, or the tree itself was altered.',
  },
  search: {
    vi: 'Các mục còn nguyên, nhưng danh mục để tìm kiếm bị sửa từ mục {seq}: có mục sẽ không hiện khi tìm.',
    en: 'The entries are intact, but what they are searched by was altered from entry {seq} on: some are not found.',
  },
  cut: {
    vi: 'Từ mục {seq} trở đi: các mục đã bị cắt bỏ.',
    en: 'From entry {seq} on: entries were cut off.',
  },
} as const satisfies Readonly<Record<AuditLogFault['kind'], Bilingual>>;
