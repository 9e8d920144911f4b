/** Sizes as people read them: decimal units, as disks are sold, with the comma or point of the language. */
import type { Language } from './language.tsx';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const NUMBERS: Readonly<Record<Language, readonly [whole: Intl.NumberFormat, tenths: Intl.NumberFormat]>> = {
  vi: [numbers('vi-VN', 0), numbers('vi-VN', 1)],
  en: [numbers('en-GB', 0), numbers('en-GB', 1)],
};
const RATES: Readonly<Record<Language, Intl.NumberFormat>> = {
  vi: numbers('vi-VN', 2),
  en: numbers('en-GB', 2),
};

function numbers(locale: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
}

/** 1,2 GB; 340 MB; 12 kB */
export function sizeText(bytes: number, language: Language): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${NUMBERS[language][value < 10 && power > 0 ? 1 : 0].format(value)}\u00a0${UNITS[power]}`;
}

/** 0,25; 16: speeds have no more digits than they need. */
export function rateText(value: number, language: Language): string {
  return RATES[language].format(value);
}

/** 3,5; 23 */
export function numberText(value: number, language: Language): string {
  return NUMBERS[language][value < 10 ? 1 : 0].format(value);
}
