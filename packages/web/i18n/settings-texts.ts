/** Texts of the settings and of the first steps: name, machine, key, and how the site is reached from the network. */
import type { Bilingual } from '@matlang/contract';

/** Of the settings and the first steps alone, which load them: `useSettingSpeech`. */
export const SETTINGS_TEXTS = {
  firstStepsWhat: {
    vi: 'Làm lần lượt trước khi gắn camera. Bước nào cũng làm lại được ở trang Cài đặt.',
    en: 'To be done before the cameras, one after the other. Each can be done again on the page Settings.',
  },
  firstStepsPlace: { vi: 'Bước {n} trên {all}: {step}', en: 'Step {n} of {all}: {step}' },
  firstStepCameras: { vi: 'Gắn mắt camera', en: 'Add the cameras' },
  firstStepCamerasWhat: {
    vi: 'Máy đã sẵn sàng. Trang Trực tiếp chỉ cách gắn camera thật, và chạy thử được ngay với 9 camera mô phỏng.',
    en: 'The machine is ready. The page Live says how to add real cameras, and tries everything with 9 simulated ones.',
  },
  firstStepCamerasGo: { vi: 'Tới trang Trực tiếp', en: 'Go to the page Live' },
  stepBack: { vi: 'Quay lại', en: 'Back' },
  stepNext: { vi: 'Tiếp', en: 'Next' },
  siteSection: { vi: 'Tên và địa bàn', en: 'Name and area' },
  siteNameLabel: { vi: 'Tên hệ thống', en: 'Name of the site' },
  siteNameWhat: {
    vi: 'Hiện trên mọi trang và giấy in, ví dụ “Camera cộng đồng xã Tân Lập”.',
    en: 'Stands on every page and paper, for example “Community cameras of Tân Lập”.',
  },
  siteAreaLabel: { vi: 'Địa bàn', en: 'Area' },
  siteAreaWhat: {
    vi: 'Thôn, ấp, khu phố mà camera trông coi. Có thể bỏ trống.',
    en: 'The villages or streets that the cameras look after. May be left empty.',
  },
  siteSave: { vi: 'Lưu tên và địa bàn', en: 'Save name and area' },
  siteSaved: { vi: 'Đã lưu, có hiệu lực ngay.', en: 'Saved, and in force.' },
  machineSection: { vi: 'Máy', en: 'The machine' },
  firstStepMachine: { vi: 'Kiểm tra máy', en: 'Check the machine' },
  machineClock: { vi: 'Giờ của máy: {time}', en: 'Time of the machine: {time}' },
  machineClockRight: {
    vi: 'Khớp với giờ của thiết bị bạn đang dùng.',
    en: 'The same as that of the device in front of you.',
  },
  machineClockOff: {
    vi: 'Lệch {span} so với thiết bị bạn đang dùng. Giờ sai thì hình ghi mang giờ sai: chỉnh lại trước khi gắn camera.',
    en: 'It differs by {span} from that of the device in front of you. Recordings bear the machine’s time: put it right before the cameras come.',
  },
  machineSync: { vi: 'Đồng bộ giờ', en: 'Time synchronisation' },
  machineSyncSynchronized: { vi: 'Giờ được chỉnh tự động.', en: 'The clock is kept right by itself.' },
  machineSyncWaiting: {
    vi: 'Đã bật nhưng chưa có máy chủ giờ nào trả lời. Máy không ra Internet thì ghi địa chỉ modem hay máy chủ giờ trong mạng vào /etc/systemd/timesyncd.conf.',
    en: 'It is on, but no time server has answered yet. Without the Internet, name the router or a time server of the network in /etc/systemd/timesyncd.conf.',
  },
  machineSyncOff: {
    vi: 'Chưa bật. Gõ trên máy: sudo timedatectl set-ntp true',
    en: 'It is off. Type on the machine: sudo timedatectl set-ntp true',
  },
  machineSyncUnknown: {
    vi: 'Máy không cho biết. Hãy tự xem lại mỗi tháng: giờ sai làm hình khó dùng làm chứng cứ.',
    en: 'The machine does not say. Look at it each month: a wrong time makes recordings poor evidence.',
  },
  machineData: { vi: 'Ổ chứa dữ liệu hệ thống', en: 'Disk of the site’s own data' },
  machineDataFree: { vi: 'Còn trống {free}.', en: '{free} are free.' },
  machineDataLow: {
    vi: 'Chỉ còn trống {free}: người dùng, cài đặt và nhật ký cần ít nhất 2 GB. Hãy dọn bớt.',
    en: 'Only {free} are free: people, settings and the log need 2 GB at least. Make room.',
  },
  machineVolume: { vi: 'Ổ ghi hình {path}', en: 'Disk for recordings {path}' },
  machineVolumeRoom: {
    vi: '{state}; {total}, còn trống {free}. 9 mắt camera ghi được chừng {days}.',
    en: '{state}; {total}, {free} free. Room for some {days} of 9 cameras.',
  },
  machineVolumeReady: { vi: 'ghi được', en: 'can be recorded on' },
  machineVolumeSmall: {
    vi: '{state}; {total}, chỉ còn trống {free}. 9 mắt camera ghi được chừng {days}: hãy gắn ổ lớn hơn.',
    en: '{state}; {total}, only {free} free. Room for some {days} of 9 cameras: use a larger disk.',
  },
  machineVolumeState: { vi: '{state}.', en: '{state}.' },
  headsSection: { vi: 'Gửi mốc nhật ký ra ngoài', en: 'Heads of the log, sent elsewhere' },
  headsWhat: {
    vi: 'Mỗi đêm hệ thống ký một mốc của nhật ký và gửi tới nơi khác cất giữ. Nhờ mốc đó, về sau ai cũng chứng minh được nhật ký không bị sửa hay cắt bớt, kể cả bởi người quản trị. Nơi nhận nên do người khác giữ.',
    en: 'Each night the site signs a head of its log and sends it elsewhere. With it anybody proves later that the log was not altered or cut, not even by an administrator. It should be kept by somebody else.',
  },
  headsFolder: { vi: 'Thư mục', en: 'Folder' },
  headsFolderWhat: {
    vi: 'Ổ USB hoặc thư mục chia sẻ của máy khác, ví dụ /media/kiem-tra. Bỏ trống nếu không dùng.',
    en: 'A stick, or a share of another machine, for example /media/audit. Empty: not used.',
  },
  headsWebhook: { vi: 'Địa chỉ web', en: 'Web address' },
  headsWebhookWhat: {
    vi: 'Máy chủ của cơ quan cấp trên nhận bằng POST. Bỏ trống nếu không dùng.',
    en: 'A server of the agency above that takes it by POST. Empty: not used.',
  },
  headsSave: { vi: 'Lưu nơi nhận', en: 'Save' },
  headsSaved: { vi: 'Đã lưu.', en: 'Saved.' },
  headsSend: { vi: 'Gửi ngay', en: 'Send one now' },
  headsNever: { vi: 'chưa gửi lần nào', en: 'none was sent yet' },
  headsSent: { vi: 'gửi gần nhất {time}, tới mục {seq}', en: 'last sent {time}, up to entry {seq}' },
  headsFailing: {
    vi: '{target}: không gửi được từ {time}: {why}',
    en: '{target}: fails since {time}: {why}',
  },
  headsState: { vi: '{target}: {state}', en: '{target}: {state}' },
  headsFailedNoHead: {
    vi: 'chưa có mốc nào được ký (phần mềm ghi hình không trả lời)',
    en: 'nothing could be signed (the recorder does not answer)',
  },
  headsFailedFolder: {
    vi: 'không thấy thư mục; ổ đã cắm chưa?',
    en: 'the folder is not there; is the stick put in?',
  },
  headsFailedWrite: { vi: 'thư mục không ghi được', en: 'the folder can’t be written' },
  headsFailedFull: { vi: 'ổ đã đầy', en: 'the disk is full' },
  headsFailedReach: { vi: 'không kết nối được', en: 'it can’t be reached' },
  headsFailedRefused: { vi: 'máy chủ đó không nhận', en: 'that server did not take it' },
  headsFailedSlow: { vi: 'nơi nhận không trả lời kịp', en: 'no answer in time' },
  headsFailedOther: {
    vi: 'lỗi khác, xem nhật ký phần mềm',
    en: 'something else, see the log of the processes',
  },
  keySection: { vi: 'Khoá của hệ thống', en: 'The site’s key' },
  keyWhat: {
    vi: 'Mật khẩu camera và mã xác thực được niêm phong bằng khoá này. Đổi khi nghi khoá đã lộ; việc ghi hình không gián đoạn.',
    en: 'Passwords of cameras and authenticators are sealed with it. Change it when somebody may have seen it; recording goes on.',
  },
  keyRotate: { vi: 'Đổi khoá', en: 'Change the key' },
  keyRotateSure: {
    vi: 'Đổi khoá ngay? Mọi bí mật được niêm phong lại. Bản sao lưu cũ vẫn mở được, vì có khoá cũ trong đó.',
    en: 'Change the key now? Every secret is sealed anew. Older backups still open: they carry the key of before.',
  },
  keyRotated: {
    vi: 'Đã đổi khoá: niêm phong lại {cameras} mắt camera, {factors} mã xác thực.',
    en: 'The key was changed: {cameras} cameras and {factors} authenticators were sealed anew.',
  },
  elsewhereSection: { vi: 'Cài đặt ở trang khác', en: 'Set on other pages' },
  elsewherePeople: { vi: 'Người dùng, vai trò, khoá truy cập', en: 'People, roles, tokens' },
  elsewhereSessions: {
    vi: 'Phiên đăng nhập, mật khẩu, mã xác thực của tôi',
    en: 'My sessions, password, authenticator',
  },
  elsewhereStorage: { vi: 'Ổ lưu trữ và thời hạn lưu', en: 'Disks, and how long is kept' },
  aboutSection: { vi: 'Về phần mềm', en: 'About' },
  aboutVersion: {
    vi: 'Mắt Làng {version}, chạy bằng Node.js {node}.',
    en: 'Mắt Làng {version}, run by Node.js {node}.',
  },
  aboutLicence: {
    vi: 'Phần mềm nguồn mở, giấy phép Apache-2.0 (tệp LICENSE). Thành phần của bên khác: tệp NOTICE. Không gửi dữ liệu ra ngoài, không nhận diện người.',
    en: 'Open source under the Apache License 2.0 (file LICENSE). Parts by others: file NOTICE. Sends nothing out, recognises nobody.',
  },
  network: { vi: 'Mở hệ thống từ mạng', en: 'Opening the site from the network' },
  networkNow: { vi: 'Hiện nay', en: 'Now' },
  networkUrls: { vi: 'Mở từ máy khác bằng', en: 'From other machines by' },
  networkCertificate: { vi: 'Chứng chỉ đang dùng', en: 'Certificate in use' },
  networkCertificateUntil: {
    vi: 'cho {names}; hết hạn {time}',
    en: 'for {names}; ends on {time}',
  },
  networkTrust: {
    vi: 'Trang và tờ in hướng dẫn điện thoại, máy tính tin chứng chỉ',
    en: 'Page and printed sheet that say how phones and PCs come to trust it',
  },
  networkFingerprint: { vi: 'Dấu vân tay của chứng chỉ gốc', en: 'Fingerprint of the authority' },
  networkOverridden: {
    vi: 'Lần chạy này có tuỳ chọn ở dòng lệnh (matlang run): chúng được ưu tiên hơn những gì lưu ở đây.',
    en: 'The site was started with options on the command line (matlang run): they count more than what is kept here.',
  },
  networkMode: { vi: 'Ai mở được trang này', en: 'Who can open the site' },
  networkModeHere: { vi: 'Chỉ máy này', en: 'This machine only' },
  networkModeOwn: {
    vi: 'Máy khác trong mạng, mã hoá bằng chứng chỉ do hệ thống tự lập',
    en: 'Others on the network, encrypted by a certificate that the site makes itself',
  },
  networkModeOwnWhat: {
    vi: 'Hợp với mạng nội bộ không có tên miền. Mỗi điện thoại, máy tính cài chứng chỉ một lần (trang /trust).',
    en: 'For a network without a domain name. Each phone or PC installs the certificate once (page /trust).',
  },
  networkModeGiven: {
    vi: 'Máy khác trong mạng, mã hoá bằng chứng chỉ có sẵn',
    en: 'Others on the network, encrypted by a certificate that you have',
  },
  networkModeGivenWhat: {
    vi: 'Do cơ quan hoặc nhà cung cấp tên miền cấp. Tệp được đọc lại khi thay mới.',
    en: 'From your agency or a public authority. Its files are read again when they are renewed.',
  },
  networkModeHttp: { vi: 'Máy khác trong mạng, KHÔNG mã hoá', en: 'Others on the network, NOT encrypted' },
  networkModeHttpWhat: {
    vi: 'Ai ở cùng mạng đọc được mật khẩu và hình ảnh trên đường truyền. Chỉ dùng khi mạng đã được bảo vệ bằng cách khác.',
    en: 'Whoever is on the network may read passwords and pictures on their way. Only where the network is protected otherwise.',
  },
  networkNames: { vi: 'Tên hoặc địa chỉ để mở trang', en: 'Names or addresses that it is opened by' },
  networkNamesWhat: {
    vi: 'Mỗi dòng một tên, ví dụ camera.lan. Địa chỉ của chính máy này luôn được tính: {own}',
    en: 'One a line, such as camera.lan. The machine’s own are always counted: {own}',
  },
  networkListen: { vi: 'Nhận kết nối ở địa chỉ', en: 'Listen on' },
  networkListenWhat: {
    vi: 'Mỗi dòng một địa chỉ của máy này; 0.0.0.0 là mọi địa chỉ.',
    en: 'One address of this machine a line; 0.0.0.0 is all of them.',
  },
  networkPort: { vi: 'Cổng', en: 'Port' },
  networkPortWhat: { vi: 'Để trống: 8443 (HTTPS).', en: 'Empty: 8443 (HTTPS).' },
  networkHsts: { vi: 'Bắt trình duyệt luôn dùng HTTPS (HSTS)', en: 'Make browsers use HTTPS only (HSTS)' },
  networkHstsWhat: {
    vi: 'Trình duyệt nhớ một năm: tắt HTTPS sau này thì người đã mở trang bằng tên đó không vào được nữa.',
    en: 'Browsers keep it for a year: if HTTPS is switched off later, whoever opened the site by that name gets in no more.',
  },
  networkCertificateFile: {
    vi: 'Tệp chứng chỉ (PEM, cả chuỗi)',
    en: 'Certificate file (PEM, with its chain)',
  },
  networkKeyFile: { vi: 'Tệp khoá riêng (PEM)', en: 'Private key file (PEM)' },
  networkFileWhat: { vi: 'Đường dẫn trên máy chạy hệ thống.', en: 'Path on the machine that runs the site.' },
  networkSave: { vi: 'Lưu và áp dụng ngay', en: 'Keep and apply now' },
  networkSaved: { vi: 'Đã lưu và áp dụng.', en: 'Kept and applied.' },
  networkCutOff: {
    vi: 'Nếu bạn đang mở trang từ máy khác, thay đổi có thể ngắt chính bạn; mở lại bằng địa chỉ mới, hoặc ở máy chạy hệ thống.',
    en: 'If you are on another machine the change may cut yourself off; open the new address, or the machine that runs the site.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
