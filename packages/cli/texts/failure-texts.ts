/** Why a command could not do its work, where the reason is the machine and not the command: folders, rights, keys, the server. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const FAILURE_TEXTS = {
  notASite: {
    vi: 'Thư mục {directory} chưa phải là hệ thống Mắt Làng. Kiểm tra --data; nếu cài mới, chạy: matlang init{data}',
    en: 'The folder {directory} is no Mắt Làng site yet. Check --data; for a new one run: matlang init{data}',
  },
  siteRunsAlready: {
    vi: 'Hệ thống trong thư mục {directory} đang chạy rồi: {url}',
    en: 'The site of the folder {directory} runs already: {url}',
  },
  folderNotWritable: {
    vi: 'Không ghi được vào thư mục {folder}: thư mục có quyền {mode} và thuộc tài khoản {owner}, còn chương trình chạy bằng tài khoản {user}. Hãy cấp quyền ghi cho tài khoản này, hoặc chạy lệnh bằng đúng tài khoản.',
    en: 'The folder {folder} can’t be written to: its permissions are {mode} and its owner is {owner}, and this runs as {user}. Give that user the right to write, or run the command as the right one.',
  },
  folderNotMade: {
    vi: 'Không tạo được thư mục {directory}: trong {folder} không tạo được thư mục. Hãy chọn chỗ khác.',
    en: 'The folder {directory} can’t be made: {folder} takes no folders. Choose another place.',
  },
  folderReadOnly: {
    vi: 'Không ghi được vào thư mục {folder}: ổ đĩa chứa thư mục này đang ở chế độ chỉ đọc.',
    en: 'The folder {folder} can’t be written to: its disk is read-only.',
  },
  folderIsFile: {
    vi: 'Không dùng được thư mục {directory}: {folder} là một tệp, không phải thư mục.',
    en: 'The folder {directory} can’t be used: {folder} is a file and no folder.',
  },
  pathForbidden: {
    vi: 'Không có quyền với {path}; chương trình chạy bằng tài khoản {user}. Hãy cấp quyền, hoặc chạy lệnh bằng đúng tài khoản.',
    en: '{path} is not open to {user}, as whom this runs. Give the right, or run the command as the right user.',
  },
  pathMissing: { vi: 'Không có tệp hoặc thư mục {path}.', en: 'There is no file or folder {path}.' },
  pathNoFolder: {
    vi: '{path} không dùng được: một phần của đường dẫn là tệp, không phải thư mục.',
    en: '{path} can’t be used: a part of it is a file and no folder.',
  },
  pathIsFolder: { vi: '{path} là thư mục, không phải tệp.', en: '{path} is a folder and no file.' },
  diskFull: {
    vi: 'Ổ đĩa chứa {path} đã hết chỗ.',
    en: 'The disk of {path} is full.',
  },
  diskFault: {
    vi: 'Ổ đĩa chứa {path} báo lỗi ({code}). Hãy kiểm tra ổ đĩa.',
    en: 'The disk of {path} reports a fault ({code}). Check the disk.',
  },
  portTaken: {
    vi: 'Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác bằng --port.',
    en: 'Port {port} is used by another program. Choose another one with --port.',
  },
  folderNotPrivate: {
    vi: 'Thư mục của hệ thống phải thuộc tài khoản chạy chương trình ({user}) và không để tài khoản khác ghi vào, vì trong đó có khoá và mật khẩu. Sửa bằng chown hoặc chmod go-w. Chi tiết: {detail}',
    en: 'The folder of a site must belong to the user it runs as ({user}) and be closed to others for writing: keys and passwords lie in it. {detail}',
  },
  keyFileInvalid: {
    vi: 'Tệp khoá của hệ thống (trong thư mục keys) bị hỏng hoặc không phải tệp khoá: {detail}',
    en: 'A key file of the site (in the folder keys) is damaged or is none: {detail}',
  },
  siteKeyElsewhere: {
    vi: 'Khoá của hệ thống do trình quản lý dịch vụ (systemd) giữ và không được đưa cho lệnh này. Hãy khởi động dịch vụ (systemctl start matlang) rồi chạy lại lệnh.',
    en: 'The site’s key is with the service manager (systemd) and was not given to this command. Start the service (systemctl start matlang), then try again.',
  },
  keyFileReadable: {
    vi: 'Tệp khoá của hệ thống đang để tài khoản khác đọc được: {detail}. Sửa bằng: chmod 600',
    en: 'A key file of the site may be read by others: {detail}. Mend it with: chmod 600',
  },
  configurationMalformed: {
    vi: '{file} không phải JSON hợp lệ.',
    en: '{file} is no JSON document.',
  },
  configurationInvalid: {
    vi: '{file} không đúng dạng: {detail}',
    en: '{file} is not understood: {detail}',
  },
  databaseTooNew: {
    vi: 'cơ sở dữ liệu (site.sqlite) do phiên bản mới hơn của Mắt Làng ghi; hãy chạy phiên bản mới hơn đó, hoặc khôi phục bản sao lưu',
    en: 'the database (site.sqlite) was written by a newer version of Mắt Làng; run that one, or restore a backup',
  },
  databaseDamaged: {
    vi: 'cơ sở dữ liệu (site.sqlite) bị hỏng; hãy khôi phục bản sao lưu của tệp này. Dữ liệu ghi hình không bị ảnh hưởng',
    en: 'the database (site.sqlite) is damaged; restore its backup. Footage is not affected',
  },
  databaseLocked: {
    vi: 'cơ sở dữ liệu (site.sqlite) đang bị chương trình khác giữ; đợi vài giây rồi thử lại',
    en: 'another program holds the database (site.sqlite); wait some seconds and try again',
  },
  foreignConfiguration: {
    vi: 'recorder/cameras.json và site.sqlite là của hai hệ thống khác nhau; hãy đặt lại đúng tệp. Việc ghi hình vẫn như cũ',
    en: 'recorder/cameras.json and site.sqlite belong to two different sites; put the right file back. Recording goes on as before',
  },
  siteForbidden: {
    vi: 'tài khoản đang chạy không đọc hoặc không ghi được vào thư mục của hệ thống; hãy chạy bằng đúng tài khoản',
    en: 'this user may not read or write in the folder of the site; run it as the right one',
  },
  siteReadOnly: {
    vi: 'thư mục của hệ thống đang ở chế độ chỉ đọc',
    en: 'the folder of the site is read-only',
  },
  siteDiskFull: { vi: 'ổ đĩa của hệ thống đã hết chỗ', en: 'the disk of the site is full' },
  siteDiskFault: {
    vi: 'ổ đĩa của hệ thống báo lỗi; hãy kiểm tra ổ đĩa',
    en: 'the disk of the site reports a fault; check the disk',
  },
  serverNotStarted: {
    vi: 'Không khởi động được máy chủ của hệ thống: {detail}.',
    en: 'The server of the site did not start: {detail}.',
  },
  serverSaidNothing: { vi: 'máy chủ không cho biết lý do', en: 'it gave no reason' },
  serverUnreachable: {
    vi: 'Máy chủ của hệ thống ở {url} không trả lời. Hãy thử lại sau ít giây; nếu vẫn vậy, khởi động lại hệ thống.',
    en: 'The server of the site at {url} does not answer. Try again in some seconds; if it stays, restart the site.',
  },
  serverAnswered: {
    vi: 'Máy chủ của hệ thống trả lời bằng mã lỗi {status}.',
    en: 'The server of the site answered with status {status}.',
  },
  ourFault: {
    vi: 'Phần mềm Mắt Làng gặp lỗi: {detail}',
    en: 'The program Mắt Làng met a fault of its own: {detail}',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
