/** `matlang run`: the site from its start to Ctrl-C. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const RUN_TEXTS = {
  description: {
    vi: 'Chạy hệ thống cho đến khi bấm Ctrl-C',
    en: 'Start a site: recorder, server and analyst, kept running until Ctrl-C',
  },
  json: {
    vi: 'in nhật ký từng dòng JSON (luôn như vậy khi không chạy trong cửa sổ lệnh)',
    en: 'log lines of JSON, as always where there is no terminal',
  },
  started: {
    vi: 'Hệ thống đang khởi động. Bấm Ctrl-C để dừng. Nhật ký chi tiết: {log}',
    en: 'The site is starting. Ctrl-C ends it. The whole log: {log}',
  },
  setUp: {
    vi: 'Chưa có người quản trị. Mở {url}/set-up và nhập mã thiết lập: {code}',
    en: 'There is no administrator yet. Open {url}/set-up and type the set-up code: {code}',
  },
  ending: { vi: 'Đang dừng: đóng các đoạn ghi …', en: 'Ending: the recordings are closed …' },
  ended: { vi: 'Đã dừng. Các đoạn ghi đã được đóng.', en: 'Ended. The recordings are closed.' },
  receiving: {
    vi: 'Đang nhận {receiving}/{all} luồng.',
    en: '{receiving} of {all} streams are received.',
  },
  noCamera: {
    vi: 'Chưa có mắt camera nào. Thêm bằng: matlang camera add{data}',
    en: 'There is no camera yet. Add one: matlang camera add{data}',
  },
  streamFailed: {
    vi: '{camera}, {streams}: {what} {tryThis}',
    en: '{camera}, {streams}: {what} {tryThis}',
  },
  streamWorks: {
    vi: '{camera}, {streams}: có hình trở lại.',
    en: '{camera}, {streams}: pictures come again.',
  },
  volumeState: { vi: 'Ổ lưu trữ {path}: {state}', en: 'Volume {path}: {state}' },
  volumeUnknown: { vi: 'chưa biết', en: 'unknown' },
  volumeRecording: { vi: 'đang ghi bình thường.', en: 'is recording.' },
  volumeStalled: {
    vi: 'ghi quá chậm, có thể mất hình. Hãy kiểm tra ổ đĩa.',
    en: 'writes too slowly, pictures may be lost. Check the disk.',
  },
  volumeFull: {
    vi: 'đã đầy, không ghi thêm được. Hãy gỡ bớt “khoá không xoá” hoặc chuyển sang ổ lớn hơn.',
    en: 'is full and records nothing more. Lift holds or move to a larger disk.',
  },
  volumeReadOnly: { vi: 'chỉ đọc, KHÔNG ghi được hình.', en: 'is read-only: NOTHING is recorded on it.' },
  volumeFailed: {
    vi: 'chưa gắn hoặc bị hỏng, KHÔNG ghi được hình. Hãy kiểm tra ổ đĩa.',
    en: 'is not mounted or broken: NOTHING is recorded on it. Check the disk.',
  },
  recorder: { vi: 'phần mềm ghi hình', en: 'the recorder' },
  server: { vi: 'máy chủ', en: 'the server' },
  analyst: { vi: 'phần mềm phân tích', en: 'the analyst' },
  exitCode: { vi: 'mã kết thúc {code}', en: 'exit code {code}' },
  signal: { vi: 'tín hiệu {signal}', en: 'signal {signal}' },
  processEnded: {
    vi: 'Một phần của hệ thống vừa dừng: {role} ({how}). Đang tự khởi động lại.',
    en: 'A part of the site ended: {role} ({how}). It is started again.',
  },
  pageAway: {
    vi: 'Trang xem không mở được: máy chủ đã dừng ({how}). Việc ghi hình vẫn tiếp tục. Lý do ở những dòng cuối của nhật ký.',
    en: 'The page is not there: the server ended ({how}). Recording goes on. The last lines of its log say why.',
  },
  pageAwayPort: {
    vi: 'Trang xem không mở được: máy chủ đã dừng ({how}), có thể cổng {port} đang có chương trình khác dùng. Việc ghi hình vẫn tiếp tục. Lý do ở những dòng cuối của nhật ký.',
    en: 'The page is not there: the server ended ({how}), port {port} may be taken. Recording goes on. The last lines of its log say why.',
  },
  analystAway: {
    vi: 'Không có ảnh xem trước và không chuyển được H.265: phần mềm phân tích đã dừng ({how}). Việc ghi hình vẫn tiếp tục. Lý do ở những dòng cuối của nhật ký.',
    en: 'There are no stills, and H.265 is not converted: the analyst ended ({how}). Recording goes on. The last lines of its log say why.',
  },
  gaveUp: {
    vi: 'Không ghi hình được: {role} đã dừng ({how}), khởi động lại cũng không chạy được. Lý do ở những dòng cuối của nhật ký.',
    en: 'Nothing is recorded: {role} ended ({how}), and starting it again can’t help. The last lines of its log say why.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
