/** What a field may break, as the middle of a sentence: "main.url must begin with rtsp://". */
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
  | 'given-twice';

export const RULE_TEXTS = {
  required: { vi: 'phải có', en: 'must be given' },
  'unknown-key': { vi: 'không phải tên trường mà địa chỉ này biết', en: 'is not a field that is known here' },
  type: { vi: 'phải là kiểu {expected}', en: 'must be of type {expected}' },
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
    vi: 'phải nêu ít nhất một trường cần sửa',
    en: 'must name at least one field to change',
  },
  'given-twice': { vi: 'chỉ được nêu một lần', en: 'may be given once only' },
  'text-empty': { vi: 'không được để trống', en: 'must not be empty' },
  'text-too-long': { vi: 'có nhiều nhất {limit} ký tự', en: 'has at most {limit} characters' },
  'text-control-characters': {
    vi: 'không được chứa ký tự điều khiển',
    en: 'must not hold control characters',
  },
  'number-too-small': { vi: 'phải từ {limit} trở lên', en: 'must be {limit} or more' },
  'number-too-large': { vi: 'phải từ {limit} trở xuống', en: 'must be {limit} or less' },
  'camera-url-scheme': { vi: 'phải bắt đầu bằng rtsp://', en: 'must begin with rtsp://' },
  'camera-url-host': {
    vi: 'phải có địa chỉ máy hợp lệ sau rtsp:// (mật khẩu có dấu / thì ghi vào trường password)',
    en: 'must have a valid host behind rtsp:// (a password with a / goes into the field password)',
  },
  'camera-url-port': { vi: 'phải có cổng từ 1 đến 65535', en: 'must have a port from 1 to 65535' },
  'camera-url-characters': {
    vi: 'chỉ được chứa ký tự ASCII, không có dấu cách, sau tên máy',
    en: 'must hold only ASCII characters without spaces behind the host',
  },
  'camera-url-too-long': { vi: 'có nhiều nhất {limit} ký tự', en: 'has at most {limit} characters' },
  'credentials-differ': {
    vi: 'khác nhau giữa các địa chỉ và trường; một mắt camera chỉ có một tài khoản ở đây',
    en: 'differs between the addresses and the fields; a camera has one account here',
  },
  'password-without-username': { vi: 'cần có username đi cùng', en: 'needs a username with it' },
  'sub-stream-missing': {
    vi: 'muốn ghi luồng phụ nhưng chưa có sub.url',
    en: 'asks for the sub stream, but sub.url is not given',
  },
  'audio-needs-reason': {
    vi: 'phải nêu lý do vì sao bật âm thanh',
    en: 'must say why sound is switched on',
  },
  'span-order': { vi: 'phải sau from', en: 'must be later than from' },
  'span-too-long': {
    vi: 'phải cách from nhiều nhất {limit} ngày',
    en: 'must be at most {limit} days after from',
  },
  'review-in-the-past': { vi: 'phải là thời điểm trong tương lai', en: 'must be an instant in the future' },
} as const satisfies Record<Law | FormRule, Bilingual>;

export type Rule = keyof typeof RULE_TEXTS;

/** All rules, in the order of the table. */
export const RULES: readonly Rule[] = Object.keys(RULE_TEXTS).filter(isRule);

/** Whether the text is a rule of the table. */
export function isRule(text: string): text is Rule {
  return Object.hasOwn(RULE_TEXTS, text);
}
