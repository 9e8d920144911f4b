/** What a field may break, as the end of a sentence: “the address of the main stream must begin with rtsp://”. */
import type { Law } from '@matlang/domain';
import type { Bilingual } from '../text/bilingual.ts';

/** Rules of form, found by the schemas; the others are laws of domain. */
type FormRule =
  | 'required'
  | 'unknown-key'
  | 'type'
  | 'format'
  | 'choice'
  | 'instant'
  | 'json'
  | 'too-many'
  | 'too-few'
  | 'nothing-to-change'
  | 'given-twice'
  | 'code-wrong'
  | 'host-form'
  | 'folder-form'
  | 'web-form';

/** Ends of sentences, with `{name}` where a value goes: `fieldText` gives their beginning. */
export const RULE_TEXTS = {
  'folder-form': {
    vi: 'phải là đường dẫn đầy đủ, bắt đầu bằng /',
    en: 'must be a whole path that begins with /',
  },
  'web-form': {
    vi: 'phải bắt đầu bằng https:// hoặc http:// và không có mật khẩu trong đó',
    en: 'must begin with https:// or http:// and carry no password',
  },
  required: { vi: 'phải có', en: 'must be given' },
  'unknown-key': { vi: 'không phải mục mà hệ thống biết', en: 'is not a field that is known here' },
  type: { vi: 'phải là {expectedVi}', en: 'must be {expectedEn}' },
  format: { vi: 'không đúng dạng', en: 'does not have the right form' },
  choice: { vi: 'phải là một trong: {choices}', en: 'must be one of: {choices}' },
  instant: {
    vi: 'phải là thời điểm ISO 8601 có múi giờ (2026-02-15T14:30:00+07:00) hoặc mili giây Unix',
    en: 'must be an instant in ISO 8601 with zone (2026-02-15T14:30:00+07:00) or Unix milliseconds',
  },
  json: { vi: 'không phải JSON hợp lệ', en: 'is not valid JSON' },
  'too-many': { vi: 'có nhiều nhất {limit} mục', en: 'has at most {limit} items' },
  'too-few': { vi: 'có ít nhất {limit} mục', en: 'has at least {limit} items' },
  'nothing-to-change': {
    vi: 'phải nêu ít nhất một mục cần sửa',
    en: 'must name at least one field to change',
  },
  'given-twice': { vi: 'chỉ được nêu một lần', en: 'may be given once only' },
  'user-name-form': {
    vi: 'gồm 3 đến 32 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới',
    en: 'has 3 to 32 letters without marks, digits, dots, dashes or underscores',
  },
  'password-too-short': {
    vi: 'phải có ít nhất {limit} ký tự (bốn, năm từ ghép lại là đủ và dễ nhớ)',
    en: 'must have at least {limit} characters (four or five words together will do, and are easy to remember)',
  },
  'password-guessable': {
    vi: 'quá dễ đoán: đừng dùng tên mình, tên đơn vị, dãy số hay từ ai cũng thử đầu tiên',
    en: 'is too easy to guess: not your own name, the site’s, a row of digits, or a word that everybody tries first',
  },
  'pin-form': {
    vi: 'gồm {limit} đến 12 chữ số',
    en: 'has {limit} to 12 digits',
  },
  'pin-guessable': {
    vi: 'quá dễ đoán: đừng dùng ngày sinh, dãy số liền nhau hay số lặp lại',
    en: 'is too easy to guess: no birthday, no row of digits, nothing repeated',
  },
  'code-wrong': {
    vi: 'không đúng hoặc đã dùng; hãy nhập mã đang hiện trên điện thoại',
    en: 'is wrong or was used before; type the one that the phone shows now',
  },
  'host-form': {
    vi: 'phải là tên máy (camera.lan) hoặc địa chỉ IP (192.168.1.10), không có http:// và cổng',
    en: 'must be a host name (camera.lan) or an IP address (192.168.1.10), without http:// and port',
  },
  'text-empty': { vi: 'không được để trống', en: 'must not be empty' },
  'text-too-long': { vi: 'có nhiều nhất {limit} ký tự', en: 'has at most {limit} characters' },
  'text-control-characters': {
    vi: 'không được chứa ký tự điều khiển',
    en: 'must not hold control characters',
  },
  'number-too-small': { vi: 'không được nhỏ hơn {limit}', en: 'must not be less than {limit}' },
  'number-too-large': { vi: 'không được lớn hơn {limit}', en: 'must not be more than {limit}' },
  'camera-url-scheme': { vi: 'phải bắt đầu bằng rtsp://', en: 'must begin with rtsp://' },
  'camera-url-host': {
    vi: 'phải có địa chỉ máy hợp lệ sau rtsp:// (mật khẩu có dấu / thì khai riêng, không viết trong địa chỉ)',
    en: 'must have a valid host behind rtsp:// (a password with a / is given on its own, not in the address)',
  },
  'camera-url-port': { vi: 'phải có cổng từ 1 đến 65535', en: 'must have a port from 1 to 65535' },
  'camera-url-characters': {
    vi: 'chỉ được chứa ký tự ASCII, không có dấu cách, sau tên máy',
    en: 'must hold only ASCII characters without spaces behind the host',
  },
  'camera-url-too-long': { vi: 'có nhiều nhất {limit} ký tự', en: 'has at most {limit} characters' },
  'credentials-differ': {
    vi: 'khác nhau giữa các địa chỉ và phần khai riêng; ở đây mỗi mắt camera chỉ có một tài khoản',
    en: 'differs between the addresses and what is given on its own; a camera has one account here',
  },
  'password-without-username': { vi: 'cần có tên đăng nhập đi cùng', en: 'needs a user with it' },
  'sub-stream-missing': {
    vi: 'là luồng phụ, nhưng chưa có địa chỉ luồng phụ',
    en: 'asks for the sub stream, whose address is not given',
  },
  'audio-needs-reason': {
    vi: 'phải nêu lý do vì sao bật âm thanh',
    en: 'must say why sound is switched on',
  },
  'span-order': { vi: 'phải sau thời điểm bắt đầu', en: 'must be later than the start' },
  'span-too-long': {
    vi: 'phải cách thời điểm bắt đầu nhiều nhất {limit} ngày',
    en: 'must be at most {limit} days after the start',
  },
  'review-in-the-past': { vi: 'phải là thời điểm trong tương lai', en: 'must be an instant in the future' },
  'end-in-the-past': { vi: 'phải là thời điểm trong tương lai', en: 'must be an instant in the future' },
  'purpose-too-long': {
    vi: 'phải nằm trong {limit} giờ tới',
    en: 'must lie within the next {limit} hours',
  },
  'number-of-incidents-only': {
    vi: 'chỉ nêu khi mục đích là một vụ việc',
    en: 'is given for an incident only',
  },
} as const satisfies Record<Law | FormRule, Bilingual>;

/** What a schema expects, by its own word for it. */
export const TYPE_TEXTS = {
  string: { vi: 'kiểu chữ', en: 'text' },
  number: { vi: 'kiểu số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'đúng hoặc sai (true, false)', en: 'true or false' },
  array: { vi: 'một danh sách', en: 'a list' },
  object: { vi: 'một nhóm mục (đối tượng JSON)', en: 'an object of JSON' },
} as const satisfies Record<string, Bilingual>;

/** A word without an entry stays as it is. */
export function typeText(expected: string): Bilingual {
  return isTypeWord(expected) ? TYPE_TEXTS[expected] : { vi: expected, en: expected };
}

function isTypeWord(text: string): text is keyof typeof TYPE_TEXTS {
  return Object.hasOwn(TYPE_TEXTS, text);
}

/** A rule of form, or a law of domain. */
export type Rule = keyof typeof RULE_TEXTS;

/** All rules, in the order of the table. */
export const RULES: readonly Rule[] = Object.keys(RULE_TEXTS).filter(isRule);

/** Whether the text is a rule of the table. */
export function isRule(text: string): text is Rule {
  return Object.hasOwn(RULE_TEXTS, text);
}
