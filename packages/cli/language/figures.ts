/** Figures for people: a decimal comma in Vietnamese, a point in English; sizes in decimal units, as disks are sold. */
import type { Bilingual } from '@matlang/contract';
import { filled } from './say.ts';

/** @returns the number with that many digits behind the comma. */
export const decimal = (value: number, digits: number): Bilingual => {
  // No "-0.0": what rounds to nothing has no sign.
  const en = value.toFixed(digits).replace(/^-(?=[0.]+$)/, '');
  return { vi: en.replace('.', ','), en };
};

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** @returns e.g. `3,1 GB`. */
export const bytes = (count: number): Bilingual => {
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const figure = decimal(count / 1000 ** power, power === 0 ? 0 : 1);
  const unit = UNITS[power] ?? 'B';
  return { vi: `${figure.vi} ${unit}`, en: `${figure.en} ${unit}` };
};

/** @returns e.g. `2,05 Mbit/s`. */
export const megabits = (bitsPerSecond: number): Bilingual =>
  filled({ vi: '{figure} Mbit/s', en: '{figure} Mbit/s' }, { figure: decimal(bitsPerSecond / 1e6, 2) });

const DURATION_TEXTS = {
  seconds: { vi: '{count} giây', en: '{count} s' },
  minutes: { vi: '{count} phút', en: '{count} min' },
  hours: { vi: '{count} giờ', en: '{count} h' },
  days: { vi: '{count} ngày', en: '{count} d' },
} as const;

/** @returns the two largest units of it, e.g. `1,1 giây`, `2 phút 5 giây`, `3 ngày 4 giờ`. */
export const duration = (milliseconds: number): Bilingual => {
  if (milliseconds < 59_500)
    return filled(DURATION_TEXTS.seconds, { count: shortDecimal(milliseconds / 1000) });
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    filled(DURATION_TEXTS.days, { count: Math.floor(seconds / 86_400) }),
    filled(DURATION_TEXTS.hours, { count: Math.floor(seconds / 3600) % 24 }),
    filled(DURATION_TEXTS.minutes, { count: Math.floor(seconds / 60) % 60 }),
    filled(DURATION_TEXTS.seconds, { count: seconds % 60 }),
  ];
  const first = parts.findIndex(({ en }) => !en.startsWith('0 '));
  const shown = parts.slice(first, first + 2).filter(({ en }) => !en.startsWith('0 '));
  return { vi: shown.map(({ vi }) => vi).join(' '), en: shown.map(({ en }) => en).join(' ') };
};

/** A tenth counts in a few seconds, not in many. */
const shortDecimal = (value: number): Bilingual =>
  decimal(value, Number.isInteger(value) || value >= 10 ? 0 : 1);
