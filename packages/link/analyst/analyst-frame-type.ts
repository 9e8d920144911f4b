/** The numbers on the wire of the analyst's socket; framing, limits and `hello` are the recorder's socket's. */

/** Frames that the server sends. */
export const TO_ANALYST_TYPES = {
  hello: 1,
  subscribe: 16,
  unsubscribe: 17,
  credit: 18,
  priority: 19,
  stills: 64,
  'stills-cancel': 65,
  replay: 66,
} as const;

/** Frames that the analyst sends. */
export const FROM_ANALYST_TYPES = {
  hello: 1,
  'channel-init': 35,
  'channel-fragment': 36,
  skipped: 37,
  'channel-state': 38,
  still: 72,
  'stills-end': 73,
} as const;

/** Behind the frame header of a still: u32 id, u16 index, u8 final, f64 instant. */
export const STILL_FIELDS_BYTES = 15;
