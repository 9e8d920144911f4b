/** Frames of the analyst's socket to bytes. */
import { encodeFrame, encodeFromRecorderFrame, encodeJsonFrame } from '../frame/encode-frame.ts';
import { FROM_ANALYST_TYPES, STILL_FIELDS_BYTES, TO_ANALYST_TYPES } from './analyst-frame-type.ts';
import type { FromAnalystFrame, StillFrame, ToAnalystFrame } from './analyst-frames.ts';

/** The whole frame that the server sends. */
export function encodeToAnalystFrame(frame: ToAnalystFrame): Uint8Array<ArrayBuffer> {
  const { type, ...fields } = frame;
  return encodeJsonFrame(TO_ANALYST_TYPES[type], fields);
}

/** The whole frame that the analyst sends; a picture's bytes are copied into it. */
export function encodeFromAnalystFrame(frame: FromAnalystFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'still') return encodeStill(frame);
  if (frame.type === 'channel-init' || frame.type === 'channel-fragment')
    return encodeFromRecorderFrame(frame);
  const { type, ...fields } = frame;
  return encodeJsonFrame(FROM_ANALYST_TYPES[type], fields);
}

function encodeStill({ id, index, final, takenUnixMs, jpeg }: StillFrame): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(STILL_FIELDS_BYTES + jpeg.length);
  const view = new DataView(payload.buffer);
  view.setUint32(0, id);
  view.setUint16(4, index);
  view.setUint8(6, final ? 1 : 0);
  view.setFloat64(7, takenUnixMs);
  payload.set(jpeg, STILL_FIELDS_BYTES);
  return encodeFrame(FROM_ANALYST_TYPES.still, payload);
}
