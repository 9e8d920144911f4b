/**
 * Every error that the API and the command line answer with: one code, one HTTP status, one sentence in each language that
 * says what happened, what was kept, and what to do. docs/ref/errors.md is made from this table.
 */
import { BACKUP_ERRORS } from '../backup/backup-errors.ts';
import { KEY_ERRORS } from '../key/key-errors.ts';
import { PERSON_ERRORS } from '../person/person-errors.ts';
import type { Bilingual } from '../text/bilingual.ts';

/** An HTTP status and the two sentences, with `{name}` where a value goes. */
export interface ErrorEntry extends Bilingual {
  readonly status: number;
}

/** The table. A code in use keeps its meaning: programs of others compare it. */
export const API_ERRORS = {
  'request-invalid': {
    status: 400,
    vi: 'Chưa thực hiện được: {fieldVi} {ruleVi}. Chưa có gì thay đổi; hãy sửa chỗ này rồi thử lại.',
    en: 'Not carried out: {fieldEn} {ruleEn}. Nothing was changed; correct this and try again.',
  },
  'body-not-json': {
    status: 400,
    vi: 'Không đọc được nội dung gửi lên (phải là JSON hợp lệ). Chưa có gì thay đổi; hãy tải lại trang rồi thử lại.',
    en: 'What was sent can’t be read (it must be valid JSON). Nothing was changed; load the page again, then try again.',
  },
  'body-too-large': {
    status: 413,
    vi: 'Nội dung gửi lên lớn hơn 1 MiB nên không được đọc. Chưa có gì thay đổi; hãy chia nhỏ yêu cầu.',
    en: 'What was sent is larger than 1 MiB and was not read. Nothing was changed; split the request.',
  },
  'media-type-unsupported': {
    status: 415,
    vi: 'Chỉ nhận JSON. Chưa có gì thay đổi; hãy gửi Content-Type: application/json.',
    en: 'Only JSON is read here. Nothing was changed; send Content-Type: application/json.',
  },
  'http-malformed': {
    status: 400,
    vi: 'Yêu cầu không phải HTTP hợp lệ, hoặc địa chỉ hay tiêu đề quá dài. Chưa có gì thay đổi.',
    en: 'The request is not valid HTTP, or its address or headers are too long. Nothing was changed.',
  },
  'host-refused': {
    status: 421,
    vi: 'Tên máy chủ trong yêu cầu không phải tên của hệ thống này. Trên chính máy này dùng 127.0.0.1 hoặc localhost; từ máy khác dùng tên hoặc địa chỉ mà người quản trị đã đặt.',
    en: 'The host named in the request is none of this site. On its own machine use 127.0.0.1 or localhost; from another one a name or address that the administrator has set.',
  },
  'origin-refused': {
    status: 403,
    vi: 'Yêu cầu đến từ một trang web khác nên không được thực hiện. Hãy mở trang của chính hệ thống này.',
    en: 'The request came from another web page and was not carried out. Open the page of this site itself.',
  },
  'sign-in-needed': {
    status: 401,
    vi: 'Bạn chưa đăng nhập, hoặc phiên đăng nhập đã hết hạn. Chưa có gì thay đổi; hãy đăng nhập rồi thử lại.',
    en: 'You are not signed in, or your session has ended. Nothing was changed; sign in and try again.',
  },
  'not-permitted': {
    status: 403,
    vi: 'Tài khoản của bạn không có quyền làm việc này. Chưa có gì thay đổi; người quản trị hệ thống có thể cấp quyền.',
    en: 'Your account may not do this. Nothing was changed; the site’s administrator can permit it.',
  },
  'sign-in-refused': {
    status: 401,
    vi: 'Tên đăng nhập, mật khẩu hoặc mã không đúng. Hãy nhập lại; nếu quên, người quản trị hệ thống có thể cấp lại.',
    en: 'User name, password or code is wrong. Type it again; the site’s administrator can give you a new one.',
  },
  'sign-in-over': {
    status: 401,
    vi: 'Lần đăng nhập này đã quá lâu hoặc sai mã quá nhiều lần. Hãy nhập lại mật khẩu.',
    en: 'This sign-in took too long, or the code was wrong too often. Type the password again.',
  },
  'too-many-tries': {
    status: 429,
    vi: 'Đã nhập sai quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại.',
    en: 'Wrong too often. Wait for {seconds} seconds, then try again.',
  },
  'second-factor-there': {
    status: 409,
    vi: 'Tài khoản này đã có mã xác thực trên điện thoại. Muốn đổi máy, hãy gỡ mã cũ trước.',
    en: 'This account has an authenticator already. To change the phone, remove the old one first.',
  },
  'second-factor-needed': {
    status: 403,
    vi: 'Việc này cần mã xác thực trên điện thoại. Hãy thiết lập ở trang Tài khoản, rồi thử lại.',
    en: 'This needs an authenticator. Set one up on the page Account, then try again.',
  },
  'proof-needed': {
    status: 403,
    vi: 'Việc này cần xác nhận lại bạn là ai. Chưa có gì thay đổi; hãy nhập mật khẩu hoặc mã xác thực, rồi thử lại.',
    en: 'This needs you to show once more who you are. Nothing was changed; type your password or a code, then try again.',
  },
  'kiosk-code-refused': {
    status: 403,
    vi: 'Mã ghép màn hình không đúng, đã dùng hoặc đã quá 10 phút. Hãy xem lại từng chữ; nếu vẫn vậy, người quản trị hệ thống tạo mã mới ở trang Người dùng.',
    en: 'This pairing code is wrong, was used, or is older than 10 minutes. Look at each letter again; the administrator can make a new one on the page People.',
  },
  'kiosk-not-found': {
    status: 404,
    vi: 'Không có màn hình chung nào có mã này, hoặc đã bị thu hồi. Hãy xem lại danh sách.',
    en: 'There is no shared screen with this id, or it was revoked. See the list.',
  },
  'too-many-kiosks': {
    status: 409,
    vi: 'Đã có {limit} màn hình chung đang dùng, mức tối đa. Màn hình này chưa được thêm; hãy thu hồi bớt.',
    en: 'There are {limit} shared screens in use, the most that a site takes. This one was not added; revoke one.',
  },
  'kiosk-no-account': {
    status: 403,
    vi: 'Đây là màn hình chung, không ai đăng nhập ở đây. Hãy đăng nhập trên máy khác; muốn dùng máy này, người quản trị thu hồi màn hình trước.',
    en: 'This is a shared screen: nobody signs in here. Use another machine; to use this one, the administrator revokes the screen first.',
  },
  'kiosk-window': {
    status: 403,
    vi: 'Màn hình chung chỉ chiếu 30 phút vừa qua. Muốn xem lâu hơn, hãy đăng nhập trên máy khác.',
    en: 'A shared screen shows the last 30 minutes only. For what is older sign in on another machine.',
  },
  'pin-refused': {
    status: 403,
    vi: 'Mã PIN không đúng, hoặc bạn chưa có quyền xem lại ở màn hình này vào lúc này. Hãy nhập lại.',
    en: 'The PIN is wrong, or you may not see recordings on this screen now. Type it again.',
  },
  'pin-locked': {
    status: 403,
    vi: 'Mã PIN của bạn đã bị khoá vì nhập sai quá nhiều lần. Hãy đăng nhập trên máy khác và đặt mã mới ở trang Tài khoản.',
    en: 'Your PIN is locked: it was typed wrong too often. Sign in on another machine and set a new one on the page Account.',
  },
  'kiosk-pins-locked': {
    status: 429,
    vi: 'Màn hình này đã bị nhập sai mã PIN quá nhiều lần nên tạm không nhận mã nào, nhiều nhất 24 giờ. Hình trực tiếp vẫn chiếu; hãy báo người quản trị.',
    en: 'Too many wrong PINs were typed on this screen: it takes none for up to 24 hours. Live goes on; tell the administrator.',
  },
  'passkey-refused': {
    status: 403,
    vi: 'Khoá đăng nhập (passkey) này không được chấp nhận ở đây. Hãy dùng khoá khác, hoặc đăng nhập bằng mật khẩu.',
    en: 'This passkey was not accepted here. Use another one, or sign in with your password.',
  },
  'passkey-over': {
    status: 410,
    vi: 'Đã quá lâu, hoặc lần này đã dùng rồi. Chưa có gì thay đổi; hãy bấm lại nút dùng khoá đăng nhập (passkey).',
    en: 'This took too long, or was used already. Nothing was changed; press the button for the passkey again.',
  },
  'passkey-needs-https': {
    status: 409,
    vi: 'Trang này đang mở không mã hoá (http) từ máy khác, nên trình duyệt không cho dùng khoá đăng nhập (passkey). Hãy mở trang bằng https.',
    en: 'This page was opened in clear (http) from another machine, where browsers permit no passkeys. Open it by https.',
  },
  'passkey-needs-name': {
    status: 409,
    vi: 'Trang này đang mở bằng địa chỉ số, nên trình duyệt không cho dùng khoá đăng nhập (passkey). Hãy mở trang bằng tên của hệ thống; trên chính máy này: localhost thay cho 127.0.0.1.',
    en: 'This page was opened by an address in numbers, where browsers permit no passkeys. Open it by the site’s name; on its own machine: localhost instead of 127.0.0.1.',
  },
  'passkey-there': {
    status: 409,
    vi: 'Khoá đăng nhập (passkey) này đã được thêm trước đó. Chưa có gì thay đổi.',
    en: 'This passkey was added before. Nothing was changed.',
  },
  'passkey-not-found': {
    status: 404,
    vi: 'Bạn không có khoá đăng nhập (passkey) nào có mã này. Hãy xem lại danh sách ở trang Tài khoản.',
    en: 'You have no passkey with this id. See the list on the page Account.',
  },
  'too-many-passkeys': {
    status: 409,
    vi: 'Bạn đã có {limit} khoá đăng nhập (passkey), mức tối đa. Khoá này chưa được thêm; hãy bỏ một khoá không còn dùng.',
    en: 'You have {limit} passkeys, the most one person may. This one was not added; remove one that is no longer used.',
  },
  'recovery-refused': {
    status: 403,
    vi: 'Mã trên phiếu không đúng, đã dùng, hoặc tên đăng nhập không phải của người quản trị. Hãy đọc lại phiếu; nếu phiếu đã mất, chạy trên máy của hệ thống: matlang user invite TÊN --remove-second-factor',
    en: 'The code of the sheet is wrong or was used, or the user name is no administrator’s. Read the sheet again; if it is lost, run on the site’s machine: matlang user invite NAME --remove-second-factor',
  },
  'handover-not-ready': {
    status: 409,
    vi: 'Chưa bàn giao được: người nhận phải là người khác, đã nhận lời mời và đã thiết lập mã xác thực hoặc khoá đăng nhập (passkey). Chưa có gì thay đổi.',
    en: 'Not handed over: it must be somebody else, who has taken the invitation and set up an authenticator or a passkey. Nothing was changed.',
  },
  'set-up-already': {
    status: 409,
    vi: 'Hệ thống này đã có người quản trị. Hãy đăng nhập.',
    en: 'This site has an administrator already. Sign in.',
  },
  'set-up-refused': {
    status: 403,
    vi: 'Mã thiết lập không đúng. Mã đang hiện trong cửa sổ dòng lệnh của máy chạy hệ thống; mỗi lần khởi động là một mã mới.',
    en: 'The set-up code is wrong. It stands in the terminal of the machine that runs the site; each start makes a new one.',
  },
  'purpose-needed': {
    status: 403,
    vi: 'Muốn xem hình đã ghi thì phải nêu mục đích trước; bạn chưa nêu, hoặc mục đích đã nêu đã kết thúc. Hãy nêu mục đích rồi xem tiếp.',
    en: 'Recordings are looked at for a stated purpose; you have stated none, or it is over. State one, then go on.',
  },
  'purpose-not-found': {
    status: 404,
    vi: 'Bạn không nêu mục đích nào có mã này, hoặc mục đích đó đã kết thúc.',
    en: 'You have no open purpose with this id, or it is over.',
  },
  'too-many-purposes': {
    status: 409,
    vi: 'Đang có {limit} mục đích chưa kết thúc, mức tối đa. Mục đích này chưa được nêu; hãy kết thúc những mục đích đã xong.',
    en: '{limit} purposes are open, the most there may be. This one was not opened; close those that are done with.',
  },
  'person-not-found': {
    status: 404,
    vi: 'Không có người nào có mã này. Hãy xem lại danh sách tài khoản.',
    en: 'There is nobody with this id. See the list of people.',
  },
  'user-name-taken': {
    status: 409,
    vi: 'Tên đăng nhập này đã có người dùng, hoặc từng có: nhật ký ghi tên đó nên không dùng lại cho người khác.',
    en: 'This user name is taken, or was once: the log names it, so nobody else gets it.',
  },
  'too-many-people': {
    status: 409,
    vi: 'Hệ thống đã có {limit} tài khoản, mức tối đa. Tài khoản này chưa được thêm.',
    en: 'The site has {limit} accounts, the most it takes. This one was not added.',
  },
  'last-administrator': {
    status: 409,
    vi: 'Đây là người quản trị cuối cùng: nếu bỏ, không ai quản trị được nữa. Hãy giao quyền quản trị cho người khác trước.',
    en: 'This is the last administrator: without one nobody could administer the site. Give the role to somebody else first.',
  },
  'invitation-over': {
    status: 410,
    vi: 'Lời mời này đã dùng, đã hết hạn hoặc không đúng. Hãy xin người quản trị một lời mời mới.',
    en: 'This invitation was used, has ended or is wrong. Ask the administrator for another.',
  },
  'role-not-found': {
    status: 404,
    vi: 'Không có vai trò nào có mã này.',
    en: 'There is no role with this id.',
  },
  'grant-not-found': {
    status: 404,
    vi: 'Không có phân công nào có mã này, hoặc đã hết hạn.',
    en: 'There is no such grant, or it has ended.',
  },
  'token-not-found': {
    status: 404,
    vi: 'Không có khoá truy cập nào như vậy, hoặc đã bị thu hồi.',
    en: 'There is no such token, or it was revoked.',
  },
  'too-many-tokens': {
    status: 409,
    vi: 'Hệ thống đã có {limit} khoá truy cập, mức tối đa. Khoá này chưa được tạo.',
    en: 'The site has {limit} tokens, the most it takes. This one was not made.',
  },
  'session-not-found': {
    status: 404,
    vi: 'Không có phiên đăng nhập nào như vậy, hoặc đã kết thúc.',
    en: 'There is no such session, or it has ended.',
  },
  'certificate-file-unreadable': {
    status: 409,
    vi: 'Không đọc được tệp {file}. Chứng chỉ này chưa được dùng; hãy kiểm tra đường dẫn và quyền đọc của người dùng chạy hệ thống.',
    en: 'The file {file} can’t be read. It is not used; check the path, and that the user who runs the site may read it.',
  },
  'certificate-malformed': {
    status: 409,
    vi: 'Tệp {file} không chứa chứng chỉ dạng PEM (-----BEGIN CERTIFICATE-----). Chứng chỉ này chưa được dùng; hãy chọn tệp khác.',
    en: 'The file {file} holds no certificate in PEM (-----BEGIN CERTIFICATE-----). It is not used; name another file.',
  },
  'certificate-key-malformed': {
    status: 409,
    vi: 'Tệp {file} không chứa khoá riêng dạng PEM, hoặc khoá có mật khẩu. Chứng chỉ này chưa được dùng; hãy chọn tệp khoá không có mật khẩu.',
    en: 'The file {file} holds no private key in PEM, or one under a passphrase. It is not used; name a key without one.',
  },
  'certificate-key-unfit': {
    status: 409,
    vi: 'Khoá trong tệp {file} không phải khoá của chứng chỉ này. Chứng chỉ này chưa được dùng; hãy chọn đúng cặp chứng chỉ và khoá.',
    en: 'The key in {file} is not that of the certificate. It is not used; name the pair that belongs together.',
  },
  'certificate-expired': {
    status: 409,
    vi: 'Chứng chỉ trong tệp {file} đã hết hạn ngày {dayVi}. Chứng chỉ này chưa được dùng; hãy lấy chứng chỉ mới, và xem đồng hồ máy có đúng không.',
    en: 'The certificate in {file} ended on {dayEn}. It is not used; get a new one, and see whether the machine’s clock is right.',
  },
  'certificate-not-yet-valid': {
    status: 409,
    vi: 'Chứng chỉ trong tệp {file} đến ngày {dayVi} mới có hiệu lực. Chứng chỉ này chưa được dùng; hãy xem đồng hồ máy có đúng không.',
    en: 'The certificate in {file} begins on {dayEn} only. It is not used; see whether the machine’s clock is right.',
  },
  'certificate-foreign': {
    status: 409,
    vi: 'Chứng chỉ trong tệp {file} không phải của: {names}. Chứng chỉ này chưa được dùng; hãy lấy chứng chỉ có các tên này, hoặc bỏ tên khỏi danh sách.',
    en: 'The certificate in {file} is not for: {names}. It is not used; get one with these names, or take them off the list.',
  },
  'certificate-too-weak': {
    status: 409,
    vi: 'Chứng chỉ hoặc khoá trong tệp {file} quá yếu hoặc thuộc loại không dùng được cho HTTPS. Chứng chỉ này chưa được dùng; hãy lấy chứng chỉ khác.',
    en: 'The certificate in {file}, or its key, is too weak or of no use for HTTPS. It is not used; get another one.',
  },
  'names-missing': {
    status: 409,
    vi: 'Chứng chỉ từ bên ngoài cần ít nhất một tên trong danh sách tên của hệ thống, để biết mở bằng tên nào. Cài đặt chưa thay đổi.',
    en: 'With a given certificate at least one name must be on the list of the site’s names, to be opened by. The settings are as before.',
  },
  'name-beyond-authority': {
    status: 409,
    vi: 'Chứng chỉ gốc của hệ thống được lập cho mạng nội bộ và không được phép ký cho: {names}. Cài đặt chưa thay đổi; hãy bỏ tên này, dùng chứng chỉ từ bên ngoài, hoặc lập lại chứng chỉ gốc (xem hướng dẫn Người dùng và vai trò).',
    en: 'The site’s own authority was made for its network and may not speak for: {names}. The settings are as before; take the name off, use a given certificate, or make the authority anew (see the guide People).',
  },
  'address-not-here': {
    status: 409,
    vi: 'Máy này không có địa chỉ {address}. Cài đặt chưa thay đổi; các địa chỉ của máy: {own}. 0.0.0.0 là mọi địa chỉ.',
    en: 'This machine does not have the address {address}. The settings are as before; it has: {own}. 0.0.0.0 is all of them.',
  },
  'address-taken': {
    status: 409,
    vi: 'Không nhận kết nối được ở {address}, cổng {port} ({code}): có thể chương trình khác đang dùng cổng này. Hệ thống vẫn mở trên máy này; hãy chọn cổng khác.',
    en: 'Nothing can be taken in at {address}, port {port} ({code}): another program may use the port. The site stays open on this machine; choose another port.',
  },
  'port-forbidden': {
    status: 409,
    vi: 'Hệ điều hành không cho dùng cổng {port} (dưới 1024). Hệ thống vẫn mở trên máy này; hãy chọn cổng từ 1024 trở lên, hoặc cấp quyền CAP_NET_BIND_SERVICE.',
    en: 'The operating system does not permit port {port} (below 1024). The site stays open on this machine; choose one from 1024, or give it CAP_NET_BIND_SERVICE.',
  },
  'certificate-not-made': {
    status: 503,
    vi: 'Không lập được chứng chỉ: {detail}. Hệ thống vẫn mở trên máy này; hãy kiểm tra ổ đĩa và thư mục keys.',
    en: 'The certificate could not be made: {detail}. The site stays open on this machine; check the disk and the folder keys.',
  },
  'network-needs-https': {
    status: 409,
    vi: 'Mở hệ thống ra mạng thì phải bật HTTPS, hoặc nói rõ là chấp nhận không mã hoá. Cài đặt chưa thay đổi.',
    en: 'To open the site to the network HTTPS must be on, or no encryption accepted explicitly. The settings are as before.',
  },
  'authority-missing': {
    status: 404,
    vi: 'Hệ thống này chưa có chứng chỉ gốc của riêng mình: HTTPS bằng chứng chỉ gốc chưa được bật.',
    en: 'This site has no authority of its own yet: HTTPS by it was not switched on.',
  },
  'not-found': {
    status: 404,
    vi: 'Không có gì ở địa chỉ này. Hãy kiểm tra lại địa chỉ hoặc mở trang đầu; địa chỉ của API: /api/v1/openapi.json.',
    en: 'There is nothing at this address. Check it, or open the first page; /api/v1/openapi.json lists the API.',
  },
  'method-not-allowed': {
    status: 405,
    vi: 'Địa chỉ này không nhận phương thức đó. Xem /api/v1/openapi.json.',
    en: 'This address does not take that method. See /api/v1/openapi.json.',
  },
  'camera-not-found': {
    status: 404,
    vi: 'Không có mắt camera nào có mã này. Hãy xem lại danh sách mắt camera.',
    en: 'There is no camera with this id. See the list of cameras.',
  },
  'too-many-cameras': {
    status: 409,
    vi: 'Hệ thống đã có {limit} mắt camera, mức tối đa. Mắt camera này chưa được thêm; hãy bỏ một mắt camera không còn dùng.',
    en: 'The site has {limit} cameras, the most it takes. This one was not added; remove one that is no longer used.',
  },
  'volume-not-found': {
    status: 409,
    vi: 'Không có ổ lưu trữ nào có mã này. Chưa có gì thay đổi; trang Tình trạng (/status) cho biết hệ thống có những ổ nào.',
    en: 'There is no volume with this id. Nothing was changed; the Status page (/status) names the volumes.',
  },
  'revision-conflict': {
    status: 409,
    vi: 'Người khác vừa sửa mắt camera này (bản {revision}). Thay đổi của bạn chưa được lưu; hãy tải lại, xem rồi sửa lại.',
    en: 'Somebody else changed this camera meanwhile (revision {revision}). Your change was not kept; load it again, look, and change it anew.',
  },
  'configuration-not-written': {
    status: 503,
    vi: 'Không lưu được tệp cấu hình của phần mềm ghi hình, nên thay đổi không được giữ; việc ghi hình vẫn tiếp tục như cũ. Hãy kiểm tra dung lượng và quyền ghi của thư mục dữ liệu.',
    en: 'The recorder’s configuration file could not be written, so the change was not kept; recording goes on as before. Check free space and write access of the data directory.',
  },
  'site-key-elsewhere': {
    status: 409,
    vi: 'Khoá của hệ thống do trình quản lý dịch vụ (systemd) đưa vào nên không đổi được từ đây. Chưa có gì thay đổi.',
    en: 'The site’s key is given by the service manager (systemd) and can’t be changed from here. Nothing was changed.',
  },
  ...KEY_ERRORS,
  ...PERSON_ERRORS,
  ...BACKUP_ERRORS,
  'database-unavailable': {
    status: 503,
    vi: 'Cơ sở dữ liệu của hệ thống không lưu hoặc không đọc được (đầy, bị khoá hoặc chỉ đọc). Chưa có gì thay đổi; việc ghi hình không bị ảnh hưởng. Hãy kiểm tra ổ đĩa.',
    en: 'The site’s database can’t be written or read (full, locked or read-only). Nothing was changed; recording is not affected. Check the disk.',
  },
  'data-directory-unavailable': {
    status: 503,
    vi: 'Thư mục dữ liệu của hệ thống không ghi hoặc không đọc được (hết chỗ, chỉ đọc, hoặc ổ đĩa lỗi). Việc này chưa thực hiện được và không có gì bị mất. Hãy kiểm tra ổ đĩa chứa thư mục dữ liệu, rồi thử lại; trang Tình trạng (/status) cho biết việc ghi hình.',
    en: 'The site’s data directory can’t be written or read (full, read-only, or a fault of its disk). This was not carried out, and nothing was lost. Check the disk of the data directory, then try again; the Status page (/status) tells how recording goes.',
  },
  'nothing-recorded': {
    status: 404,
    vi: 'Không có dữ liệu ghi hình của mắt camera này trong khoảng thời gian đã chọn. Dòng thời gian cho biết có gì và vì sao thiếu.',
    en: 'Nothing of this camera was recorded in the chosen span. Its timeline says what there is, and why the rest is missing.',
  },
  'several-parts': {
    status: 409,
    vi: 'Khoảng này có {count} đoạn không thể nằm trong một tệp (định dạng hình thay đổi hoặc quá lớn). Hãy tải từng đoạn trong danh sách, hoặc trích xuất thành một tệp ZIP ở trang Trích xuất (/exports).',
    en: 'The span has {count} parts that can’t be one file (the picture’s format changes, or it is too large). Fetch the listed parts one by one, or export them as one ZIP on the page Exports (/exports).',
  },
  'footage-gone': {
    status: 410,
    vi: 'Dữ liệu này vừa bị xoá (hết hạn lưu hoặc có người xoá). Hãy thực hiện lại để lấy phần còn lại.',
    en: 'This footage was deleted meanwhile (its time was up, or somebody deleted it). Try again for what is left.',
  },
  'no-picture': {
    status: 404,
    vi: 'Không có hình của mắt camera này lúc đó: {causeVi}. Dòng thời gian cho biết lúc nào có hình.',
    en: 'There is no picture of this camera then: {causeEn}. Its timeline says when there is.',
  },
  'picture-undecodable': {
    status: 422,
    vi: 'Không giải mã được hình lúc đó: dữ liệu bị hỏng khi truyền, hoặc camera dùng kiểu nén mà máy này không đọc được. Dữ liệu ghi hình vẫn giữ nguyên; hãy thử một thời điểm gần đó.',
    en: 'The picture of that instant can’t be decoded: it was damaged on its way, or coded in a way that this machine does not know. The recording is kept as it is; try an instant nearby.',
  },
  'picture-too-far': {
    status: 422,
    vi: 'Hình đúng thời điểm này cách khung hình khoá (I-frame) quá xa nên không được giải mã. Hãy lấy hình gần nhất (bỏ exact=1), hoặc đặt cho camera gửi khung hình khoá thường xuyên hơn.',
    en: 'The exact picture lies too far behind its key frame to be decoded. Take the nearest one (without exact=1), or let the camera send key frames more often.',
  },
  'no-decoder': {
    status: 501,
    vi: 'Máy này chưa có phần giải mã hình, nên không tạo được ảnh; ghi hình và xem lại không bị ảnh hưởng. Hãy cài gói node-av (npm install), hoặc cài ffmpeg và ghi {"ffmpeg": "ffmpeg"} vào tệp analyst.json trong thư mục dữ liệu, rồi khởi động lại.',
    en: 'Nothing on this machine decodes pictures, so none can be made; recording and playback are not affected. Install the package node-av (npm install), or ffmpeg with {"ffmpeg": "ffmpeg"} in the file analyst.json of the data directory, and start again.',
  },
  'analyst-busy': {
    status: 503,
    vi: 'Phần mềm phân tích đang bận. Ảnh này chưa được tạo; hãy thử lại sau vài giây. Việc ghi hình không bị ảnh hưởng.',
    en: 'The analyst has too much to do. This picture was not made; try again in a few seconds. Recording is not affected.',
  },
  'transcode-busy': {
    status: 503,
    vi: 'Máy này đang chuyển mã số luồng nhiều nhất có thể nên chưa chuyển được luồng này; việc ghi hình không bị ảnh hưởng. Hãy thử lại sau vài giây, đóng bớt luồng khác, hoặc xem bằng trình duyệt phát được H.265.',
    en: 'This machine is coding as many streams anew as it may, so this one was not begun; recording is not affected. Try again in a few seconds, close another one, or watch with a browser that plays H.265.',
  },
  'analyst-unreachable': {
    status: 503,
    vi: 'Phần mềm phân tích hiện không trả lời; hệ thống đang tự khởi động lại. Việc ghi hình không bị ảnh hưởng; hãy thử lại sau vài giây.',
    en: 'The analyst does not answer at the moment; the site is starting it again by itself. Recording is not affected; try again in a few seconds.',
  },
  'footage-unreadable': {
    status: 503,
    vi: 'Ổ lưu trữ không đọc được dữ liệu này. Dữ liệu khác không bị ảnh hưởng; hãy kiểm tra ổ đĩa, rồi chạy matlang check.',
    en: 'The disk does not give this footage. Nothing else is affected; check the disk, then run matlang check.',
  },
  'volume-missing': {
    status: 503,
    vi: 'Không tìm thấy ổ lưu trữ {volume} (chưa gắn hoặc hỏng). Ổ khác vẫn làm việc; hãy gắn lại ổ này.',
    en: 'Volume {volume} is missing (not mounted, or broken). The others go on working; mount it again.',
  },
  'question-too-large': {
    status: 400,
    vi: 'Yêu cầu lớn hơn giới hạn. Hãy chọn khoảng thời gian ngắn hơn hoặc ít mắt camera hơn.',
    en: 'This asks for more than the limit. Choose a shorter span or fewer cameras.',
  },
  'range-not-satisfiable': {
    status: 416,
    vi: 'Phần được yêu cầu nằm ngoài tệp ({size} byte). Hãy tải lại từ đầu.',
    en: 'The asked bytes lie outside the file ({size} bytes). Fetch it from the start.',
  },
  'export-not-found': {
    status: 404,
    vi: 'Không có lần trích xuất nào có mã này. Hãy xem lại danh sách trích xuất.',
    en: 'There is no export with this id. See the list of exports.',
  },
  'export-not-ready': {
    status: 409,
    vi: 'Lần trích xuất này còn đang được chuẩn bị. Hãy đợi đến khi sẵn sàng rồi tải về.',
    en: 'This export is still being prepared. Wait until it is ready, then fetch it.',
  },
  'export-over': {
    status: 410,
    vi: 'Lần trích xuất này đã huỷ hoặc hết hạn. Dữ liệu gốc vẫn giữ theo thời hạn lưu; hãy tạo lần trích xuất mới.',
    en: 'This export was cancelled or its time is up. The footage itself is kept as long as its retention says; make a new export.',
  },
  'export-lost': {
    status: 410,
    vi: 'Hệ thống đã mất phần chuẩn bị của lần trích xuất này (mất điện hoặc ổ đĩa lỗi). Dữ liệu gốc không bị ảnh hưởng; hãy tạo lần trích xuất mới.',
    en: 'What was prepared of this export is lost (a power cut, or a fault of the disk). The footage itself is not affected; make a new export.',
  },
  'too-many-exports': {
    status: 503,
    vi: 'Đang có {limit} lần trích xuất, mức tối đa. Lần này chưa bắt đầu; hãy đợi hoặc huỷ bớt.',
    en: 'There are {limit} exports, the most at one time. This one was not begun; wait, or cancel one.',
  },
  'hold-not-found': {
    status: 404,
    vi: 'Không có “khoá không xoá” nào có mã này. Hãy xem lại danh sách “khoá không xoá”.',
    en: 'There is no hold with this id. See the list of holds.',
  },
  'simulator-not-offered': {
    status: 409,
    vi: 'Không chạy được camera mô phỏng từ trang này. Hãy chạy lệnh: matlang demo',
    en: 'Simulated cameras can’t be started from this page. Run: matlang demo',
  },
  'site-has-cameras': {
    status: 409,
    vi: 'Hệ thống đã có mắt camera, nên camera mô phỏng không được thêm vào. Muốn chạy thử, hãy dùng: matlang demo --data thư-mục-khác',
    en: 'The site has cameras already: simulated ones are not put among them. To try it: matlang demo --data another-folder',
  },
  'too-many-holds': {
    status: 409,
    vi: 'Đã có {limit} “khoá không xoá”, mức tối đa. “Khoá không xoá” này chưa được đặt; hãy gỡ bớt những khoá không còn cần.',
    en: 'There are {limit} holds, the most the site takes. This one was not placed; lift one that is no longer needed.',
  },
  'held-limit': {
    status: 409,
    vi: 'Hơn 60 % ổ lưu trữ đang được “khoá không xoá”, nên khoá này chưa được đặt. Hãy trích xuất những gì cần giữ lâu ra nơi khác, rồi gỡ bớt khoá ở trang Khoá không xoá (/holds).',
    en: 'More than 60 % of the volume is held, so this hold was not placed. Export what must be kept for long, then lift holds on the page Holds (/holds).',
  },
  'bookmark-not-found': {
    status: 404,
    vi: 'Không có điểm ghi nhớ nào có mã này; có thể người khác vừa bỏ. Hãy xem lại danh sách ghi nhớ.',
    en: 'There is no bookmark with this id; somebody may have removed it. See the list of bookmarks.',
  },
  'too-many-bookmarks': {
    status: 409,
    vi: 'Đã có {limit} điểm ghi nhớ, mức tối đa. Điểm này chưa được lưu; hãy bỏ bớt những điểm không còn cần.',
    en: 'There are {limit} bookmarks, the most the site takes. This one was not kept; remove some that are no longer needed.',
  },
  'recorder-unreachable': {
    status: 503,
    vi: 'Phần mềm ghi hình hiện không trả lời; hệ thống đang tự khởi động lại. Chưa có gì thay đổi. Hãy xem trang Tình trạng (/status) rồi thử lại.',
    en: 'The recorder does not answer at the moment; the site is starting it again by itself. Nothing was changed. Look at the Status page (/status), then try again.',
  },
  'recorder-refused': {
    status: 503,
    vi: 'Phần mềm ghi hình từ chối ({refusal}). Chưa có gì thay đổi; hãy thử lại, nhật ký của phần mềm ghi hình cho biết thêm.',
    en: 'The recorder refused ({refusal}). Nothing was changed; try again, the recorder’s log tells more.',
  },
  'audit-not-signed': {
    status: 404,
    vi: 'Nhật ký chưa được ký lần nào, nên chưa có mốc để giữ. Phần mềm ghi hình ký mỗi giờ một lần; hãy thử lại khi nó đang chạy.',
    en: 'The log was not signed yet, so there is no head to keep. The recorder signs it each hour; try again while it runs.',
  },
  'audit-entry-not-found': {
    status: 404,
    vi: 'Nhật ký không có mục đó, hoặc chưa dài đến mốc đó.',
    en: 'There is no such entry in the log, or the log is not that long yet.',
  },
  'audit-tree-damaged': {
    status: 500,
    vi: 'Không lập được chứng minh: cây mã băm của nhật ký bị hỏng hoặc bị sửa. Hãy chạy trên máy: matlang audit verify',
    en: 'No proof can be made: the tree of hashes of the log is damaged or was altered. Run on the machine: matlang audit verify',
  },
  'too-many-audit-exports': {
    status: 429,
    vi: 'Đang có {limit} lần xuất nhật ký cùng lúc. Hãy đợi một lần xong rồi thử lại.',
    en: '{limit} exports of the log are under way already. Wait for one of them, then try again.',
  },
  'too-busy': {
    status: 503,
    vi: 'Máy chủ đang quá tải. Yêu cầu này chưa được thực hiện; hãy thử lại sau vài giây.',
    en: 'The server has too much to do. This request was not carried out; try again in a few seconds.',
  },
  'timed-out': {
    status: 408,
    vi: 'Yêu cầu gửi lên quá chậm nên bị bỏ. Chưa có gì thay đổi; hãy gửi lại.',
    en: 'The request came too slowly and was dropped. Nothing was changed; send it again.',
  },
  internal: {
    status: 500,
    vi: 'Máy chủ gặp lỗi của chính nó (mã {requestId}). Việc ghi hình không bị ảnh hưởng. Hãy thử lại; nếu vẫn vậy, gửi mã này cho người quản trị.',
    en: 'The server met a fault of its own (id {requestId}). Recording is not affected. Try again; if it stays, give this id to the administrator.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** A code of the table. */
export type ApiErrorCode = keyof typeof API_ERRORS;

/** All codes, in the order of the table. */
export const API_ERROR_CODES: readonly ApiErrorCode[] = Object.keys(API_ERRORS).filter(isApiErrorCode);

/** Whether the text is a code of the table. */
export function isApiErrorCode(text: string): text is ApiErrorCode {
  return Object.hasOwn(API_ERRORS, text);
}
