/** What the actions of the audit log mean, as an officer says it: what somebody did. Whose sentence it is stands beside it. */
import type { Bilingual } from '../text/bilingual.ts';

/** By action, in the order in which a person looks for them. */
export const AUDIT_ACTION_TEXTS = {
  'session.opened': { vi: 'Đăng nhập', en: 'Signed in' },
  'session.refused': { vi: 'Đăng nhập sai', en: 'Sign-in refused' },
  'session.ended': { vi: 'Kết thúc phiên đăng nhập', en: 'Ended sessions' },
  'purpose.opened': { vi: 'Nêu mục đích xem hình đã ghi', en: 'Stated why footage is looked at' },
  'purpose.closed': { vi: 'Thôi xem hình theo mục đích đã nêu', en: 'Ended a stated purpose' },
  'footage.viewed': { vi: 'Xem hình đã ghi', en: 'Looked at footage' },
  'footage.exported': { vi: 'Trích xuất thẳng một đoạn hình', en: 'Exported a span of footage' },
  'export.created': { vi: 'Yêu cầu trích xuất hình', en: 'Asked for an export' },
  'export.fetched': { vi: 'Tải về hình đã trích xuất', en: 'Took an export away' },
  'export.cancelled': { vi: 'Huỷ lần trích xuất', en: 'Cancelled an export' },
  'export.expired': { vi: 'Bản trích xuất hết hạn', en: 'An export expired' },
  'export.failed': { vi: 'Trích xuất không thành', en: 'An export failed' },
  'hold.placed': { vi: 'Khoá không cho xoá hình', en: 'Kept footage from deletion' },
  'hold.lifted': { vi: 'Gỡ khoá không xoá', en: 'Lifted a hold' },
  'hold.refused': { vi: 'Không đặt được khoá không xoá', en: 'A hold could not be placed' },
  'footage.deleted': { vi: 'Xoá hình đã ghi của một mắt camera', en: 'Deleted a camera’s footage' },
  'bookmark.added': { vi: 'Thêm điểm ghi nhớ', en: 'Added a bookmark' },
  'bookmark.changed': { vi: 'Sửa điểm ghi nhớ', en: 'Changed a bookmark' },
  'bookmark.removed': { vi: 'Bỏ điểm ghi nhớ', en: 'Removed a bookmark' },
  'camera.added': { vi: 'Thêm mắt camera', en: 'Added a camera' },
  'camera.changed': { vi: 'Sửa thiết lập mắt camera', en: 'Changed a camera’s settings' },
  'camera.removed': { vi: 'Bỏ mắt camera', en: 'Removed a camera' },
  'person.added': { vi: 'Thêm người dùng', en: 'Added a person' },
  'person.invited': { vi: 'Tạo mã mời', en: 'Made an invitation' },
  'person.joined': { vi: 'Nhận lời mời', en: 'Took an invitation' },
  'person.changed': { vi: 'Sửa tài khoản người dùng', en: 'Changed an account' },
  'person.password-changed': { vi: 'Đổi mật khẩu', en: 'Changed the password' },
  'person.second-factor-set': { vi: 'Thiết lập mã xác thực trên điện thoại', en: 'Set up an authenticator' },
  'session.proved': { vi: 'Xác nhận lại mình là ai', en: 'Showed once more who they are' },
  'passkey.added': { vi: 'Thêm khoá đăng nhập (passkey)', en: 'Added a passkey' },
  'passkey.removed': { vi: 'Bỏ khoá đăng nhập (passkey)', en: 'Removed a passkey' },
  'recovery-sheet.made': { vi: 'Tạo phiếu khôi phục', en: 'Made a recovery sheet' },
  'recovery-sheet.used': { vi: 'Vào lại bằng phiếu khôi phục', en: 'Got in by the recovery sheet' },
  'administrator.handed-over': {
    vi: 'Bàn giao nhiệm vụ quản trị',
    en: 'Handed over the administrator’s duty',
  },
  'grant.added': { vi: 'Giao vai trò', en: 'Gave a role' },
  'grant.ended': { vi: 'Thôi giao vai trò', en: 'Took a role away' },
  'kiosk.added': { vi: 'Thêm màn hình chung', en: 'Added a shared screen' },
  'kiosk.paired': { vi: 'Ghép màn hình chung', en: 'Paired a shared screen' },
  'kiosk.moved': { vi: 'Màn hình chung đổi địa chỉ', en: 'A shared screen came from another address' },
  'kiosk.revoked': { vi: 'Thu hồi màn hình chung', en: 'Revoked a shared screen' },
  'kiosk.unlocked': { vi: 'Mở xem lại ở màn hình chung', en: 'Opened recordings on a shared screen' },
  'kiosk.locked': { vi: 'Thôi xem lại ở màn hình chung', en: 'Closed recordings on a shared screen' },
  'kiosk.pin-refused': { vi: 'Nhập sai mã PIN ở màn hình chung', en: 'A PIN was refused on a shared screen' },
  'person.pin-set': { vi: 'Đặt mã PIN cho màn hình chung', en: 'Set a PIN for shared screens' },
  'person.pin-removed': { vi: 'Bỏ mã PIN', en: 'Removed the PIN' },
  'person.capacity-added': { vi: 'Ghi tư cách pháp lý', en: 'Kept a legal capacity' },
  'person.capacity-ended': { vi: 'Kết thúc tư cách pháp lý', en: 'Ended a legal capacity' },
  'role.made': { vi: 'Tạo vai trò riêng', en: 'Made a role' },
  'role.changed': { vi: 'Sửa vai trò riêng', en: 'Changed a role' },
  'role.removed': { vi: 'Bỏ vai trò riêng', en: 'Removed a role' },
  'token.added': { vi: 'Tạo khoá truy cập cho chương trình', en: 'Made a token for a script' },
  'token.revoked': { vi: 'Thu hồi khoá truy cập', en: 'Revoked a token' },
  'audit.read': { vi: 'Đọc nhật ký này', en: 'Read this log' },
  'audit.exported': { vi: 'Xuất nhật ký này ra tệp', en: 'Exported this log' },
  'audit.signed': { vi: 'Ký xác nhận nhật ký', en: 'Signed this log' },
  'audit.head-sent': { vi: 'Gửi mốc nhật ký tới nơi khác', en: 'Sent a head of this log elsewhere' },
  'audit.head-failed': {
    vi: 'Không gửi được mốc nhật ký',
    en: 'A head of this log did not arrive elsewhere',
  },
  'keys.rotated': { vi: 'Đổi khoá của hệ thống', en: 'Changed the site’s key' },
  'archive.heads-signed': { vi: 'Ký xác nhận hình đã ghi', en: 'Signed the recordings' },
  'archive.clock-step': { vi: 'Đồng hồ máy bị chỉnh', en: 'The machine’s clock was set' },
  'simulated-cameras.started': { vi: 'Bật camera mô phỏng', en: 'Started simulated cameras' },
  'backup.made': { vi: 'Sao lưu hệ thống', en: 'Made a backup' },
  'backup.failed': { vi: 'Sao lưu không thành', en: 'A backup failed' },
  'backup.settings-changed': { vi: 'Đổi cài đặt sao lưu', en: 'Changed the settings of backups' },
  'site.restored': { vi: 'Lập lại hệ thống từ bản sao lưu', en: 'Restored the site from a backup' },
  'site.created': { vi: 'Lập hệ thống', en: 'Made the site' },
  'configuration.adopted': {
    vi: 'Lấy lại thiết lập từ phần mềm ghi hình',
    en: 'Took the settings over from the recorder',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** One that this program writes. */
export type AuditAction = keyof typeof AUDIT_ACTION_TEXTS;

/** Kinds of actions: all whose name begins so. For who looks for more than one of them. */
export const AUDIT_ACTION_KINDS = {
  'session.': { vi: 'Đăng nhập', en: 'Signing in' },
  'footage.': { vi: 'Hình đã ghi: xem, trích xuất thẳng, xoá', en: 'Footage: looked at, exported, deleted' },
  'export.': { vi: 'Trích xuất', en: 'Exports' },
  'purpose.': { vi: 'Mục đích xem', en: 'Purposes' },
  'hold.': { vi: 'Khoá không xoá', en: 'Holds' },
  'bookmark.': { vi: 'Điểm ghi nhớ', en: 'Bookmarks' },
  'camera.': { vi: 'Mắt camera', en: 'Cameras' },
  'person.': { vi: 'Người dùng', en: 'People' },
  'grant.': { vi: 'Vai trò', en: 'Roles' },
  'kiosk.': { vi: 'Màn hình chung', en: 'Shared screens' },
  'token.': { vi: 'Khoá truy cập cho chương trình', en: 'Tokens of scripts' },
  'audit.': { vi: 'Nhật ký này', en: 'This log' },
  'archive.': { vi: 'Phần mềm ghi hình', en: 'The recorder' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** In words; an action of a newer program as it is written. */
export function auditActionText(action: string): Bilingual {
  return isKnown(action) ? AUDIT_ACTION_TEXTS[action] : { vi: action, en: action };
}

function isKnown(action: string): action is AuditAction {
  return Object.hasOwn(AUDIT_ACTION_TEXTS, action);
}
