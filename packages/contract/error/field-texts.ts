/** What the fields of requests are called when a sentence speaks of one: people read “Tên mắt camera”, programs read `error.field`. */
import type { Bilingual } from '../text/bilingual.ts';

/** By path as in `error.field`; the parts of a request that have no field stand last. */
export const FIELD_TEXTS: Readonly<Record<string, Bilingual>> = {
  name: { vi: 'Tên gọi', en: 'the name' },
  main: { vi: 'Luồng chính', en: 'the main stream' },
  'main.url': { vi: 'Địa chỉ luồng chính', en: 'the address of the main stream' },
  sub: { vi: 'Luồng phụ', en: 'the sub stream' },
  'sub.url': { vi: 'Địa chỉ luồng phụ', en: 'the address of the sub stream' },
  url: { vi: 'Địa chỉ camera', en: 'the address of the camera' },
  username: { vi: 'Tên đăng nhập camera', en: 'the user of the camera' },
  password: { vi: 'Mật khẩu', en: 'the password' },
  transport: { vi: 'Cách truyền', en: 'the transport' },
  record: { vi: 'Luồng cần ghi', en: 'the choice of streams to record' },
  live: { vi: 'Phần xem trực tiếp', en: 'the choice of live streams' },
  'live.main': { vi: 'Xem trực tiếp luồng chính', en: 'live view of the main stream' },
  'live.sub': { vi: 'Xem trực tiếp luồng phụ', en: 'live view of the sub stream' },
  audio: { vi: 'Phần âm thanh', en: 'the choice of sound' },
  'audio.enabled': { vi: 'Bật âm thanh', en: 'the switch of sound' },
  'audio.reason': { vi: 'Lý do bật âm thanh', en: 'the reason for sound' },
  retentionDays: { vi: 'Thời hạn lưu (số ngày)', en: 'the retention in days' },
  enabled: { vi: 'Bật mắt camera', en: 'the switch of the camera' },
  revision: { vi: 'Số bản sửa', en: 'the revision' },
  'if-match': { vi: 'Số bản sửa (If-Match)', en: 'the revision (If-Match)' },
  removed: { vi: 'Kể cả mắt camera đã bỏ', en: 'the choice of removed cameras' },
  footage: { vi: 'Giữ hay xoá dữ liệu ghi hình', en: 'the choice to keep or delete footage' },
  cameras: { vi: 'Danh sách mắt camera', en: 'the list of cameras' },
  cameraId: { vi: 'Mã mắt camera', en: 'the id of the camera' },
  code: { vi: 'Mã xác thực', en: 'the code' },
  invitation: { vi: 'Lời mời', en: 'the invitation' },
  for: { vi: 'Mục đích dùng khoá đăng nhập', en: 'what the passkey is for' },
  personId: { vi: 'Người nhận', en: 'the person' },
  passkey: { vi: 'Khoá đăng nhập (passkey)', en: 'the passkey' },
  'passkey.id': { vi: 'Mã của khoá đăng nhập', en: 'the passkey’s id' },
  'passkey.clientDataJson': { vi: 'Dữ liệu của trình duyệt', en: 'the browser’s data' },
  'passkey.authenticatorData': { vi: 'Dữ liệu của khoá đăng nhập', en: 'the authenticator’s data' },
  'passkey.signature': { vi: 'Chữ ký của khoá đăng nhập', en: 'the passkey’s signature' },
  'passkey.userHandle': { vi: 'Chủ của khoá đăng nhập', en: 'the passkey’s owner' },
  'passkey.attestationObject': { vi: 'Khoá công khai', en: 'the public key' },
  'passkey.transports': { vi: 'Cách nối với khoá đăng nhập', en: 'the ways to reach the passkey' },
  pin: { vi: 'Mã PIN', en: 'the PIN' },
  current: { vi: 'Mật khẩu hiện nay', en: 'the current password' },
  role: { vi: 'Vai trò', en: 'the role' },
  until: { vi: 'Đến lúc', en: 'the end of the period' },
  ended: { vi: 'Ngừng tài khoản', en: 'the end of the account' },
  removeSecondFactor: { vi: 'Gỡ mã xác thực', en: 'the removal of the second factor' },
  grant: { vi: 'Mã phân công', en: 'the id of the grant' },
  actor: { vi: 'Người thực hiện', en: 'who did it' },
  action: { vi: 'Việc đã làm', en: 'what was done' },
  about: { vi: 'Đối tượng của việc', en: 'what it is about' },
  permissions: { vi: 'Danh sách quyền', en: 'the list of permissions' },
  userName: { vi: 'Tên đăng nhập', en: 'the user name' },
  position: { vi: 'Chức vụ', en: 'the position' },
  id: { vi: 'Mã trong địa chỉ', en: 'the id in the address' },
  volumeId: { vi: 'Mã ổ lưu trữ', en: 'the id of the volume' },
  volume: { vi: 'Mã ổ lưu trữ', en: 'the id of the volume' },
  from: { vi: 'Thời điểm bắt đầu', en: 'the start' },
  to: { vi: 'Thời điểm kết thúc', en: 'the end' },
  stream: { vi: 'Tên luồng', en: 'the stream' },
  keyFrames: { vi: 'Chỉ lấy khung hình khoá (I-frame)', en: 'the choice of key frames' },
  pass: { vi: 'Lần ghi thứ nhất hay sau cùng', en: 'the choice of the first or last recording' },
  purpose: { vi: 'Mục đích', en: 'the purpose' },
  purposeId: { vi: 'Mã của mục đích', en: 'the id of the purpose' },
  kind: { vi: 'Loại mục đích', en: 'the kind of purpose' },
  number: { vi: 'Số vụ việc', en: 'the number of the incident' },
  text: { vi: 'Nội dung mục đích', en: 'the words of the purpose' },
  at: { vi: 'Thời điểm', en: 'the instant' },
  width: { vi: 'Chiều rộng ảnh', en: 'the width of the picture' },
  exact: { vi: 'Đúng thời điểm hay khung hình khoá', en: 'the choice of the exact picture' },
  count: { vi: 'Số ảnh', en: 'the number of pictures' },
  codec: { vi: 'Kiểu nén cần chuyển sang', en: 'the codec to change to' },
  maxPoints: { vi: 'Số điểm nhiều nhất', en: 'the number of points' },
  file: { vi: 'Tên tệp', en: 'the name of the file' },
  index: { vi: 'Số thứ tự tệp', en: 'the number of the file' },
  range: { vi: 'Phần tệp cần lấy (Range)', en: 'the part of the file (Range)' },
  'if-range': { vi: 'Bản của tệp (If-Range)', en: 'the version of the file (If-Range)' },
  measureMs: { vi: 'Thời gian đo', en: 'the time to measure' },
  title: { vi: 'Tên điểm ghi nhớ', en: 'the name of the bookmark' },
  note: { vi: 'Ghi chú', en: 'the note' },
  reason: { vi: 'Lý do', en: 'the reason' },
  owner: { vi: 'Người chịu trách nhiệm', en: 'the owner' },
  reviewAt: { vi: 'Ngày rà soát', en: 'the day of review' },
  lifted: { vi: 'Kể cả khoá đã gỡ', en: 'the choice of lifted holds' },
  wait: { vi: 'Chờ chuẩn bị xong', en: 'the choice to wait' },
  lang: { vi: 'Ngôn ngữ của trang', en: 'the language of the page' },
  area: { vi: 'Địa bàn', en: 'the area' },
  listen: { vi: 'Địa chỉ nhận kết nối', en: 'the list of addresses to listen on' },
  port: { vi: 'Cổng', en: 'the port' },
  https: { vi: 'Cách mã hoá (HTTPS)', en: 'the choice of HTTPS' },
  names: { vi: 'Tên của hệ thống trong mạng', en: 'the list of names on the network' },
  allowHttp: { vi: 'Chấp nhận không mã hoá', en: 'the choice of no encryption' },
  hsts: { vi: 'HSTS (chỉ HTTPS)', en: 'HSTS (HTTPS only)' },
  certificateFile: { vi: 'Tệp chứng chỉ', en: 'the certificate file' },
  keyFile: { vi: 'Tệp khoá riêng', en: 'the key file' },
  seq: { vi: 'Số thứ tự mục nhật ký', en: 'the number of the entry' },
  size: { vi: 'Số mục của nhật ký', en: 'the size of the log' },
  old: { vi: 'Số mục của mốc cũ', en: 'the old size of the log' },
  format: { vi: 'Kiểu tệp', en: 'the format of the file' },
  limit: { vi: 'Số mục mỗi trang', en: 'the number of entries' },
  before: { vi: 'Vị trí trang', en: 'the place of the page' },
  body: { vi: 'Nội dung gửi lên', en: 'what was sent' },
  params: { vi: 'Địa chỉ', en: 'the address' },
  querystring: { vi: 'Phần sau dấu ? của địa chỉ', en: 'the part of the address behind the ?' },
  headers: { vi: 'Tiêu đề yêu cầu', en: 'the headers' },
};

/** `cameras.1`: the second entry of a list. */
const ENTRY = /^(?<list>.+)\.(?<index>\d+)$/;

/** The field in words; a name that no request has is given back in quotes, because the asker wrote it. */
export function fieldText(field: string): Bilingual {
  const entry = ENTRY.exec(field)?.groups;
  if (entry !== undefined) {
    const list = fieldText(entry['list'] ?? '');
    const place = Number(entry['index']) + 1;
    return { vi: `${list.vi} (mục ${place})`, en: `${list.en} (entry ${place})` };
  }
  return Object.hasOwn(FIELD_TEXTS, field) ? (FIELD_TEXTS[field] ?? quoted(field)) : quoted(field);
}

function quoted(field: string): Bilingual {
  return { vi: `“${field}”`, en: `“${field}”` };
}
