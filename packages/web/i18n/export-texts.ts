/** Texts of exports, the dialog and the list, and of spans that are typed. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const EXPORT_TEXTS = {
  exports: { vi: 'Trích xuất', en: 'Exports' },
  exportNew: { vi: 'Trích xuất mới', en: 'New export' },
  exportTitle: { vi: 'Trích xuất hình ghi', en: 'Export footage' },
  spanFrom: { vi: 'Từ lúc', en: 'From' },
  spanTo: { vi: 'Đến lúc', en: 'To' },
  spanOrder: { vi: 'Phải sau lúc bắt đầu', en: 'Must be later than the start' },
  spanLength: { vi: 'Dài {length}', en: '{length} long' },
  exportPurpose: { vi: 'Mục đích', en: 'Purpose' },
  exportPurposeHint: {
    vi: 'Ví dụ: vụ mất xe ở chợ ngày 15/02. Mục đích được ghi vào nhật ký truy cập.',
    en: 'Such as: motorbike taken at the market on 15/02. It is written to the audit log.',
  },
  exportStream: { vi: 'Chất lượng', en: 'Quality' },
  exportMain: { vi: 'Rõ nhất', en: 'Best picture' },
  exportSub: { vi: 'Tệp nhỏ', en: 'Small files' },
  exportStart: { vi: 'Trích xuất', en: 'Export' },
  exportNothing: { vi: 'không có hình ghi trong khoảng này', en: 'nothing recorded in this span' },
  exportCameraSize: { vi: '{size}, có hình {length}', en: '{size}, {length} recorded' },
  exportEstimate: {
    vi: 'Khoảng {size}. Chuẩn bị chừng {prepare}, tải về chừng {send}.',
    en: 'About {size}. Preparing takes about {prepare}, fetching about {send}.',
  },
  exportNothingAtAll: {
    vi: 'Không mắt camera nào đã chọn có hình ghi trong khoảng này. Hãy chọn khoảng khác; dòng thời gian ở trang Xem lại cho biết lúc nào có hình.',
    en: 'None of the ticked cameras has footage in this span. Choose another one; the time line of the review page shows when there are pictures.',
  },
  exportOriginal: {
    vi: 'Tệp giữ nguyên hình gốc, không nén lại.',
    en: 'Files hold the original pictures; nothing is compressed again.',
  },
  exportPlaysH264: {
    vi: 'Kiểu nén H.264: mở được trên máy tính, điện thoại và trình duyệt.',
    en: 'H.264: computers, phones and browsers play it.',
  },
  exportPlaysH265: {
    vi: 'Kiểu nén H.265: mở bằng VLC hoặc điện thoại; không phải trình duyệt nào cũng phát được.',
    en: 'H.265: VLC and phones play it; not every browser does.',
  },
  exportFirstPicture: { vi: 'Hình đầu, {time}', en: 'First picture, {time}' },
  exportLastPicture: { vi: 'Hình cuối, {time}', en: 'Last picture, {time}' },
  exportMorePictures: {
    vi: 'Xem trước {count} mắt camera còn lại',
    en: 'Preview the other {count} cameras',
  },
  exportNoPicture: { vi: 'chưa xem trước được hình này', en: 'no preview of this picture' },
  exportPreparing: { vi: 'Đang chuẩn bị', en: 'Being prepared' },
  exportPreparingCount: {
    vi: 'Đang chuẩn bị: xong {done}/{count} mắt camera',
    en: 'Being prepared: {done} of {count} cameras done',
  },
  exportReady: { vi: 'Sẵn sàng', en: 'Ready' },
  exportCancelled: { vi: 'Đã huỷ', en: 'Cancelled' },
  exportExpired: { vi: 'Hết hạn tải', en: 'Expired' },
  exportFailed: { vi: 'Không trích xuất được', en: 'Failed' },
  exportGoesOn: {
    vi: 'Có thể đóng cửa sổ này: việc chuẩn bị vẫn tiếp tục, xem ở trang Trích xuất.',
    en: 'You may close this window: preparing goes on, see the page Exports.',
  },
  exportDownload: { vi: 'Tải về ({size})', en: 'Download ({size})' },
  exportDownloadZip: { vi: 'Tải tất cả, tệp ZIP ({size})', en: 'Download all as ZIP ({size})' },
  exportFetching: {
    vi: 'Đang tải về: {percent} %, còn chừng {left}',
    en: 'Being fetched: {percent} %, about {left} left',
  },
  exportFetched: { vi: 'Đã tải về', en: 'Fetched' },
  exportFetchBroken: {
    vi: 'Lần tải trước bị đứt giữa chừng; hãy tải lại.',
    en: 'The last fetch broke off; fetch it again.',
  },
  exportCancel: { vi: 'Huỷ', en: 'Cancel' },
  exportCancelSure: {
    vi: 'Huỷ lần trích xuất này? Phần đã chuẩn bị bị bỏ, ai đang tải sẽ bị ngắt. Hình gốc vẫn còn.',
    en: 'Give this export up? What was prepared goes, and whoever fetches it is cut off. The footage itself stays.',
  },
  exportUntil: { vi: 'Tải được đến {time}', en: 'Can be fetched until {time}' },
  exportBy: { vi: 'Người yêu cầu: {who}, lúc {time}', en: 'Asked for by {who}, {time}' },
  exportFor: { vi: 'Mục đích: {purpose}', en: 'Purpose: {purpose}' },
  exportUnstated: { vi: 'không nêu', en: 'not stated' },
  exportWithout: { vi: 'Không có hình ghi: {cameras}', en: 'Nothing recorded: {cameras}' },
  exportFiles: { vi: '{count} tệp', en: '{count} files' },
  exportGapsInside: {
    vi: '{count} tệp có khoảng thiếu hình: xem danh sách tệp.',
    en: 'Files with pictures missing: {count}; see the list of files.',
  },
  gapOnce: {
    vi: 'Thiếu hình một khoảng {span} ({length}): {cause}.',
    en: 'Pictures are missing once, {span} ({length}): {cause}.',
  },
  gapsMany: {
    vi: 'Thiếu hình {count} khoảng, tổng {total}. Dài nhất {length}, từ {time}: {cause}.',
    en: 'Pictures are missing {count} times, {total} in all. Longest {length}, from {time}: {cause}.',
  },
  gapsList: { vi: 'Xem từng khoảng thiếu', en: 'List each gap' },
  gapsMore: { vi: 'và {count} khoảng nữa', en: 'and {count} more' },
  gapCauseUnknown: { vi: 'không rõ vì sao', en: 'cause not known' },
  exportsEmpty: {
    vi: 'Chưa có lần trích xuất nào. Đánh dấu một đoạn ở trang Xem lại bằng phím I và O, hoặc bấm “Trích xuất mới”.',
    en: 'No exports yet. Mark a span on the review page with the keys I and O, or press “New export”.',
  },
  exportOpenList: { vi: 'Mở danh sách', en: 'Open the list' },
  localUser: { vi: 'người dùng tại máy', en: 'the user of this machine' },
  showMore: { vi: 'Xem thêm', en: 'Show more' },
  openInReview: { vi: 'Xem hình', en: 'See the footage' },
  keepIt: { vi: 'Không', en: 'No' },
  close: { vi: 'Đóng', en: 'Close' },
} as const satisfies Readonly<Record<string, Bilingual>>;
