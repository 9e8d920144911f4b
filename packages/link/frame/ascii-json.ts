/**
 * JSON as bytes below 0x80: everything else is written as \uXXXX. So this package needs neither TextEncoder nor an own
 * UTF-8, and a byte of 0x80 or more is an error at once. The frames hold few words of people.
 */

const CHUNK_BYTES = 4096;

/** The JSON text of `value` in ASCII. */
export function encodeAsciiJson(value: unknown): Uint8Array {
  const text = JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    bytes[index] = text.charCodeAt(index);
  }
  return bytes;
}

/** The value behind ASCII JSON; throws SyntaxError for what is neither. */
export function decodeAsciiJson(bytes: Uint8Array): unknown {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const chunk = bytes.subarray(start, start + CHUNK_BYTES);
    if (chunk.some((byte) => byte >= 0x80)) {
      throw new SyntaxError('a byte outside ASCII');
    }
    text += String.fromCharCode(...chunk);
  }
  return JSON.parse(text) as unknown;
}
