/** Texts of a camera's tile, live. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const TILE_TEXTS = {
  tileEnlarge: { vi: 'Phóng to {camera}', en: 'Enlarge {camera}' },
  tileZoom: {
    vi: '{camera}: lăn chuột hoặc hai ngón tay để phóng to, bấm để về tất cả',
    en: '{camera}: wheel or two fingers zoom, a click goes back to all',
  },
  tileBack: { vi: 'Về tất cả các mắt camera', en: 'Back to all cameras' },
  tileFullScreen: { vi: 'Toàn màn hình', en: 'Full screen' },
  tileStill: { vi: 'Lưu ảnh', en: 'Save the picture' },
  tileSoundOn: { vi: 'Bật tiếng', en: 'Sound on' },
  tileSoundOff: { vi: 'Tắt tiếng', en: 'Sound off' },
  tileSoundSilent: { vi: 'chưa có tiếng', en: 'no sound yet' },
  tileLowDelay: { vi: 'Giảm độ trễ (máy chạy nặng hơn)', en: 'Least delay (more work for this machine)' },
  tileNoLowDelay: {
    vi: 'Không giảm được độ trễ: cần mở trang bằng HTTPS, hoặc dùng trình duyệt mới hơn',
    en: 'No least delay here: it needs this page by HTTPS, or a newer browser',
  },
  tileLive: { vi: 'hình trực tiếp', en: 'live picture' },
  tileReview: { vi: 'Xem lại camera này', en: 'Review this camera' },
  tileAge: { vi: 'Hình cách đây {age}', en: 'Picture taken {age} ago' },
  tileDelayed: { vi: 'Hình chậm {age}', en: 'Picture {age} late' },
  tileNoSignal: { vi: 'Mất tín hiệu {duration}', en: 'No signal for {duration}' },
  tileUnknown: { vi: 'chưa rõ tình trạng', en: 'state not known' },
  tileCannotPlayButRecorded: {
    vi: 'Camera vẫn được nhận bình thường. Hãy chọn H.264 cho luồng phụ trong cài đặt camera.',
    en: 'The camera is received as it should be. Set its sub stream to H.264.',
  },
  tileCannotPlayTry: {
    vi: 'Hãy chọn H.264 cho luồng phụ trong cài đặt camera.',
    en: 'Set the camera’s sub stream to H.264.',
  },
  tileSince: { vi: 'từ {time}', en: 'since {time}' },
  tileWaiting: { vi: 'đang đợi hình', en: 'waiting for a picture' },
  tileKeyFrame: { vi: 'đang đợi hình đầy đủ tiếp theo', en: 'waiting for the next full picture' },
  tileRunEnded: { vi: 'camera đang kết nối lại', en: 'the camera is being reconnected' },
  tileRecorderAway: { vi: 'bộ ghi hình đang khởi động lại', en: 'the recorder is being started again' },
  tileUnknownStream: { vi: 'luồng này đang tắt', en: 'this stream is switched off' },
  tileRefused: { vi: 'quá nhiều người đang xem', en: 'too many people are watching' },
  tileRefusedWhy: {
    vi: 'Máy chủ chưa nhận thêm người xem được; trang tự thử lại.',
    en: 'The server can’t take one more just now; this page tries again by itself.',
  },
  tileSkipped: { vi: 'mạng chậm: bỏ qua một số hình', en: 'slow network: pictures were left out' },
  tileCannotPlay: { vi: 'Trình duyệt này không xem được {codec}', en: 'This browser can’t show {codec}' },
  tileUndecodable: {
    vi: 'Có tín hiệu, nhưng trình duyệt không giải mã được hình',
    en: 'Pictures come, but this browser can’t decode them',
  },
  tileUnconvertible: {
    vi: 'Có tín hiệu, nhưng máy chủ không chuyển mã được hình',
    en: 'Pictures come, but the server can’t convert them',
  },
  tileTriesAgain: { vi: 'Trang tự thử lại.', en: 'This page tries again by itself.' },
  tileUndecodableTry: {
    vi: 'Nếu vẫn vậy: khởi động lại camera, đặt lại kiểu nén H.264 trong cài đặt camera, hoặc mở trang bằng trình duyệt khác.',
    en: 'If it stays: restart the camera, set its codec to H.264 anew in its settings, or open this page in another browser.',
  },
  tileUsesSub: {
    vi: 'luồng phụ, vì trình duyệt không phát được {codec}',
    en: 'sub stream: this browser cannot play {codec}',
  },
  tileTranscoded: {
    vi: 'chuyển mã từ {codec}, hình nhỏ hơn: trình duyệt không phát được {codec}',
    en: 'converted from {codec}, smaller picture: this browser cannot play {codec}',
  },
  tileTranscodedShort: { vi: 'chuyển mã từ {codec}', en: 'converted from {codec}' },
  tileAnalystAway: {
    vi: 'phần mềm phân tích đang khởi động lại',
    en: 'the analyst is being started again',
  },
  tileTranscodeBusy: { vi: 'đang chờ chuyển mã', en: 'waiting to be converted' },
  tileTranscodeBusyWhy: {
    vi: 'Máy chủ đang chuyển mã số luồng nhiều nhất có thể; trang tự thử lại.',
    en: 'The server is converting as many streams as it may; this page tries again by itself.',
  },
  tileNoTranscoder: { vi: 'không xem được ở đây', en: 'can’t be shown here' },
  tileNoTranscoderWhy: {
    vi: 'Trình duyệt không phát được kiểu nén của camera, và máy chủ không chuyển mã được.',
    en: 'This browser can’t play the camera’s codec, and the server can’t convert it.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
