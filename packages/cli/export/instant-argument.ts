/** Instants and lengths of time as people type them on a command line. */
import { parseInstant as parseApiInstant, parseSpokenInstant } from '@matlang/contract';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';

/** A day alone: where it begins a span and where it ends one are not the same, so the time is asked for. */
const DAY_ALONE = /^\s*\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\s*$/;

/**
 * As the API takes it, or as it is said: the site's own time, whatever the machine is set to.
 * @returns Unix ms. @throws CommandFailure (usage) naming the option and what may be written.
 */
export const parseInstant = (option: string, text: string, nowUnixMs: number): number => {
  const instant =
    parseApiInstant(text.trim()) ?? (DAY_ALONE.test(text) ? null : parseSpokenInstant(text, nowUnixMs));
  if (instant === null) {
    throw new CommandFailure(EXIT_CODES.usage, filled(EXPORT_TEXTS.instantInvalid, { option, value: text }));
  }
  return instant;
};

/** Without marks, as `plain` leaves them. */
const UNITS: readonly (readonly [unit: RegExp, ms: number])[] = [
  [/^(?:s|giay|sec|seconds?)$/, 1000],
  [/^(?:m|p|phut|min|minutes?)$/, 60_000],
  [/^(?:h|g|gio|tieng|hours?)$/, 3_600_000],
  [/^(?:d|ngay|days?)$/, 86_400_000],
];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .trim();

/** `--last`: `10s`, `1m`, `2h`, `1d`, `10 phút`, `2 giờ`, `1 ngày`. @returns milliseconds. @throws CommandFailure (usage) */
export const parseLength = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6})\s*([a-z]+)$/.exec(plain(text)) ?? [];
  const unitMs = UNITS.find(([name]) => name.test(unit))?.[1];
  const length = Number(count) * (unitMs ?? Number.NaN);
  if (!(length > 0))
    throw new CommandFailure(EXIT_CODES.usage, filled(EXPORT_TEXTS.lastInvalid, { value: text }));
  return length;
};
