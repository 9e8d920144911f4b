/** For each way a stream fails: what happened, and what to try. */
import type { Bilingual } from '../text/bilingual.ts';
import type { StreamFailureCode } from './stream-words.ts';

/** Sentences that stand alone; `tryThis` is what somebody without training can do. */
export interface FailureText {
  readonly what: Bilingual;
  readonly tryThis: Bilingual;
}

const text = (vi: string, en: string, tryVi: string, tryEn: string): FailureText => ({
  what: { vi, en },
  tryThis: { vi: tryVi, en: tryEn },
});

/** For every code: a new one does not compile without. */
export const STREAM_FAILURE_TEXTS: Readonly<Record<StreamFailureCode, FailureText>> = {
  'password-unreadable': text(
    'Không giải mã được mật khẩu đã lưu bằng tệp khoá của hệ thống.',
    'The stored password can’t be decrypted with this site’s key file.',
    'Nhập lại mật khẩu của mắt camera; nếu mọi camera đều vậy, khôi phục tệp keys/site.key.',
    'Enter the camera’s password again; if every camera says so, restore keys/site.key.',
  ),
  'host-unknown': text(
    'Không tìm thấy tên máy của camera.',
    'The name of the camera’s host is not known.',
    'Kiểm tra tên trong địa chỉ, hoặc dùng địa chỉ IP của camera.',
    'Check the name in the address, or use the camera’s IP address.',
  ),
  'host-unreachable': text(
    'Không có đường mạng tới camera.',
    'There is no way to the camera on the network.',
    'Xem camera có điện không, dây mạng hoặc wifi, và camera có cùng mạng với máy này không.',
    'See whether the camera has power, its cable or wifi, and that it is on the same network as this machine.',
  ),
  'connection-refused': text(
    'Camera có trong mạng nhưng không mở cổng RTSP.',
    'The camera is in the network but does not open its RTSP port.',
    'Bật RTSP trong cài đặt camera (nhiều hãng tắt sẵn) và kiểm tra cổng, thường là 554.',
    'Switch RTSP on in the camera’s settings (many brands ship with it off) and check the port, usually 554.',
  ),
  'connect-timeout': text(
    'Camera không trả lời kết nối.',
    'The camera does not answer the connection.',
    'Xem camera có điện và wifi không, địa chỉ IP có đổi không; tường lửa có chặn cổng không.',
    'See whether the camera has power and wifi, whether its IP address changed, and whether a firewall blocks the port.',
  ),
  'connection-lost': text(
    'Camera đóng kết nối.',
    'The camera closed the connection.',
    'Thường tự nối lại. Nếu lặp lại: wifi yếu, camera khởi động lại, hoặc quá nhiều người xem.',
    'It usually comes back by itself. If it repeats: weak wifi, a camera that restarts, or too many viewers.',
  ),
  'not-rtsp': text(
    'Thiết bị ở địa chỉ này không phải camera RTSP (hoặc sai cổng).',
    'What answers at this address is no RTSP camera (or the port is wrong).',
    'Kiểm tra cổng: 80 và 8000 thường là cổng web, RTSP thường là 554.',
    'Check the port: 80 and 8000 are mostly web ports, RTSP is mostly 554.',
  ),
  'response-timeout': text(
    'Camera nhận kết nối nhưng không trả lời yêu cầu.',
    'The camera takes the connection but does not answer a request.',
    'Đợi một phút; nếu vẫn vậy, khởi động lại camera.',
    'Wait a minute; if it stays, restart the camera.',
  ),
  'credentials-missing': text(
    'Camera yêu cầu tên và mật khẩu nhưng chưa khai báo.',
    'The camera asks for user and password, and none are set.',
    'Điền tên và mật khẩu RTSP của camera (Imou, EZVIZ: admin và mã an toàn trên nhãn).',
    'Set the camera’s RTSP user and password (Imou, EZVIZ: admin and the safety code on the label).',
  ),
  'credentials-refused': text(
    'Camera không nhận tên hoặc mật khẩu.',
    'The camera refuses user or password.',
    'Nhập lại mật khẩu; cập nhật camera có thể đã đổi nó. Tapo dùng “tài khoản camera” riêng.',
    'Enter the password again; an update may have changed it. Tapo has a separate “camera account”.',
  ),
  'authentication-unsupported': text(
    'Camera chỉ nhận kiểu đăng nhập mà Mắt Làng không có.',
    'The camera offers only a way of signing in that is not spoken here.',
    'Chọn Digest trong phần RTSP của camera.',
    'Choose Digest in the camera’s RTSP settings.',
  ),
  forbidden: text(
    'Tài khoản này không được xem luồng này.',
    'This user may not view this stream.',
    'Cho tài khoản quyền xem trực tiếp trong cài đặt camera.',
    'Give the user the right to live view in the camera’s settings.',
  ),
  'stream-not-found': text(
    'Camera không có luồng ở đường dẫn này.',
    'The camera has no stream at this path.',
    'Kiểm tra phần sau tên máy; docs/cameras.vi.md có đường dẫn theo hãng.',
    'Check what follows the host; docs/cameras.md lists paths by brand.',
  ),
  'too-many-sessions': text(
    'Camera không phục vụ thêm người xem.',
    'The camera serves no further viewer.',
    'Tắt ứng dụng khác đang xem camera này, hoặc chỉ ghi một luồng; phiên cũ hết hạn sau khoảng một phút.',
    'Close other programs that view it, or record one stream only; old sessions end after about a minute.',
  ),
  'transport-refused': text(
    'Camera từ chối cả hai cách truyền TCP và UDP.',
    'The camera takes neither TCP nor UDP.',
    'Tắt multicast và mã hoá RTSP trong cài đặt camera.',
    'Switch off multicast and encryption of RTSP in the camera’s settings.',
  ),
  'rtsp-status': text(
    'Camera trả lời bằng một mã lỗi.',
    'The camera answers with an error status.',
    'Xem mã lỗi trong chi tiết; khởi động lại camera nếu là 5xx.',
    'See the status in the details; restart the camera if it is 5xx.',
  ),
  'redirect-refused': text(
    'Camera chỉ sang một địa chỉ khác; vì an toàn, Mắt Làng không tự kết nối tới đó.',
    'The camera points to another address; for safety it is not followed.',
    'Khai thẳng địa chỉ mà camera chỉ tới, nếu đó đúng là camera của mình.',
    'Enter the address that it points to, if that is a camera of yours.',
  ),
  'description-invalid': text(
    'Mô tả luồng của camera không đọc được.',
    'The camera’s description of its streams can’t be read.',
    'Cập nhật phần mềm camera; gửi cho chúng tôi kết quả của matlang camera probe.',
    'Update the camera’s firmware; send us what matlang camera probe says.',
  ),
  'media-missing': text(
    'Ở đường dẫn này không có hình (hoặc không có âm thanh).',
    'There is no video (or, for sound, no audio) at this path.',
    'Kiểm tra đường dẫn và số kênh; bật âm thanh trong camera nếu cần.',
    'Check path and channel number; switch sound on in the camera if it is wanted.',
  ),
  'codec-not-recorded': text(
    'Camera gửi kiểu nén mà Mắt Làng không ghi.',
    'The camera sends a codec that is not recorded.',
    'Chọn H.264 hoặc H.265 (âm thanh: AAC hoặc G.711) trong cài đặt camera.',
    'Choose H.264 or H.265 (sound: AAC or G.711) in the camera’s settings.',
  ),
  'no-media': text(
    'Camera đã nhận lệnh nhưng không gửi hình.',
    'The camera took the order to play and sends no pictures.',
    'Với UDP: tường lửa có thể chặn, hãy chọn TCP. Với TCP: khởi động lại camera.',
    'With UDP a firewall may block it: choose TCP. With TCP: restart the camera.',
  ),
  'no-key-frame': text(
    'Có dữ liệu nhưng không có khung hình khoá (I-frame), nên chưa ghi được.',
    'Data comes, but no key frame, so that nothing can be recorded yet.',
    'Đặt khoảng cách khung hình khoá (I-frame interval) là 2 giây và tắt “smart codec”, H.264+ hoặc H.265+.',
    'Set the I-frame interval to 2 seconds and switch off “smart codec”, H.264+ or H.265+.',
  ),
  'media-stalled': text(
    'Hình đang đến thì ngừng.',
    'Pictures came and stopped.',
    'Thường do wifi yếu: đặt bộ phát gần hơn, giảm bit rate, hoặc nối dây.',
    'Mostly weak wifi: move the access point nearer, lower the bit rate, or use a cable.',
  ),
  internal: text(
    'Phần mềm Mắt Làng gặp lỗi.',
    'The program Mắt Làng met a fault of its own.',
    'Nhật ký của phần mềm ghi hình có chi tiết; hãy gửi cho chúng tôi.',
    'The recorder’s log has the details; please send it to us.',
  ),
};
