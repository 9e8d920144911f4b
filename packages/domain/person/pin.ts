/**
 * The PIN by which a person opens recordings on a screen that many pass: digits, typed on a large pad before others. Whoever guesses has few
 * tries (the server counts), so what counts is that it is none of those that everybody tries first.
 */
import { accept, type Checked, refuse } from '../law/checked.ts';

/** Fewer could be guessed within the tries that there are. */
export const MIN_PIN_DIGITS = 6;
/** More would be written down. */
export const MAX_PIN_DIGITS = 12;

const PIN = new RegExp(`^\\d{${MIN_PIN_DIGITS},${MAX_PIN_DIGITS}}$`);
/** Fewer different ones are patterns of a finger. */
const MIN_DIFFERENT_DIGITS = 3;
/** Ways over the pad and numbers that lists of leaked PINs repeat. */
const KNOWN: ReadonlySet<string> = new Set([
  '147258',
  '147369',
  '159357',
  '159753',
  '258369',
  '369258',
  '357159',
  '753159',
  '789456',
  '741852',
  '963852',
  '852963',
  '147258369',
  '159357456',
  '112358',
  '314159',
  '520520',
  '131420',
  '113114',
]);

/** The digits as typed; one that is guessed first is refused. */
export function checkPin(typed: string): Checked<string> {
  if (!PIN.test(typed)) return refuse('pin', 'pin-form', MIN_PIN_DIGITS);
  return isGuessable(typed) ? refuse('pin', 'pin-guessable') : accept(typed);
}

function isGuessable(pin: string): boolean {
  return (
    new Set(pin).size < MIN_DIFFERENT_DIGITS ||
    KNOWN.has(pin) ||
    isRow(pin) ||
    isRepeated(pin) ||
    isMirrored(pin) ||
    isPairs(pin) ||
    isDate(pin)
  );
}

/** 123456, 987654, 890123, 135791: one step all along. */
function isRow(pin: string): boolean {
  const steps = Array.from(pin.slice(1), (digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return new Set(steps).size === 1;
}

/** 123123, 121212. */
function isRepeated(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length += 1)
    if (
      pin ===
      pin
        .slice(0, length)
        .repeat(Math.ceil(pin.length / length))
        .slice(0, pin.length)
    )
      return true;
  return false;
}

/** 123321. */
const isMirrored = (pin: string): boolean => pin === Array.from(pin).toReversed().join('');

/** 112233. */
const isPairs = (pin: string): boolean => /^(?:(\d)\1){3,}$/.test(pin);

/** As a birthday is written: day, month, year in any order, the year with two or four digits. */
function isDate(pin: string): boolean {
  const [a, b, c] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4, 6)];
  if (pin.length === 6) return isDay(a, b) || isDay(b, a) || isDay(c, b) || isDay(b, c);
  if (pin.length !== 8) return false;
  const [first, last] = [pin.slice(0, 4), pin.slice(4)];
  return (
    (isYear(last) && (isDay(a, b) || isDay(b, a))) ||
    (isYear(first) && (isDay(last.slice(0, 2), last.slice(2)) || isDay(last.slice(2), last.slice(0, 2))))
  );
}

const isYear = (text: string): boolean => /^(?:19|20)/.test(text);

const isDay = (day: string, month: string): boolean =>
  Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
