/** Instants and lengths of time as people type them on a command line. */
import { parseInstant as parseApiInstant } from '@matlang/contract';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';

/** `15/02/2026 14:30[:00]`, as dates are written here: the site's own time, whatever the machine is set to. */
const LOCAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** @returns Unix ms. @throws CommandFailure (usage) naming the option and what may be written. */
export const parseInstant = (option: string, text: string): number => {
  const trimmed = text.trim();
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '00'] =
    LOCAL.exec(trimmed) ?? [];
  const instant = parseApiInstant(
    day === ''
      ? trimmed
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${minute}:${second}+07:00`,
  );
  if (instant === null) {
    throw new CommandFailure(EXIT_CODES.usage, filled(EXPORT_TEXTS.instantInvalid, { option, value: text }));
  }
  return instant;
};

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `--last`: `10s`, `1m`, `2h`, `1d`. @returns milliseconds. @throws CommandFailure (usage) */
export const parseLength = (text: string): number => {
  const [, count, unit] = /^(\d{1,6})\s*([smhd])$/i.exec(text.trim()) ?? [];
  const unitMs = Object.entries(UNIT_MS).find(([name]) => name === unit?.toLowerCase())?.[1];
  const length = Number(count) * (unitMs ?? Number.NaN);
  if (!(length > 0))
    throw new CommandFailure(EXIT_CODES.usage, filled(EXPORT_TEXTS.lastInvalid, { value: text }));
  return length;
};
