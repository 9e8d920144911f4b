/** Figures as the pages say them: with the comma or the point of the language. */
import type { PageLanguage } from '@matlang/contract';

/** `15,0`, in English `15.0`. */
export function decimalText(value: number, digits: number, language: PageLanguage): string {
  const text = value.toFixed(digits);
  return language === 'vi' ? text.replace('.', ',') : text;
}

/** Decimal units, as disks are sold; figure and unit stay on one line. */
export function bytesText(bytes: number, language: PageLanguage): string {
  const units = ['byte', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${decimalText(value, digits, language)}\u00a0${units[unit] ?? ''}`;
}
