/** Texts of holds and bookmarks: dialogs and lists. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const HOLD_TEXTS = {
  holds: { vi: 'Khoá không xoá', en: 'Holds' },
  holdNew: { vi: 'Khoá một khoảng', en: 'Hold a span' },
  holdTitle: { vi: 'Khoá không xoá', en: 'Keep from deletion' },
  holdWhat: {
    vi: 'Hình ghi trong khoảng này được giữ lại, dù đã quá thời hạn lưu, cho đến khi có người gỡ khoá.',
    en: 'Footage of this span is kept beyond its days, until somebody lifts the hold.',
  },
  holdReason: { vi: 'Lý do', en: 'Reason' },
  holdOwner: { vi: 'Người chịu trách nhiệm', en: 'Owner' },
  holdReviewAt: { vi: 'Ngày rà soát', en: 'Review on' },
  holdReviewHint: {
    vi: 'Đến ngày này có người rà soát xem khoá còn cần không, ví dụ {example}',
    en: 'The day on which somebody looks whether it is still needed, such as {example}',
  },
  holdReviewWrong: {
    vi: 'Phải là ngày trong tương lai, ví dụ {example}',
    en: 'Must be a day to come, such as {example}',
  },
  holdPlace: { vi: 'Khoá', en: 'Hold' },
  holdKeeps: { vi: 'đang giữ {size}', en: 'keeps {size}' },
  holdBy: { vi: 'Chịu trách nhiệm: {owner}', en: 'Owner: {owner}' },
  holdReview: { vi: 'Rà soát ngày {date}', en: 'Review on {date}' },
  holdOverdue: { vi: 'Quá hạn rà soát {length}', en: 'Review overdue by {length}' },
  holdPlacing: { vi: 'đang đặt khoá, chờ bộ ghi hình', en: 'being placed: waits for the recorder' },
  holdLifting: { vi: 'đang gỡ khoá, chờ bộ ghi hình', en: 'being lifted: waits for the recorder' },
  holdLifted: { vi: 'đã gỡ lúc {time}', en: 'lifted {time}' },
  holdLift: { vi: 'Gỡ khoá', en: 'Lift' },
  holdLiftSure: {
    vi: 'Gỡ khoá? Hình đã quá thời hạn lưu của khoảng này sẽ bị xoá ngay sau đó và không lấy lại được.',
    en: 'Lift it? Footage of this span that is past its days is deleted soon after, and can’t be brought back.',
  },
  holdsShowLifted: { vi: 'Cả khoá đã gỡ', en: 'Lifted ones too' },
  holdsEmpty: {
    vi: 'Chưa khoá khoảng nào. Khoá một khoảng khi hình ghi cần giữ lâu hơn thời hạn lưu, ví dụ cho một vụ việc.',
    en: 'Nothing is held. Hold a span when its footage is needed for longer than its days, for an incident for instance.',
  },
  holdsOverdue: { vi: '{count} khoá đã quá hạn rà soát', en: 'Holds overdue for review: {count}' },
  bookmarks: { vi: 'Ghi nhớ', en: 'Bookmarks' },
  bookmarkNew: { vi: 'Ghi nhớ mới', en: 'New bookmark' },
  bookmarkTitle: { vi: 'Ghi nhớ một khoảng', en: 'Bookmark a span' },
  bookmarkEditTitle: { vi: 'Sửa điểm ghi nhớ', en: 'Change the bookmark' },
  bookmarkCamera: { vi: 'Mắt camera', en: 'Camera' },
  bookmarkName: { vi: 'Tên', en: 'Name' },
  bookmarkNote: { vi: 'Ghi chú', en: 'Note' },
  bookmarkSave: { vi: 'Lưu', en: 'Save' },
  bookmarkEdit: { vi: 'Sửa', en: 'Change' },
  bookmarkRemove: { vi: 'Xoá', en: 'Remove' },
  bookmarkRemoveSure: {
    vi: 'Xoá điểm ghi nhớ này? Hình ghi vẫn còn.',
    en: 'Remove this bookmark? The footage stays.',
  },
  bookmarkBy: { vi: 'Người ghi: {who}, lúc {time}', en: 'Made by {who}, {time}' },
  bookmarksAll: { vi: 'Mọi mắt camera', en: 'All cameras' },
  bookmarksEmptyCamera: {
    vi: 'Mắt camera này chưa có điểm ghi nhớ nào.',
    en: 'This camera has no bookmarks yet.',
  },
  bookmarksEmpty: {
    vi: 'Chưa có điểm ghi nhớ nào. Ghi nhớ một thời điểm hoặc một khoảng để lần sau mở lại ngay. Ghi nhớ không giữ hình khỏi bị xoá: việc đó là của “Khoá không xoá”.',
    en: 'No bookmarks yet. Name a moment or a span to open it again at once. A bookmark keeps nothing from deletion: that is what holds do.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
