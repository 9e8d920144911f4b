/** Ids of rows: UUID version 7 (RFC 9562), unique everywhere and in the order of their making, so that sites can be joined. */

/** Random bytes that one id takes. */
export const UUID_RANDOM_BYTES = 10;
const MAX_UNIX_MS = 2 ** 48 - 1;
const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An id in lower case. @param random UUID_RANDOM_BYTES bytes; six bits of them are overwritten. */
export function createUuidV7(unixMs: number, random: Uint8Array): string {
  if (!Number.isSafeInteger(unixMs) || unixMs < 0 || unixMs > MAX_UNIX_MS) {
    throw new TypeError(`unixMs: ${unixMs}`);
  }
  if (random.length !== UUID_RANDOM_BYTES) {
    throw new TypeError(`random: ${random.length} bytes instead of ${UUID_RANDOM_BYTES}`);
  }
  const bytes = [...random];
  bytes[0] = ((bytes[0] ?? 0) & 0x0f) | 0x70;
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  const digits =
    unixMs.toString(16).padStart(12, '0') + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}

/** Whether the text is an id as createUuidV7 writes it. */
export function isUuidV7(text: string): boolean {
  return PATTERN.test(text);
}
