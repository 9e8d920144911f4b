/** Texts of the recovery sheet and of handing over: not part of TEXTS, because they are wanted once a year. */
import type { Bilingual } from '@matlang/contract';

/** By name; loaded with the pages that say them. */
export const RECOVERY_TEXTS = {
  recoverySheetWhat: {
    vi: 'Một tờ giấy cất trong két. Khi người quản trị mất cả điện thoại, khoá đăng nhập và mật khẩu, mã trên phiếu cho vào lại một lần. Ai lấy được phiếu thì vào được như người quản trị.',
    en: 'A sheet of paper in the safe. When an administrator has lost phone, passkeys and password, its code lets them in again, once. Whoever gets at the sheet can come in as the administrator.',
  },
  recoverySheetThere: {
    vi: 'Đang có phiếu khôi phục, tạo lúc {time}, do {who}.',
    en: 'There is a recovery sheet, made {time} by {who}.',
  },
  recoverySheetNone: {
    vi: 'Chưa có phiếu khôi phục, hoặc phiếu đã dùng. Hãy in một phiếu và cất trong két.',
    en: 'There is no recovery sheet, or it was used. Print one and keep it in the safe.',
  },
  recoverySheetMake: { vi: 'Tạo phiếu để in', en: 'Make a sheet to print' },
  recoverySheetRenew: { vi: 'Tạo phiếu mới', en: 'Make a new sheet' },
  recoverySheetRenewSure: {
    vi: 'Tạo phiếu mới? Phiếu đang cất trong két hết hiệu lực ngay: hãy thay bằng phiếu mới và huỷ phiếu cũ.',
    en: 'Make a new sheet? The one in the safe ends at once: put the new one there and destroy the old.',
  },
  recoverySheetOnce: {
    vi: 'Mã chỉ hiện lần này. In ngay, cất trong két, không chụp ảnh, không gửi qua mạng.',
    en: 'The code is shown only now. Print it at once and keep it in the safe; take no picture, send it to nobody.',
  },
  recoverySheetKept: { vi: 'Tôi đã in và cất phiếu', en: 'It is printed and in the safe' },
  recoverySheetNext: { vi: 'Đã cất mã, in phiếu khôi phục', en: 'Kept; print the recovery sheet' },
  recoverySheetNextWhat: {
    vi: 'Còn một việc: in phiếu khôi phục cho két, để khi người quản trị mất hết vẫn vào lại được.',
    en: 'One thing is left: a recovery sheet for the safe, so that an administrator who has lost everything gets in again.',
  },
  sheetFor: { vi: 'Người quản trị', en: 'Administrators' },
  sheetMade: { vi: 'Tạo lúc', en: 'Made' },
  sheetWhere: { vi: 'Nhập ở trang', en: 'To be typed at' },
  sheetHow: {
    vi: 'Dùng khi người quản trị mất cả điện thoại, khoá đăng nhập và mật khẩu: mở trang trên, nhập tên đăng nhập của người quản trị và mã này, chọn mật khẩu mới, thiết lập lại mã xác thực. Mã dùng được một lần; sau đó in phiếu mới. Mọi lần dùng đều được ghi vào nhật ký.',
    en: 'For an administrator who has lost phone, passkeys and password: open the page above, type the administrator’s user name and this code, choose a new password, set up a new authenticator. Good once; print a new sheet afterwards. Each use is in the log.',
  },
  sheetKeep: { vi: 'Cất tại', en: 'Kept at' },
  sheetDay: { vi: 'Ngày', en: 'Date' },
  sheetSigned: { vi: 'Người cất ký tên', en: 'Signed by' },
  recoverWhat: {
    vi: 'Dành cho người quản trị đã mất điện thoại, khoá đăng nhập hoặc mật khẩu. Mã in trên phiếu cất trong két và dùng được một lần. Mã xác thực, khoá đăng nhập và các phiên trước của tài khoản này bị bỏ.',
    en: 'For an administrator who has lost phone, passkeys or password. The code stands on the sheet in the safe and is good once. Authenticator, passkeys and sessions that the account had end.',
  },
  recoverCode: { vi: 'Mã trên phiếu', en: 'Code of the sheet' },
  recoverDo: { vi: 'Đặt mật khẩu mới và vào', en: 'Set the password and sign in' },
  handOverWhat: {
    vi: 'Khi người quản trị chuyển việc: người nhận có vai trò Quản trị hệ thống trên toàn hệ thống, người giao thôi vai trò đó ngay. Phiếu khôi phục trong két hết hiệu lực, vì người giao đã thấy mã; người nhận in phiếu mới. Các vai trò khác của người giao vẫn giữ; nếu người đó rời đơn vị, người nhận ngừng tài khoản ở trang Người dùng.',
    en: 'When the administrator moves on: the other person gets the role Administrator for the whole site, and yours ends at once. The recovery sheet in the safe is good no more, because you have seen its code; the other one prints a new one. Your other roles stay; if you leave, the other one ends your account on the page People.',
  },
  handOverTo: { vi: 'Người nhận', en: 'To' },
  handOverNobody: {
    vi: 'Chưa có ai nhận được: người nhận phải có tài khoản, đã nhận lời mời và đã thiết lập mã xác thực hoặc khoá đăng nhập (passkey).',
    en: 'There is nobody to hand over to: it must be somebody who has taken the invitation and set up an authenticator or a passkey.',
  },
  handOverChoose: { vi: 'Chọn người nhận', en: 'Choose the person' },
  handOverDo: { vi: 'Bàn giao ngay', en: 'Hand over now' },
  handOverSure: {
    vi: 'Bàn giao cho {name}? Bạn thôi là người quản trị ngay và không tự lấy lại được.',
    en: 'Hand over to {name}? You are no longer the administrator from now on, and can’t take it back yourself.',
  },
  handOverDone: {
    vi: 'Đã bàn giao. In biên bản này, hai bên ký và lưu; nội dung cũng có trong nhật ký.',
    en: 'It is handed over. Print this record, have it signed by both and keep it; it is in the log as well.',
  },
  recordTitle: {
    vi: 'Biên bản bàn giao nhiệm vụ quản trị hệ thống camera',
    en: 'Record of handing over the administration of the camera system',
  },
  recordAt: { vi: 'Thời điểm', en: 'When' },
  recordFrom: { vi: 'Bên giao', en: 'From' },
  recordTo: { vi: 'Bên nhận', en: 'To' },
  recordEntry: { vi: 'Mục trong nhật ký', en: 'Entry of the log' },
  recordWhat: {
    vi: 'Bên nhận có vai trò Quản trị hệ thống trên toàn hệ thống; bên giao đã thôi vai trò này. Phiếu khôi phục trước hết hiệu lực và phải huỷ; bên nhận in phiếu mới và cất trong két.',
    en: 'The receiving side has the role Administrator for the whole site; the other’s has ended. The recovery sheet of before is good no more and is to be destroyed; the receiving side prints a new one for the safe.',
  },
  recordSigned: { vi: 'Ký, ghi rõ họ tên', en: 'Signature and name' },
} as const satisfies Readonly<Record<string, Bilingual>>;
