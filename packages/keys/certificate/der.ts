/**
 * Writes ASN.1 in DER (X.690), as much of it as a certificate needs. Reading does not belong here: Node's own X509Certificate
 * reads what was written, so that nothing is believed because the same hand wrote and read it.
 */

const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

const CONTEXT_CLASS = 0x80;
const CONSTRUCTED = 0x20;
/** RFC 5280, 4.1.2.5: UTCTime has two digits for the year and reaches to here. */
const FIRST_GENERALIZED_YEAR = 2050;

/** A value with its tag and length. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** X.690, 8.1.3: one byte below 128, else the number of bytes and the bytes. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** SEQUENCE. */
export const sequence = (...contents: readonly Uint8Array[]): Buffer => element(TAGS.sequence, ...contents);

/** SET of one member: what a name is made of. */
export const setOfOne = (member: Uint8Array): Buffer => element(TAGS.set, member);

/** BOOLEAN TRUE; FALSE is a default in all that is written here, and defaults are left out (X.690, 11.5). */
export const booleanTrue = (): Buffer => element(TAGS.boolean, Buffer.from([0xff]));

/** INTEGER of unsigned big-endian bytes; without bytes it is 0. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const shortest = start === -1 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  // A first bit that is set would make it negative.
  return (shortest[0] ?? 0) >= 0x80
    ? element(TAGS.integer, Buffer.from([0]), shortest)
    : element(TAGS.integer, shortest);
}

/** OCTET STRING. */
export const octetString = (bytes: Uint8Array): Buffer => element(TAGS.octetString, bytes);

/** BIT STRING. @param unusedBits of the last byte */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  element(TAGS.bitString, Buffer.from([unusedBits]), bytes);

/** UTF8String. */
export const utf8String = (text: string): Buffer => element(TAGS.utf8String, Buffer.from(text, 'utf8'));

/** OBJECT IDENTIFIER. @param dotted as `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAGS.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** X.690, 8.19.2: seven bits a byte, the last one without the first bit. */
function base128(value: number): number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    groups.unshift((rest % 128) | 0x80);
  }
  return groups;
}

/** Time of a certificate, to the second: UTCTime until 2049, then GeneralizedTime (RFC 5280, 4.1.2.5). */
export function time(unixMs: number): Buffer {
  const instant = new Date(Math.floor(unixMs / 1000) * 1000);
  const text = `${instant.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  return instant.getUTCFullYear() < FIRST_GENERALIZED_YEAR
    ? element(TAGS.utcTime, Buffer.from(text.slice(2), 'ascii'))
    : element(TAGS.generalizedTime, Buffer.from(text, 'ascii'));
}

/** `[n]` around other elements. */
export const tagged = (number: number, ...contents: readonly Uint8Array[]): Buffer =>
  element(CONTEXT_CLASS | CONSTRUCTED | number, ...contents);

/** `[n] IMPLICIT` in place of the tag of a string of bytes. */
export const taggedBytes = (number: number, bytes: Uint8Array): Buffer =>
  element(CONTEXT_CLASS | number, bytes);
