export { decodeBase64, encodeBase64 } from './base64.ts';
export { BitReader, BitstreamError } from './bit-reader.ts';
export type { FuzzTarget } from './fuzz-target.ts';
export { decodeHex, encodeHex } from './hex.ts';
export { joinBytes } from './join-bytes.ts';
export { sameBytes } from './same-bytes.ts';
export { decodeUtf8, encodeUtf8 } from './utf8.ts';
