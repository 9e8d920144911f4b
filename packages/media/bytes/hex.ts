/** Hexadecimal text, two digits a byte. */

const DIGITS = '0123456789abcdef';

/** Lower case. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return text;
}

/** Either case. Null: an odd number of digits, or something that isn't one. */
export function decodeHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    const high = DIGITS.indexOf(text.charAt(2 * i).toLowerCase());
    const low = DIGITS.indexOf(text.charAt(2 * i + 1).toLowerCase());
    if (high < 0 || low < 0) return null;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}
