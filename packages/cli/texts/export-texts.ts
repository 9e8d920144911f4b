/** `matlang export`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const EXPORT_TEXTS = {
  description: {
    vi: 'Trích xuất một khoảng thời gian của một mắt camera thành tệp MP4, giữ nguyên hình gốc',
    en: 'Copy a span of a camera into an MP4 file: nothing is re-encoded, exactly the asked instants are shown',
  },
  camera: {
    vi: 'tên (có dấu hay không dấu) hoặc mã của mắt camera',
    en: 'name (with or without diacritics) or id of the camera',
  },
  instantWord: { vi: 'lúc', en: 'instant' },
  from: {
    vi: 'từ lúc: "15/02/2026 14:30", "14h30", "hôm qua 14h30" (giờ Việt Nam), 2026-02-15T14:30:00+07:00, hoặc mili giây Unix',
    en: 'first instant: "15/02/2026 14:30", "14:30", "yesterday 14:30" (time of Vietnam), 2026-02-15T14:30:00+07:00, or Unix milliseconds',
  },
  to: { vi: 'đến lúc, viết như --from', en: 'instant after the last, written as --from' },
  lastWord: { vi: 'thời-lượng', en: 'time' },
  last: {
    vi: 'khoảng vừa qua, thay cho --from và --to: "10 phút", "2 giờ", "1 ngày", hoặc 10s, 1m, 2h, 1d',
    en: 'the time just past, instead of --from and --to: 10s, 1m, 2h, 1d',
  },
  output: {
    vi: 'tệp sẽ ghi; khoảng có nhiều kiểu hình thành nhiều tệp, tên thêm -2, -3 …',
    en: 'file to write; a span with several formats becomes FILE-2.mp4, FILE-3.mp4 …',
  },
  overwrite: { vi: 'ghi đè tệp đã có', en: 'write over a file that is there' },
  stream: {
    vi: 'luồng nào: main (chính), sub (phụ), audio (âm thanh)',
    en: 'which stream: main (full size), sub (small), audio (sound)',
  },
  audio: { vi: 'kèm âm thanh đã ghi', en: 'with the recorded sound' },
  purpose: {
    vi: 'mục đích, ghi vào nhật ký truy cập, ví dụ "vụ mất xe ở chợ"',
    en: 'why, for the audit log, e.g. "theft at the market"',
  },
  purposeUnstated: { vi: 'không nêu', en: 'not stated' },
  purposeInvalid: {
    vi: '--purpose: phải có từ 1 đến {most} ký tự.',
    en: '--purpose: must have 1 to {most} characters.',
  },
  instantInvalid: {
    vi: 'Không hiểu “{value}”. Hãy viết ngày trước giờ sau, ví dụ: {option} "15/02/2026 14:30" (giờ Việt Nam).',
    en: '“{value}” is not understood. Write the day, then the time: {option} "15/02/2026 14:30" (time of Vietnam).',
  },
  lastInvalid: {
    vi: '--last: không hiểu “{value}”. Hãy viết "10 phút", "2 giờ", "1 ngày", hoặc 10s, 1m, 2h, 1d.',
    en: '--last: “{value}” is no length of time. Write "10 minutes", "2 hours", or 10s, 1m, 2h, 1d.',
  },
  spanMissing: {
    vi: 'Phải nêu khoảng thời gian: --from và --to, hoặc --last 1m.',
    en: 'The span is missing: --from and --to, or --last 1m.',
  },
  spanTwice: {
    vi: 'Nêu --from và --to, hoặc --last, không nêu cả hai.',
    en: 'Give --from and --to, or --last, not both.',
  },
  spanReversed: {
    vi: 'Lúc kết thúc ({to}) phải sau lúc bắt đầu ({from}).',
    en: 'The end ({to}) must be later than the start ({from}).',
  },
  spanTooLong: {
    vi: 'Khoảng {span} dài hơn 31 ngày. Hãy chia thành nhiều lần trích xuất.',
    en: 'The span {span} is longer than 31 days. Make several exports of it.',
  },
  spanInFuture: {
    vi: 'Khoảng {span} còn ở tương lai; bây giờ là {now}.',
    en: 'The span {span} lies in the future; it is {now} now.',
  },
  spanUnderstood: { vi: 'Khoảng cần trích xuất: {span}', en: 'Span: {span}' },
  futureCut: {
    vi: 'Phần sau {now} còn ở tương lai, không tính là thiếu.',
    en: 'What lies after {now} is still to come and is not counted as missing.',
  },
  outputExists: {
    vi: 'Tệp {file} đã có, nên chưa trích xuất. Hãy đặt tên khác, hoặc thêm --overwrite để ghi đè.',
    en: 'The file {file} is there already; nothing was exported. Choose another name, or add --overwrite.',
  },
  outputFolderMissing: {
    vi: 'Không có thư mục {folder} để ghi tệp. Hãy tạo thư mục này hoặc chọn chỗ khác.',
    en: 'There is no folder {folder} to write into. Make it, or choose another place.',
  },
  neverRecorded: {
    vi: 'Hệ thống chưa ghi hình lần nào. Bắt đầu ghi: matlang run{data}',
    en: 'The site has not recorded yet. Begin with: matlang run{data}',
  },
  volumeMissing: {
    vi: 'Không trích xuất được: ổ lưu trữ {paths} chưa gắn hoặc bị hỏng, nên chưa biết trong khoảng này có hình hay không.',
    en: 'Nothing was exported: the volume {paths} is not mounted or broken, so whether anything was recorded in this span is not known.',
  },
  volumeMissingPartly: {
    vi: 'Tệp có thể THIẾU hình: ổ lưu trữ {paths} chưa gắn hoặc bị hỏng. Hãy gắn ổ rồi trích xuất lại.',
    en: 'Pictures may be MISSING from the file: the volume {paths} is not mounted or broken. Mount it and export again.',
  },
  nothingRecorded: {
    vi: 'Không có dữ liệu ghi hình của “{camera}” trong khoảng {span}.',
    en: 'Nothing of “{camera}” was recorded in the span {span}.',
  },
  segmentGone: {
    vi: 'Một phần dữ liệu vừa bị xoá (hết thời hạn lưu hoặc có người xoá). Hãy trích xuất lại để lấy phần còn lại.',
    en: 'Some of the footage was deleted meanwhile (its time was up, or somebody deleted it). Export again for what is left.',
  },
  unreadable: {
    vi: 'Ổ lưu trữ không đọc được dữ liệu này. Hãy kiểm tra ổ đĩa, rồi chạy: matlang check{data}',
    en: 'This footage can’t be read from the disk. Check the disk, then run: matlang check{data}',
  },
  tooLarge: {
    vi: 'Khoảng này gồm quá nhiều tệp. Hãy chọn khoảng ngắn hơn.',
    en: 'The span makes too many files. Choose a shorter one.',
  },
  progress: {
    vi: 'Đang trích xuất {file}: {percent} % ({done} / {all}){left}',
    en: 'Exporting {file}: {percent} % ({done} of {all}){left}',
  },
  timeLeft: { vi: ', còn {time}', en: ', {time} left' },
  written: { vi: 'Đã ghi {file}: {size}', en: 'Wrote {file}: {size}' },
  shows: { vi: '  có hình: {span}', en: '  pictures: {span}' },
  preRoll: {
    vi: '  tệp có sẵn {time} trước đó để máy dựng hình; khi xem sẽ không thấy',
    en: '  the file holds {time} before it, from which players build the first picture; they do not show it',
  },
  missing: { vi: '  thiếu: {span} ({time}): {cause}', en: '  missing: {span} ({time}): {cause}' },
  missingMore: {
    vi: '  … còn {count} khoảng thiếu nữa; xem hết bằng --json',
    en: '  … and {count} more gaps: --json',
  },
  causeUnknown: { vi: 'chưa rõ nguyên nhân', en: 'cause unknown' },
  causeVolume: { vi: 'ổ lưu trữ chưa gắn hoặc bị hỏng', en: 'a volume is not mounted or broken' },
  causeBeforeFirst: { vi: 'trước khi bắt đầu ghi mắt camera này', en: 'before this camera was recorded' },
  causeAfterLast: { vi: 'từ đó đến nay chưa ghi lại', en: 'not recorded again since then' },
  causeNotYetWritten: { vi: 'vừa mới quay, chưa ghi xong', en: 'just taken, not written yet' },
  notAudited: {
    vi: 'CHƯA ghi được lần trích xuất này vào nhật ký truy cập: {why}',
    en: 'This export could NOT be written into the audit log: {why}',
  },
  audioNotAudited: {
    vi: 'máy chủ chưa nhận trích xuất riêng âm thanh',
    en: 'the server takes no export of sound alone yet',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
