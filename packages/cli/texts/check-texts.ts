/** `matlang check`: what it asks, what it finds. `verify-chain` shows the same findings. */
import type { CheckProgress, FindingKind } from '@matlang/archive/check';
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const CHECK_TEXTS = {
  description: {
    vi: 'Kiểm tra dữ liệu ghi hình có nguyên vẹn không; mã kết thúc 1 khi có lỗi',
    en: 'Check rows, files, journal and hash chain of the archive; exit code 1 when something is wrong',
  },
  deep: {
    vi: 'đọc lại và tính lại mã băm của từng mảnh hình (lâu hơn)',
    en: 'hash every fragment again',
  },
  repair: {
    vi: 'sửa những gì sửa được; phải dừng hệ thống trước',
    en: 'mend what can be mended; the recorder must not run',
  },
  rebuild: {
    vi: 'lập lại mục lục từ các tệp và nhật ký; phải dừng hệ thống trước',
    en: 'make the index anew from files and journal; the recorder must not run',
  },
  volumeWord: { vi: 'ổ', en: 'volume' },
  acceptLoss: {
    vi: 'chấp nhận rằng hình đã ký trước đây của ổ này không còn (ổ đã thay)',
    en: 'footage of this volume that was signed so far is known to be gone (its disk was replaced)',
  },
  unknownVolume: {
    vi: 'Không có ổ lưu trữ nào tên {volume}. Các ổ hiện có: {known}',
    en: 'There is no volume called {volume}. There are: {known}',
  },
  archiveLocked: {
    vi: 'Phần mềm ghi hình đang dùng ổ lưu trữ này. Hãy dừng hệ thống rồi chạy lại (kiểm tra không kèm --repair, --rebuild thì không cần dừng).',
    en: 'A recorder holds this archive. Stop the site first (a plain check runs beside it).',
  },
  neverRecorded: {
    vi: 'Hệ thống chưa ghi hình lần nào nên chưa có gì để kiểm tra. Bắt đầu ghi: matlang run{data}',
    en: 'The site has not recorded yet: there is nothing to check. Begin with: matlang run{data}',
  },
  progress: {
    vi: '{volume}: {step}, {segments} đoạn ghi, {size}',
    en: '{volume}: {step}, {segments} segments, {size}',
  },
  mainVolume: { vi: 'Ổ lưu trữ chính', en: 'Main volume' },
  otherVolume: { vi: 'Ổ lưu trữ {id}', en: 'Volume {id}' },
  volume: {
    vi: '{volume} ({path}): {segments} đoạn ghi, {size}',
    en: '{volume} ({path}): {segments} segments, {size}',
  },
  volumeInUse: {
    vi: '{volume} ({path}): {segments} đoạn ghi, {size}; đang được ghi',
    en: '{volume} ({path}): {segments} segments, {size}; it is being recorded to',
  },
  volumeMissing: {
    vi: 'Chưa kiểm tra được: ổ lưu trữ chưa gắn ({path}). Gắn ổ (mount -a) rồi kiểm tra lại. Đừng dùng --rebuild.',
    en: 'Not checked: the volume is not mounted ({path}). Mount it (mount -a), then check again. Don’t use --rebuild.',
  },
  error: { vi: 'LỖI', en: 'ERROR' },
  notice: { vi: 'lưu ý', en: 'notice' },
  finding: { vi: '  {severity}: {what} [{kind}]{place}', en: '  {severity}: {what} [{kind}]{place}' },
  mended: { vi: ' (đã sửa)', en: ' (mended)' },
  segment: { vi: ' {camera}, {stream}, đoạn {seq}', en: ' {camera}, {stream}, segment {seq}' },
  stream: { vi: ' {camera}, {stream}', en: ' {camera}, {stream}' },
  more: {
    vi: '  … còn {count} mục nữa; xem hết bằng --json',
    en: '  … and {count} more: --json',
  },
  noAuditLog: { vi: 'Chưa có nhật ký truy cập.', en: 'There is no audit log yet.' },
  auditLogHolds: {
    vi: 'Nhật ký truy cập: {entries} mục, không mục nào bị sửa.',
    en: 'Audit log: {entries} entries, its chain holds.',
  },
  auditLogUnreadable: {
    vi: 'LỖI: không đọc được nhật ký truy cập (tệp site.sqlite): {why}',
    en: 'ERROR: the audit log can’t be read (site.sqlite): {why}',
  },
  auditLogBroken: {
    vi: 'LỖI: nhật ký truy cập bị sửa hoặc mất mục, từ mục {seq} [{kind}]; các mục trước đó còn nguyên.',
    en: 'ERROR: the audit log was altered from entry {seq} on [{kind}]; what stands before it is intact.',
  },
  auditLogTreeDiffers: {
    vi: 'LỖI: từ mục {seq}, nhật ký truy cập không khớp với chuỗi mã chứng minh lưu kèm: mục nhật ký hoặc mã chứng minh đã bị sửa [{kind}].',
    en: 'ERROR: from entry {seq} on the audit log and the tree of hashes that proves it do not fit: entries or the tree were altered [{kind}].',
  },
  auditLogSearchDiffers: {
    vi: 'LỖI: các mục nhật ký truy cập còn nguyên, nhưng danh mục để tìm kiếm bị sửa từ mục {seq}: có mục sẽ không hiện khi tìm [{kind}].',
    en: 'ERROR: the entries of the audit log are intact, but what they are searched by was altered from entry {seq} on: some are not found [{kind}].',
  },
  clean: { vi: 'Không thấy lỗi; kiểm tra xong trong {time}.', en: 'No faults found; checked in {time}.' },
  cleanPartly: {
    vi: 'Phần còn lại không thấy lỗi; kiểm tra xong trong {time}.',
    en: 'No faults found in the rest; checked in {time}.',
  },
  notClean: { vi: 'CÓ LỖI; kiểm tra xong trong {time}.', en: 'FAULTS were found; checked in {time}.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What a check is doing. */
export const CHECK_STEP_TEXTS = {
  rebuild: { vi: 'đang lập lại mục lục', en: 'making the index anew' },
  repair: { vi: 'đang sửa', en: 'mending' },
  journal: { vi: 'đang đọc nhật ký', en: 'reading the journal' },
  segments: { vi: 'đang kiểm tra các đoạn ghi', en: 'checking segments' },
  files: { vi: 'đang kiểm tra các tệp', en: 'checking files' },
} as const satisfies Readonly<Record<CheckProgress['step'], Bilingual>>;

/** What each kind of finding means; the place and the code stand beside it. */
export const FINDING_TEXTS = {
  'volume-missing': {
    vi: 'không tìm thấy ổ lưu trữ (chưa gắn hoặc hỏng)',
    en: 'the volume is missing (not mounted, or broken)',
  },
  'index-damaged': {
    vi: 'mục lục của ổ lưu trữ bị hỏng hoặc không có; lập lại bằng --rebuild',
    en: 'the index of the volume is damaged or missing; --rebuild makes it anew',
  },
  'index-version': {
    vi: 'mục lục do phiên bản mới hơn của chương trình ghi; hãy cập nhật chương trình',
    en: 'the index was written by a newer program; update this one',
  },
  'open-row': {
    vi: 'đoạn ghi dở từ lần chạy trước; lần khởi động sau tự hoàn tất',
    en: 'a segment was left unfinished; the next start completes it',
  },
  'row-without-file': { vi: 'mất tệp ghi hình', en: 'a recorded file is not there' },
  'file-without-row': {
    vi: 'có tệp ghi hình nhưng mục lục không có; thêm lại bằng --repair',
    en: 'a recorded file is not in the index; --repair adds it',
  },
  'deleted-file': {
    vi: 'đoạn ghi đã xoá nhưng tệp vẫn còn',
    en: 'a file was deleted and is still there',
  },
  'unknown-file': {
    vi: 'có tệp lạ, không phải dữ liệu ghi hình',
    en: 'a file that is none of the archive',
  },
  'size-differs': {
    vi: 'tệp ghi hình dài hoặc ngắn hơn lúc ghi',
    en: 'a file is longer or shorter than it was recorded',
  },
  'file-damaged': { vi: 'tệp ghi hình không đọc được', en: 'a file can’t be read' },
  'content-differs': {
    vi: 'hình trong tệp khác với lúc ghi: bị sửa hoặc ổ đĩa hỏng',
    en: 'a file does not hold what was recorded: altered, or the disk is failing',
  },
  'table-damaged': {
    vi: 'bảng kê của đoạn ghi trong mục lục bị hỏng; lập lại bằng --rebuild',
    en: 'the index’s table of a segment is damaged; --rebuild makes it anew',
  },
  'run-missing': {
    vi: 'mục lục thiếu thông tin của lần kết nối; lập lại bằng --rebuild',
    en: 'the index lacks the run of a segment; --rebuild makes it anew',
  },
  'not-journalled': {
    vi: 'mục lục có nhưng nhật ký không có',
    en: 'it stands in the index and not in the journal',
  },
  'not-indexed': {
    vi: 'nhật ký có nhưng mục lục không có; lập lại bằng --rebuild',
    en: 'it stands in the journal and not in the index; --rebuild adds it',
  },
  'journal-differs': {
    vi: 'mục lục và nhật ký nói khác nhau',
    en: 'index and journal contradict each other',
  },
  'journal-damaged': { vi: 'một dòng nhật ký bị hỏng', en: 'a line of the journal is damaged' },
  'journal-torn': {
    vi: 'dòng cuối của nhật ký chưa ghi hết (thường do mất điện)',
    en: 'the last line of the journal is not whole (mostly a power cut)',
  },
  'chain-broken': {
    vi: 'chuỗi mã băm bị đứt: có đoạn bị sửa, thiếu hoặc đảo chỗ',
    en: 'the chain of hashes is broken: something was altered, taken out or moved',
  },
  'head-differs': {
    vi: 'mã băm đã ký không nằm trên chuỗi',
    en: 'a signed hash is not on the chain',
  },
  'chain-began-anew': {
    vi: 'dữ liệu đã ký trước đây không còn ở đây; luồng được ghi lại từ đầu (bị lấy đi, hoặc đã thay ổ: khi đó dùng --accept-loss)',
    en: 'footage that was signed once is not here; the stream began anew (taken away, or the disk was replaced: then --accept-loss)',
  },
  'head-signature': { vi: 'chữ ký của chuỗi mã băm không đúng', en: 'a signature of the chain is wrong' },
  'sequence-hole': {
    vi: 'thiếu số thứ tự: đoạn không có mà cũng không ghi là đã xoá',
    en: 'a number is missing: the segment is neither there nor deleted',
  },
  overlap: { vi: 'hai đoạn ghi chồng giờ lên nhau', en: 'two segments overlap' },
  unproven: {
    vi: 'đoạn ghi xem được nhưng nhật ký không biết, nên không có gì chứng minh',
    en: 'a segment that plays and that the journal does not know: nothing proves it',
  },
  'deletion-unsigned': {
    vi: 'nhật ký ghi là đã xoá nhưng không có chữ ký của phần mềm ghi hình: bị giả mạo hoặc lấy từ hệ thống khác',
    en: 'a deletion that no recorder signed: forged, or taken from another archive',
  },
  'deletion-before-signing': {
    vi: 'đoạn đã xoá từ thời chưa có chữ ký cho việc xoá',
    en: 'deleted before deletions were signed',
  },
  'footage-lost': {
    vi: 'dữ liệu đã mất từ trước, được ghi nhận và ký khi sửa',
    en: 'footage that was missing when the archive was repaired; signed then',
  },
  'not-a-file': {
    vi: 'có liên kết (link) hoặc thứ khác ở chỗ của một tệp: không được đọc, vì có thể dẫn ra ngoài ổ lưu trữ',
    en: 'a link, or something else, stands where a file should: it is not read, for it may lead out of the archive',
  },
  'loss-accepted': {
    vi: 'hình đã ký trước một thời điểm không còn trên ổ này; người quản trị đã chấp nhận',
    en: 'footage that was signed up to an instant is not on this volume; an administrator accepted that',
  },
  'hold-missing': {
    vi: 'đoạn đang được “khoá không xoá” nhưng ổ lưu trữ không còn biết khoá đó; khởi động hệ thống để đặt lại khoá',
    en: 'the site holds footage and the volume does not know of it; starting the site sends the hold again',
  },
  'put-aside': {
    vi: 'tệp không dùng được đã chuyển vào thư mục put-aside, không bị xoá',
    en: 'a file was moved to put-aside/ instead of being deleted',
  },
  'not-followed': {
    vi: 'vài dòng nhật ký mục lục chưa kịp ghi theo; lần khởi động sau tự làm',
    en: 'lines of the journal that the index has not followed; the next start applies them',
  },
} as const satisfies Readonly<Record<FindingKind, Bilingual> & Record<string, Bilingual>>;
