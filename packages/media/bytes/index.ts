export { decodeBase64, encodeBase64 } from './base64.ts';
export { BitReader, BitstreamError, type BitstreamErrorCode } from './bit-reader.ts';
export { decodeHex, encodeHex } from './hex.ts';
export { joinBytes } from './join-bytes.ts';
export { sameBytes } from './same-bytes.ts';
export { decodeLatin1, decodeUtf8, encodeUtf8 } from './utf8.ts';
