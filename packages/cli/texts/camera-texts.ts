/** `matlang camera add|list|probe|remove`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const CAMERA_TEXTS = {
  description: {
    vi: 'Thêm, liệt kê, thử và bỏ mắt camera',
    en: 'Add, list, look at and remove cameras',
  },
  addDescription: {
    vi: 'Thêm một mắt camera; hệ thống đang chạy thì ghi ngay',
    en: 'Add a camera; it is recorded as soon as the site runs',
  },
  listDescription: {
    vi: 'Liệt kê các mắt camera và trạng thái từng luồng',
    en: 'List the cameras with the state of each stream',
  },
  probeDescription: {
    vi: 'Thử kết nối một camera và cho biết nó gửi những gì',
    en: 'Look at a camera for some seconds and say what it offers',
  },
  removeDescription: {
    vi: 'Bỏ một mắt camera; dữ liệu đã ghi vẫn giữ đến hết thời hạn lưu, trừ khi chọn xoá',
    en: 'Remove a camera; its footage stays until its time is up unless told otherwise',
  },
  name: { vi: 'tên mắt camera, ví dụ "Cổng chợ"', en: 'name of the camera, e.g. "Cổng chợ"' },
  main: { vi: 'địa chỉ RTSP của luồng chính', en: 'RTSP address of the full-size stream' },
  sub: { vi: 'địa chỉ RTSP của luồng phụ', en: 'RTSP address of the small stream' },
  username: { vi: 'tên đăng nhập trên camera', en: 'user on the camera' },
  passwordFile: {
    vi: 'tệp có dòng đầu là mật khẩu; dấu - là đọc từ đầu vào chuẩn',
    en: 'file whose first line is the password; - reads standard input',
  },
  transport: { vi: 'cách truyền hình', en: 'how media comes' },
  recordWord: { vi: 'luồng', en: 'what' },
  record: {
    vi: 'ghi luồng nào: main (chính), both (cả hai), sub (phụ), none (không ghi)',
    en: 'which stream goes to disk: main (full size), both, sub (small), none',
  },
  audioReason: {
    vi: 'ghi cả âm thanh, vì lý do này (không nêu thì không ghi âm thanh)',
    en: 'record sound, for this reason (off otherwise)',
  },
  retentionDays: { vi: 'giữ dữ liệu ghi hình bao nhiêu ngày', en: 'how long footage is kept, in days' },
  seconds: { vi: 'đo trong bao nhiêu giây', en: 'how long to measure' },
  url: { vi: 'địa chỉ RTSP', en: 'RTSP address' },
  cameraWord: { vi: 'camera', en: 'camera' },
  camera: {
    vi: 'tên (có dấu hay không dấu) hoặc mã của mắt camera',
    en: 'name (with or without diacritics) or id of the camera',
  },
  footageWord: { vi: 'cách', en: 'what' },
  footage: {
    vi: 'dữ liệu đã ghi: keep (giữ lại), delete (xoá hẳn)',
    en: 'what becomes of its footage: keep or delete',
  },
  added: {
    vi: 'Đã thêm “{name}”, chưa kết nối thử. Sau vài giây hãy xem: matlang camera list{data}',
    en: 'Added “{name}”; no connection was tried yet. See it in some seconds: matlang camera list{data}',
  },
  addedStopped: {
    vi: 'Đã thêm “{name}”, chưa kết nối thử: hệ thống đang không chạy. Bắt đầu ghi: matlang run{data}',
    en: 'Added “{name}”; no connection was tried: the site is not running. Begin to record: matlang run{data}',
  },
  removedKeeping: {
    vi: 'Đã bỏ “{name}”. Dữ liệu đã ghi được giữ như cũ, mỗi đoạn {days} ngày kể từ lúc ghi: đoạn cuối đến {until}, sớm hơn nếu ổ đầy.',
    en: 'Removed “{name}”. Its footage is kept as before, each piece {days} days from when it was recorded: the last until {until}, or less when the disk is full.',
  },
  deleteAsked: {
    vi: 'Xoá mọi dữ liệu đã ghi của “{name}”, trừ phần “khoá không xoá”? Không lấy lại được. Gõ tên mắt camera để xoá: ',
    en: 'Delete all footage of “{name}”, except what is held? It can’t be had back. Type the name of the camera to delete it: ',
  },
  deleteNotConfirmed: {
    vi: 'Không xoá gì; mắt camera vẫn còn.',
    en: 'Nothing was deleted; the camera stays.',
  },
  deleteNeedsYes: {
    vi: '--footage delete xoá hẳn dữ liệu đã ghi: ngoài cửa sổ lệnh phải thêm --yes.',
    en: '--footage delete deletes footage for good: without a terminal it takes --yes.',
  },
  yes: { vi: 'xoá mà không hỏi lại', en: 'delete without asking' },
  removedDeleting: {
    vi: 'Đã bỏ “{name}”. Dữ liệu đã ghi đang được xoá, trừ phần “khoá không xoá”.',
    en: 'Removed “{name}”. Its footage is deleted, except what is held.',
  },
  nameTaken: {
    vi: 'Đã có mắt camera tên “{name}” (mã {id}), nên chưa thêm. Hãy đặt tên khác, ví dụ thêm số hoặc hướng nhìn.',
    en: 'There is a camera called “{name}” already (id {id}); nothing was added. Choose another name, say with a number or a direction.',
  },
  unknown: {
    vi: 'Không có mắt camera “{asked}”. Hiện có: {names}.',
    en: 'There is no camera “{asked}”. There are: {names}.',
  },
  unknownOfNone: {
    vi: 'Không có mắt camera “{asked}”: hệ thống chưa có mắt camera nào.',
    en: 'There is no camera “{asked}”: the site has no camera yet.',
  },
  andMore: { vi: '{names} … và {count} mắt camera nữa', en: '{names} … and {count} more' },
  ambiguous: {
    vi: '“{asked}” có thể là nhiều mắt camera. Hãy gõ đúng dấu, hoặc dùng mã: {names}.',
    en: '“{asked}” may be several cameras. Write it with its marks, or use the id: {names}.',
  },
  recorded: { vi: 'đang ghi', en: 'recording' },
  unrecorded: { vi: 'có hình, chưa ghi', en: 'not recorded' },
  volumeIdle: {
    vi: 'KHÔNG GHI ĐƯỢC: ổ lưu trữ ({path}) {state}. {tryThis}',
    en: 'NOT RECORDING: the volume ({path}) is {state}. {tryThis}',
  },
  volumeSlow: {
    vi: 'CHÚ Ý: ổ lưu trữ ({path}) {state}. {tryThis}',
    en: 'WARNING: the volume ({path}) is {state}. {tryThis}',
  },
  none: {
    vi: 'Chưa có mắt camera nào. Thêm bằng: matlang camera add{data} --name "Cổng chợ" --main rtsp://…',
    en: 'No camera yet. Add one: matlang camera add{data} --name "Cổng chợ" --main rtsp://…',
  },
  siteStopped: {
    vi: 'Hệ thống đang không chạy: không camera nào được ghi. Chạy: matlang run{data}',
    en: 'The site is not running: no camera is recorded. Run: matlang run{data}',
  },
  headCamera: { vi: 'mắt camera', en: 'camera' },
  headStream: { vi: 'luồng', en: 'stream' },
  headStreams: { vi: 'các luồng', en: 'streams' },
  headState: { vi: 'trạng thái', en: 'state' },
  headCodec: { vi: 'kiểu nén', en: 'codec' },
  headShortCodec: { vi: 'kiểu\nnén', en: 'codec' },
  headSize: { vi: 'cỡ hình', en: 'size' },
  headFrames: { vi: 'hình/giây', en: 'fps' },
  headShortFrames: { vi: 'hình\n/giây', en: 'fps' },
  headGop: { vi: 'chu kỳ\nI-frame', en: 'I-frame\nevery' },
  headClock: { vi: 'đồng hồ\ncamera', en: 'camera’s\nclock' },
  headMegabits: { vi: 'Mbit/s', en: 'Mbit/s' },
  ids: { vi: 'hiện cả mã của từng mắt camera', en: 'with the id of each camera' },
  headId: { vi: 'mã', en: 'id' },
  headMain: { vi: 'luồng chính', en: 'main stream' },
  headSub: { vi: 'luồng phụ', en: 'sub stream' },
  seconds1: { vi: '{figure} s', en: '{figure} s' },
  clockSlow: { vi: 'chậm {figure} s', en: '{figure} s slow' },
  clockFast: { vi: 'nhanh {figure} s', en: '{figure} s fast' },
  clockRight: { vi: 'đúng', en: 'right' },
  failing: {
    vi: '{camera}, {streams}: {what} {tryThis}',
    en: '{camera}, {streams}: {what} {tryThis}',
  },
  video: { vi: 'hình', en: 'video' },
  audio: { vi: 'âm thanh', en: 'sound' },
  framesPerSecond: { vi: '{figure} hình/giây', en: '{figure} pictures a second' },
  keyFrames: {
    vi: 'khung hình khoá (I-frame) mỗi {time} ({count} hình)',
    en: 'a key frame every {time} ({count} pictures)',
  },
  lost: { vi: 'mất {lost} trong {all} gói tin', en: '{lost} of {all} packets lost' },
  probeFailed: {
    vi: 'Không xem được camera (bước {step}): {what}{status}',
    en: 'Failed {step}: {what}{status}',
  },
  probeStatus: { vi: ' (mã {status})', en: ' (status {status})' },
  probeDetail: { vi: 'Chi tiết: {detail}', en: 'Details: {detail}' },
  passwordInAddress: {
    vi: 'Chú ý: mật khẩu trong địa chỉ còn nằm trong lịch sử lệnh và người khác trên máy này đọc được. Lần sau hãy dùng --username và --password-file.',
    en: 'Note: a password in the address stays in the shell’s history, and others on this machine can read it. Use --username and --password-file the next time.',
  },
  probeServer: { vi: 'Camera tự giới thiệu: {server}', en: 'The camera calls itself: {server}' },
  probeTry: { vi: 'Nên thử: {tryThis}', en: 'Try: {tryThis}' },
  probeWorks: {
    vi: 'Xem được: {transport}, {signIn}{server}',
    en: 'It works: {transport}, {signIn}{server}',
  },
  signInNone: { vi: 'không đòi mật khẩu', en: 'asks for no password' },
  signInBasic: { vi: 'đăng nhập Basic (không mã hoá)', en: 'sign-in Basic (unencrypted)' },
  signInMd5: { vi: 'đăng nhập Digest MD5', en: 'sign-in Digest MD5' },
  signInSha: { vi: 'đăng nhập Digest SHA-256', en: 'sign-in Digest SHA-256' },
  clock: { vi: '  đồng hồ camera: {offset}', en: '  clock: {offset}' },
  clockUntold: { vi: 'camera không báo giờ', en: 'not told by the camera' },
  clockOffset: { vi: '{offset} so với máy này', en: '{offset} against this machine' },
  nothingUnusual: { vi: 'Không có gì bất thường.', en: 'Nothing unusual.' },
  worthKnowing: { vi: 'Nên biết:', en: 'Worth knowing:' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Streams by their kind, in a column that says what it holds. */
