/** The numbers on the wire of the recorder's socket, and its limits. */

/** Both ends must speak the same; the first frame of each side says it. */
export const LINK_PROTOCOL_VERSION = 1;

/** Length of a frame behind its length field: the type byte and the payload. The largest access unit (8 MiB) with its boxes fits. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024 + 4096;
/** Statistics of 512 cameras with three streams are about 1 MiB. */
export const MAX_JSON_BYTES = 2 * 1024 * 1024;
/** An init segment with the largest parameter sets that the depacketizer lets through stays far below. */
export const MAX_INIT_SEGMENT_BYTES = 1024 * 1024;
/** u32 length, u8 type. */
export const FRAME_HEADER_BYTES = 5;
/** Channels that one connection may have open. */
export const MAX_CHANNELS = 1024;
/** Credit that a channel can have at most, in bytes; more is cut. */
export const MAX_CREDIT_BYTES = 64 * 1024 * 1024;
/** Commands of one connection that may be unanswered. */
export const MAX_PENDING_COMMANDS = 256;

/** Frames that a subscriber (server, analyst) sends. */
export const TO_RECORDER_TYPES = {
  hello: 1,
  subscribe: 16,
  unsubscribe: 17,
  credit: 18,
  priority: 19,
  command: 20,
} as const;

/** Frames that the recorder sends. */
export const FROM_RECORDER_TYPES = {
  hello: 1,
  'stream-state': 32,
  statistics: 33,
  appended: 34,
  'channel-init': 35,
  'channel-fragment': 36,
  skipped: 37,
  'channel-state': 38,
  'command-result': 39,
  'archive-event': 40,
} as const;
