/** One frame of the analyst's socket to what it says; refuses with LinkError whatever the other side of its schema is. */
import { decodeFragment, decodeInit, decodeJsonFrame } from '../frame/decode-frame.ts';
import { LinkError } from '../frame/link-error.ts';
import { FROM_ANALYST_TYPES, STILL_FIELDS_BYTES, TO_ANALYST_TYPES } from './analyst-frame-type.ts';
import {
  type FromAnalystFrame,
  fromAnalystJsonSchema,
  type StillFrame,
  type ToAnalystFrame,
  toAnalystFrameSchema,
} from './analyst-frames.ts';

const TO_ANALYST_NAMES = new Map<number, string>(
  Object.entries(TO_ANALYST_TYPES).map(([name, type]) => [type, name]),
);
const FROM_ANALYST_NAMES = new Map<number, string>(
  Object.entries(FROM_ANALYST_TYPES).map(([name, type]) => [type, name]),
);

/** What the server sent. */
export function decodeToAnalystFrame(type: number, payload: Uint8Array): ToAnalystFrame {
  return decodeJsonFrame(toAnalystFrameSchema, TO_ANALYST_NAMES.get(type), type, payload);
}

/** What the analyst sent. A picture is a view of `payload`. */
export function decodeFromAnalystFrame(type: number, payload: Uint8Array): FromAnalystFrame {
  if (type === FROM_ANALYST_TYPES.still) return decodeStill(payload);
  if (type === FROM_ANALYST_TYPES['channel-init']) return decodeInit(payload);
  if (type === FROM_ANALYST_TYPES['channel-fragment']) return decodeFragment(payload);
  return decodeJsonFrame(fromAnalystJsonSchema, FROM_ANALYST_NAMES.get(type), type, payload);
}

function decodeStill(payload: Uint8Array): StillFrame {
  const type = FROM_ANALYST_TYPES.still;
  if (payload.length <= STILL_FIELDS_BYTES) {
    throw new LinkError('frame-malformed', `a still of ${payload.length} bytes has no picture`, type);
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const final = view.getUint8(6);
  const takenUnixMs = view.getFloat64(7);
  if (final > 1 || !Number.isSafeInteger(takenUnixMs) || takenUnixMs < 0) {
    throw new LinkError('frame-malformed', 'a still with unknown flags or without an instant', type);
  }
  return {
    type: 'still',
    id: view.getUint32(0),
    index: view.getUint16(4),
    final: final === 1,
    takenUnixMs,
    jpeg: payload.subarray(STILL_FIELDS_BYTES),
  };
}
