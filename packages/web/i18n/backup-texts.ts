/** Texts of the backups: their section of the settings, and the mark in the frame. */
import type { Bilingual } from '@matlang/contract';

/** Part of TEXTS, which alone is used. */
export const BACKUP_TEXTS = {
  backups: { vi: 'Sao lưu', en: 'Backups' },
  backupsWhat: {
    vi: 'Người dùng, mắt camera, thiết lập, nhật ký và khoá trong một tệp có mật khẩu; không gồm hình đã ghi. Việc ghi hình không bị ảnh hưởng.',
    en: 'People, cameras, settings, log and keys in one file under a passphrase; no footage. Recording is not affected.',
  },
  backupWarningFailed: { vi: 'Lần sao lưu gần nhất không thành.', en: 'The last backup failed.' },
  backupWarningOld: {
    vi: 'Bản sao lưu tốt gần nhất đã quá hai ngày.',
    en: 'The last good backup is older than two days.',
  },
  backupWarningNever: {
    vi: 'Hệ thống này chưa tự sao lưu lần nào: máy hỏng hoặc mất thì mất hết người dùng, thiết lập và nhật ký.',
    en: 'This site has never made a backup by itself: when the machine burns or is stolen, people, settings and log are gone.',
  },
  backupFailedAt: { vi: 'Lúc {time}', en: 'At {time}' },
  backupGood: { vi: 'Bản tốt gần nhất', en: 'Last good one' },
  backupGoodAt: {
    vi: '{time}, {size}, đã đọc lại nguyên vẹn',
    en: '{time}, {size}, read back whole',
  },
  backupNone: { vi: 'chưa có', en: 'none yet' },
  backupFile: { vi: 'Tệp', en: 'File' },
  backupNext: { vi: 'Bản kế tiếp', en: 'Next one' },
  backupNextNone: { vi: 'không tự sao lưu', en: 'none by itself' },
  backupNextSoon: { vi: 'trong vài phút tới', en: 'within minutes' },
  backupSameDisk: {
    vi: 'Bản sao lưu nằm cùng ổ đĩa với dữ liệu của hệ thống: ổ hỏng thì mất cả hai. Hãy dùng USB, ổ ngoài hoặc ổ mạng.',
    en: 'The backups lie on the disk of the site’s data: what takes one takes both. Use a USB stick, another disk or a network drive.',
  },
  backupNow: { vi: 'Sao lưu ngay', en: 'Make one now' },
  backupSnapshot: { vi: 'Đang chép cơ sở dữ liệu…', en: 'Copying the database…' },
  backupWriting: { vi: 'Đang ghi: {done} / {total}', en: 'Writing: {done} of {total}' },
  backupChecking: {
    vi: 'Đang đọc lại để kiểm tra: {done} / {total}',
    en: 'Reading it back: {done} of {total}',
  },
  backupEveryDay: { vi: 'Tự sao lưu mỗi đêm lúc 02:30', en: 'Make one each night at 02:30' },
  backupEveryDayWhat: {
    vi: 'Máy tắt vào giờ đó thì làm bù khi chạy lại. Giữ bản mới nhất của {days} ngày và của {weeks} tuần.',
    en: 'If the machine is off then, it is made when it runs again. The newest of {days} days and of {weeks} weeks are kept.',
  },
  backupDirectory: { vi: 'Thư mục cất bản sao lưu', en: 'Folder of the backups' },
  backupDirectoryWhat: {
    vi: 'Đường dẫn đầy đủ trên máy chạy hệ thống, thư mục đã có sẵn; tốt nhất trên ổ khác, ví dụ /media/usb/sao-luu.',
    en: 'Whole path on the machine that runs the site, of a folder that is there; best on another disk, such as /media/usb/backups.',
  },
  backupPassphrase: { vi: 'Mật khẩu của bản sao lưu', en: 'Passphrase of the backups' },
  backupPassphraseWhat: {
    vi: 'Ít nhất {least} ký tự. Hãy cất ở nơi khác máy này: mất mật khẩu thì không ai mở được bản sao lưu.',
    en: '{least} characters at least. Keep it away from this machine too: without it nobody opens the backups.',
  },
  backupPassphraseKept: {
    vi: 'Để trống: giữ mật khẩu cũ. Đổi thì chỉ bản mới dùng mật khẩu mới. Ít nhất {least} ký tự.',
    en: 'Empty: the one from before stays. A new one is of new backups only. {least} characters at least.',
  },
  backupSave: { vi: 'Lưu cài đặt sao lưu', en: 'Keep these settings' },
  backupSaved: { vi: 'Đã lưu.', en: 'Kept.' },
  backupLook: { vi: 'Xem phần sao lưu', en: 'Look at the backups' },
} as const satisfies Readonly<Record<string, Bilingual>>;
