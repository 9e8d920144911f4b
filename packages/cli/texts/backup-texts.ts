/** `matlang backup` and `matlang restore`. */
import type { Bilingual } from '@matlang/contract';
import type { BackupErrorCode } from '@matlang/server/backup-error';

/** By name; `{name}` stands for a value. */
export const BACKUP_TEXTS = {
  backupDescription: {
    vi: 'Sao lưu người dùng, thiết lập, nhật ký và khoá vào một tệp có mật khẩu; không gồm hình đã ghi. Hệ thống vẫn chạy',
    en: 'Keep people, settings, log and keys in one file under a passphrase; no footage. The site may run meanwhile',
  },
  restoreDescription: {
    vi: 'Lập lại thư mục của hệ thống từ tệp sao lưu; thư mục phải trống hoặc chưa có',
    en: 'Make the folder of a site from a backup; it must be empty or not there yet',
  },
  passphraseFile: {
    vi: 'tệp có mật khẩu của bản sao lưu ở dòng đầu; - là hỏi ở màn hình, hoặc đọc đầu vào chuẩn',
    en: 'file with the passphrase in its first line; - asks at the terminal, or reads standard input',
  },
  to: {
    vi: 'thay cho tệp: thư mục mà hệ thống tự cất bản sao lưu vào, khi đang chạy',
    en: 'instead of a file: the folder in which the site keeps backups by itself while it runs',
  },
  every: {
    vi: 'day: mỗi đêm một bản (mặc định khi có --to); never: thôi tự sao lưu',
    en: 'day: one each night (the default with --to); never: none by itself any more',
  },
  fileOrFolder: {
    vi: 'Hãy nêu một tệp để sao lưu ngay, hoặc --to THƯ-MỤC --every day để hệ thống tự sao lưu mỗi ngày.',
    en: 'Name a file for one backup now, or --to DIR --every day for the site to make one each day.',
  },
  everyDay: {
    vi: 'Hệ thống tự sao lưu mỗi đêm lúc 02:30 vào {folder}, bản đầu tiên trong vài phút tới khi hệ thống chạy. Giữ bản mới nhất của {days} ngày và của {weeks} tuần. Mật khẩu được niêm phong bằng khoá của hệ thống: hãy cất nó ở nơi khác nữa, vì máy mất thì chỉ mật khẩu mở được bản sao lưu.',
    en: 'The site makes a backup each night at 02:30 in {folder}, the first within minutes while it runs. The newest of each of {days} days and {weeks} weeks are kept. The passphrase is sealed with the site’s key: keep it elsewhere too, because without the machine it alone opens the backups.',
  },
  never: {
    vi: 'Hệ thống không tự sao lưu nữa. Các bản đã có vẫn còn.',
    en: 'The site makes no backups by itself any more. Those that are there stay.',
  },
  tooShort: {
    vi: 'Mật khẩu của bản sao lưu cần ít nhất {least} ký tự: ai mở được tệp này thì có mọi khoá của hệ thống.',
    en: 'The passphrase needs {least} characters at least: whoever opens the file has all keys of the site.',
  },
  fileExists: {
    vi: 'Tệp {file} đã có. Hãy chọn tên khác; bản sao lưu cũ không bị ghi đè.',
    en: '{file} is there already. Choose another name: no backup is written over.',
  },
  made: {
    vi: 'Đã sao lưu hệ thống “{name}” vào {file}. Hãy cất tệp ở máy khác, và cất mật khẩu ở chỗ khác: mất mật khẩu thì không mở lại được. Hình đã ghi và chứng chỉ do nơi khác cấp không có trong tệp.',
    en: 'The site “{name}” is kept in {file}. Take the file to another machine and keep the passphrase elsewhere: without it nobody opens it. Footage, and certificates that came from elsewhere, are not in it.',
  },
  restored: {
    vi: 'Đã lập lại hệ thống “{name}” trong {directory}, như lúc {time}. Ai bị thôi vai trò, khoá nào bị thu hồi sau lúc đó thì nay có lại: hãy xem trang Người dùng. Hình đã ghi: gắn lại các ổ lưu trữ (thư mục archive đặt lại vào {directory}), rồi chạy matlang check{data}; ổ mới còn trống thì matlang check --rebuild{data}. Sau đó: matlang run{data}',
    en: 'The site “{name}” is in {directory} again, as it was at {time}. Roles that were taken away and tokens that were revoked later are back: look at the page People. Footage: put the disks back (a folder archive into {directory}), then run matlang check{data}; for a new, empty disk matlang check --rebuild{data}. Then: matlang run{data}',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** By code. */
export const BACKUP_ERROR_TEXTS: Readonly<Record<BackupErrorCode, Bilingual>> = {
  'no-backup': {
    vi: 'Tệp này không phải bản sao lưu của Mắt Làng.',
    en: 'This file is no backup of Mắt Làng.',
  },
  'wrong-passphrase': {
    vi: 'Mật khẩu không đúng với bản sao lưu này. Chưa có gì thay đổi.',
    en: 'This is not the passphrase of the backup. Nothing was changed.',
  },
  damaged: {
    vi: 'Bản sao lưu bị hỏng hoặc thiếu một phần. Chưa có gì thay đổi; hãy dùng bản khác.',
    en: 'The backup is damaged, or a part of it is missing. Nothing was changed; use another one.',
  },
  'too-new': {
    vi: 'Dữ liệu này do phiên bản mới hơn của Mắt Làng ghi. Chưa có gì thay đổi; hãy cài phiên bản đó rồi chạy lại.',
    en: 'This was written by a newer version of Mắt Làng. Nothing was changed; install that one and try again.',
  },
  'folder-not-empty': {
    vi: 'Thư mục của hệ thống không trống. Chưa có gì thay đổi; hãy dừng hệ thống, đổi tên thư mục đó để giữ lại, rồi chạy lại.',
    en: 'The folder of the site is not empty. Nothing was changed; stop the site, rename that folder to keep it, and try again.',
  },
  'staging-taken': {
    vi: 'Bên cạnh thư mục của hệ thống có thư mục cùng tên kết thúc bằng .restoring, không do lệnh này tạo. Hãy đổi tên nó rồi chạy lại.',
    en: 'Beside the folder of the site lies one of its name that ends in .restoring and was not made by this command. Rename it and try again.',
  },
  'folder-mounted': {
    vi: 'Thư mục của hệ thống là điểm gắn ổ đĩa nên không lập lại ngay tại đó được. Chưa có gì thay đổi; hãy dùng một thư mục con trong đó (--data).',
    en: 'The folder of the site is the mount point of a disk, which no folder can take the place of. Nothing was changed; name a folder inside it (--data).',
  },
  'keys-changed': {
    vi: 'Khoá của hệ thống được đổi đúng lúc sao lưu, nên bản này bị bỏ. Hãy chạy lại sau một phút.',
    en: 'The key of the site was changed during the backup, so this one was dropped. Run it again in a minute.',
  },
  'no-database': {
    vi: 'Hệ thống này không có cơ sở dữ liệu (site.sqlite), nên chưa có gì để sao lưu. Hãy chạy matlang run một lần: các mắt camera được lấy lại từ phần mềm ghi hình.',
    en: 'The site has no database (site.sqlite), so there is nothing to keep. Start matlang run once: the cameras are taken over from the recorder.',
  },
  'too-large': {
    vi: 'Một tệp trong keys hoặc recorder lớn bất thường nên không sao lưu được. Hãy xem lại hai thư mục đó.',
    en: 'A file in keys or recorder is larger than any of a site, so no backup was made. Look at these two folders.',
  },
};
