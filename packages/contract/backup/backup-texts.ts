/** Why a backup that the site makes by itself did not come about, in words of whoever runs it. */
import type { Bilingual } from '../text/bilingual.ts';

/** Closed list. */
export const BACKUP_FAILURES = [
  'target-missing',
  'target-other',
  'target-full',
  'target-read-only',
  'target-fault',
  'passphrase-unreadable',
  'keys-changed',
  'not-readable',
  'fault',
] as const;
/** One of BACKUP_FAILURES. */
export type BackupFailure = (typeof BACKUP_FAILURES)[number];

/** Each says what to do about it. */
export const BACKUP_FAILURE_TEXTS = {
  'target-missing': {
    vi: 'Không thấy thư mục cất bản sao lưu. Hãy cắm lại ổ đĩa hoặc nối lại ổ mạng, rồi bấm sao lưu ngay.',
    en: 'The folder of the backups is not there. Connect its disk or network drive again, then make one now.',
  },
  'target-other': {
    vi: 'Thư mục vẫn còn nhưng không phải thư mục đã chọn: có lẽ ổ đĩa chưa được cắm, hoặc là ổ khác. Hãy cắm đúng ổ, hoặc lưu lại phần cài đặt này để dùng ổ mới.',
    en: 'The folder is there but is not the one that was chosen: its disk may be disconnected, or it is another one. Connect the right disk, or keep these settings again to use the new one.',
  },
  'target-full': {
    vi: 'Nơi cất bản sao lưu không đủ chỗ. Các bản tốt trước đó vẫn còn; hãy dọn bớt ổ hoặc dùng ổ lớn hơn.',
    en: 'There is not enough room for a backup. The good ones from before are still there; make room, or use a larger disk.',
  },
  'target-read-only': {
    vi: 'Không ghi được vào thư mục cất bản sao lưu (chỉ đọc hoặc không có quyền). Hãy kiểm tra ổ đĩa và quyền ghi.',
    en: 'The folder of the backups can’t be written (read-only, or not permitted). Check the disk and its write access.',
  },
  'target-fault': {
    vi: 'Ổ đĩa cất bản sao lưu (hoặc ổ của hệ thống) báo lỗi khi đọc hoặc ghi. Hãy kiểm tra, và thay ổ khác.',
    en: 'The disk of the backups (or that of the site) reports faults. Check it, and use another one.',
  },
  'passphrase-unreadable': {
    vi: 'Không mở được mật khẩu sao lưu đã cất (khoá của hệ thống đã khác). Hãy nhập lại mật khẩu ở phần cài đặt này.',
    en: 'The kept passphrase does not open (the key of the site is another one). Type it again in these settings.',
  },
  'keys-changed': {
    vi: 'Khoá của hệ thống được đổi đúng lúc sao lưu, nên bản này bị bỏ; hệ thống sẽ tự làm lại.',
    en: 'The key of the site was changed during the backup, so that one was dropped; the site tries again by itself.',
  },
  'not-readable': {
    vi: 'Bản vừa ghi không đọc lại được nguyên vẹn nên đã bị bỏ. Các bản tốt trước đó vẫn còn; ổ đĩa có thể đã hỏng.',
    en: 'What was written did not read back whole and was dropped. The good ones from before are still there; the disk may be failing.',
  },
  fault: {
    vi: 'Sao lưu không thành vì lỗi của phần mềm; nhật ký của tiến trình có chi tiết. Hệ thống sẽ tự làm lại.',
    en: 'The backup failed by a fault of the program; the log of its process says more. The site tries again by itself.',
  },
} as const satisfies Readonly<Record<BackupFailure, Bilingual>>;
