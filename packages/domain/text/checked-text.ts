/** Words that people typed: one Unicode form, no control characters, bounded. */
import { accept, type Checked, refuse } from '../law/checked.ts';

/** How much text a field takes, counted after normalization. */
export interface TextLimits {
  readonly maxCharacters: number;
}

/** C0 and C1 controls, line and paragraph separators, and the marks that turn writing around (they can hide a name's end). */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

/**
 * The text in NFC without spaces around it. Characters are counted in UTF-16, as every
 * schema does that reads the text later. Vietnamese keyboards write the same
 * letter in two forms: without one of them, the same name would be two.
 */
export function checkText(field: string, text: string, limits: TextLimits): Checked<string> {
  if (text.length > limits.maxCharacters * 4) {
    return refuse(field, 'text-too-long', limits.maxCharacters);
  }
  const value = text.normalize('NFC').trim();
  if (value === '') {
    return refuse(field, 'text-empty');
  }
  if (CONTROLS.test(value) || !value.isWellFormed()) {
    return refuse(field, 'text-control-characters');
  }
  return value.length > limits.maxCharacters
    ? refuse(field, 'text-too-long', limits.maxCharacters)
    : accept(value);
}