export const SHORT_STREAM_TEXTS = {
  main: { vi: 'chính', en: 'main' },
  sub: { vi: 'phụ', en: 'sub' },
  audio: { vi: 'âm thanh', en: 'sound' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Streams by their kind. */
export const STREAM_TEXTS = {
  main: { vi: 'luồng chính', en: 'main stream' },
  sub: { vi: 'luồng phụ', en: 'sub stream' },
  audio: { vi: 'âm thanh', en: 'sound' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Why a text is no address of a camera. */
export const URL_PROBLEM_TEXTS = {
  'not-rtsp': {
    vi: 'Địa chỉ camera phải bắt đầu bằng rtsp://',
    en: 'The address of a camera begins with rtsp://',
  },
  'encrypted-not-supported': {
    vi: 'Mắt Làng chưa nhận rtsps:// (RTSP mã hoá). Hãy dùng địa chỉ rtsp:// của camera.',
    en: 'rtsps:// (encrypted RTSP) is not spoken yet. Use the camera’s rtsp:// address.',
  },
  'no-host': {
    vi: 'Địa chỉ camera thiếu tên máy sau rtsp://',
    en: 'The address lacks a host behind rtsp://',
  },
  'bad-port': {
    vi: 'Địa chỉ camera sai tên máy hoặc cổng; cổng là số từ 1 đến 65535.',
    en: 'Host or port of the address are wrong; a port is a number from 1 to 65535.',
  },
  'too-long': { vi: 'Địa chỉ camera quá dài.', en: 'The address of the camera is too long.' },
  'bad-character': {
    vi: 'Địa chỉ camera có dấu cách hoặc ký tự không dùng được.',
    en: 'The address of the camera holds a space or a character that can’t be there.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
