/**
 * What a password must be: NIST SP 800-63B-4, section 3.1.1. Length, not composition; not one that everybody tries first, nor one's own
 * name; no expiry. Compared after NFC, so that the same Vietnamese letters typed on another keyboard are the same.
 */
import { accept, type Checked, refuse } from '../law/checked.ts';

/** Used alone, before a second factor: 15 (SP 800-63B-4). */
export const MIN_PASSWORD_CHARACTERS = 15;
/** More would only cost the server time. */
export const MAX_PASSWORD_CHARACTERS = 256;

/** The form in which it is hashed. */
export const normalizePassword = (typed: string): string => typed.normalize('NFC');

/** @param context words that it must not consist of: user name, name, the site's name */
export function checkPassword(typed: string, context: readonly string[]): Checked<string> {
  const password = normalizePassword(typed);
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD_CHARACTERS)
    return refuse('password', 'password-too-short', MIN_PASSWORD_CHARACTERS);
  if (length > MAX_PASSWORD_CHARACTERS) return refuse('password', 'text-too-long', MAX_PASSWORD_CHARACTERS);
  return isGuessable(password, context) ? refuse('password', 'password-guessable') : accept(password);
}

/** Short stems that lists of leaked passwords repeat, Vietnamese ones among them; a password made of nothing else is guessed first. */
const STEMS = [
  'password',
  'matkhau',
  'matlang',
  'camera',
  'congan',
  'canhsat',
  'vietnam',
  'admin',
  'administrator',
  'hikvision',
  'dahua',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'anhyeuem',
  'emyeuanh',
  'letmein',
  'welcome',
];
const MIN_DIFFERENT_CHARACTERS = 6;
/** What is left beside known words is what has to be guessed. */
const MIN_OWN_CHARACTERS = 6;

function isGuessable(password: string, context: readonly string[]): boolean {
  const plain = withoutMarks(password);
  if (new Set(plain).size < MIN_DIFFERENT_CHARACTERS) return true;
  const words = [...STEMS, ...context.flatMap((text) => withoutMarks(text).split(/[^a-z0-9]+/))];
  let rest = plain.replaceAll(/[^a-z0-9]/g, '');
  for (const word of words.filter(({ length }) => length >= 3).toSorted((a, b) => b.length - a.length))
    rest = rest.replaceAll(word, '');
  return countUnforeseen(rest) < MIN_OWN_CHARACTERS;
}

/** Characters that are neither the one before again nor the next in alphabet or number row: `aaaa`, `1234` and `dcba` count as one each. */
function countUnforeseen(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const step = index === 0 ? Infinity : text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (Math.abs(step) > 1) count += 1;
  }
  return count;
}

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
