/**
 * Recovery point SEI of H.264 (clauses D.1.8 and D.2.8): where decoding may begin without an IDR picture. Looked at for each
 * picture that brings an SEI, so that the walk over the messages neither throws nor reads bits.
 */
import { BitReader } from '../../bytes/index.ts';
import { tryParse } from '../parse-bits.ts';

const RECOVERY_POINT = 6;
/** More messages in one SEI NAL unit than any encoder writes; bounds the walk. */
const MAX_MESSAGES = 64;
/** recovery_frame_cnt and the flags behind it are shorter, emulation prevention included. */
const MAX_RECOVERY_POINT_BYTES = 8;

/** recovery_frame_cnt of the first recovery point message in the NAL unit, or null. */
export function findRecoveryFrameCount(sei: Uint8Array): number | null {
  const at = findRecoveryPoint(sei);
  if (at === null) return null;
  const payload = sei.subarray(at, at + MAX_RECOVERY_POINT_BYTES);
  return tryParse(() => new BitReader(payload, { startByte: 0, emulationPrevention: true }).readUe(65_535));
}

/** Where the payload of the first recovery point message begins. Sizes count bytes without emulation prevention. */
function findRecoveryPoint(sei: Uint8Array): number | null {
  const cursor = { at: 1, zeros: 0 };
  for (let message = 0; message < MAX_MESSAGES; message += 1) {
    const type = readCoded(sei, cursor);
    const sizeBytes = readCoded(sei, cursor);
    if (type === null || sizeBytes === null) return null;
    if (type === RECOVERY_POINT) return cursor.at;
    for (let skipped = 0; skipped < sizeBytes; skipped += 1) {
      if (readByte(sei, cursor) === null) return null;
    }
  }
  return null;
}

interface Cursor {
  at: number;
  /** Zero bytes in a row right before `at`. */
  zeros: number;
}

/** ff bytes add 255 each. */
function readCoded(sei: Uint8Array, cursor: Cursor): number | null {
  let value = 0;
  for (;;) {
    const byte = readByte(sei, cursor);
    if (byte === null) return null;
    value += byte;
    if (byte !== 255) return value;
  }
}

/** The next byte of the payload, without the 03 that follows two zeros; null at the end. */
function readByte(sei: Uint8Array, cursor: Cursor): number | null {
  if (cursor.zeros >= 2 && sei[cursor.at] === 3) {
    cursor.at += 1;
    cursor.zeros = 0;
  }
  const byte = sei[cursor.at];
  if (byte === undefined) return null;
  cursor.at += 1;
  cursor.zeros = byte === 0 ? cursor.zeros + 1 : 0;
  return byte;
}
