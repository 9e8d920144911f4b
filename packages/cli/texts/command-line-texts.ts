/** Words of the command line itself: help, usage, and what is wrong with a line. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const COMMAND_LINE_TEXTS = {
  description: {
    vi: 'Mắt Làng: ghi hình các camera của xã, phường; giữ an toàn; xem lại được từng giây',
    en: 'Mắt Làng: records the cameras of a commune, keeps them safe, gives any second back',
  },
  exitCodes: {
    vi: `
Mã kết thúc: 0 xong; 1 có lỗi hoặc chưa làm xong; 2 gõ sai lệnh;
3 không có thứ được nêu; 4 chương trình khác đang giữ thứ cần dùng;
5 chưa kiểm tra được vì ổ lưu trữ chưa gắn; 130 bị ngắt.`,
    en: `
Exit codes: 0 done; 1 something is wrong or could not be finished; 2 the command line is wrong;
3 what was named does not exist; 4 another process holds what this needs;
5 not checked, because a disk is not mounted; 130 interrupted.`,
  },
  languageWord: { vi: 'mã', en: 'code' },
  language: {
    vi: 'ngôn ngữ: vi là tiếng Việt, en là tiếng Anh; không nêu thì theo MATLANG_LANGUAGE, rồi theo máy',
    en: 'vi for Vietnamese, en for English; else MATLANG_LANGUAGE, else the locale',
  },
  version: { vi: 'hiện phiên bản', en: 'print the version' },
  usageTitle: { vi: 'Cách dùng:', en: 'Usage:' },
  argumentsTitle: { vi: 'Tham số:', en: 'Arguments:' },
  optionsTitle: { vi: 'Tuỳ chọn:', en: 'Options:' },
  globalOptionsTitle: { vi: 'Tuỳ chọn chung:', en: 'Global Options:' },
  commandsTitle: { vi: 'Lệnh:', en: 'Commands:' },
  optionsWord: { vi: '[tuỳ-chọn]', en: '[options]' },
  commandWord: { vi: '[lệnh]', en: '[command]' },
  help: { vi: 'hiện hướng dẫn này', en: 'display help for command' },
  helpCommand: { vi: 'hiện hướng dẫn của một lệnh', en: 'display help for command' },
  choices: { vi: 'chọn: {choices}', en: 'choices: {choices}' },
  byDefault: { vi: 'mặc định: {value}', en: 'default: {value}' },
  seeHelp: {
    vi: '{what} Thêm --help vào sau lệnh để xem cách dùng.',
    en: '{what} Put --help behind the command to see how it is used.',
  },
  unknownOption: { vi: 'Không có tuỳ chọn {flag}.', en: 'There is no option {flag}.' },
  unknownOptionSuggestion: {
    vi: 'Không có tuỳ chọn {flag}. Có phải là {suggestion}?',
    en: 'There is no option {flag}. Is it {suggestion}?',
  },
  unknownCommand: { vi: 'Không có lệnh “{name}”.', en: 'There is no command “{name}”.' },
  unknownCommandSuggestion: {
    vi: 'Không có lệnh “{name}”. Có phải là {suggestion}?',
    en: 'There is no command “{name}”. Is it {suggestion}?',
  },
  argumentMissing: { vi: 'Thiếu tham số <{name}>.', en: 'The argument <{name}> is missing.' },
  optionValueMissing: { vi: 'Sau {flags} phải có giá trị.', en: 'A value must follow {flags}.' },
  optionMissing: { vi: 'Thiếu tuỳ chọn {flags}.', en: 'The option {flags} is missing.' },
  tooManyArguments: {
    vi: 'Thừa tham số: {given}. Tên có dấu cách phải đặt trong dấu ngoặc kép.',
    en: 'Too many arguments: {given}. A name with spaces goes in quotation marks.',
  },
  choiceInvalid: {
    vi: '{flags}: không nhận “{value}”, phải là một trong: {choices}.',
    en: '{flags}: “{value}” is not one of: {choices}.',
  },
  valueInvalid: { vi: '{flags}: không nhận “{value}”.', en: '{flags}: “{value}” is not accepted.' },
  notWholeNumber: {
    vi: '{option}: “{value}” phải là số nguyên từ {least} đến {most}.',
    en: '{option}: “{value}” must be a whole number from {least} to {most}.',
  },
  passwordFileUnreadable: {
    vi: '--password-file: không đọc được tệp {path} (không có tệp, hoặc không có quyền đọc).',
    en: '--password-file: {path} can’t be read (it is not there, or may not be read).',
  },
  passwordFileEmpty: {
    vi: '--password-file: dòng đầu của {path} phải là mật khẩu.',
    en: '--password-file: the first line of {path} must be the password.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
