/** One frame's type and payload to what it says; refuses with LinkError whatever the other side of its schema is. */
import type { z } from 'zod';
import { decodeAsciiJson } from './ascii-json.ts';
import { FRAGMENT_FIELDS_BYTES, FRAGMENT_FLAGS } from './encode-frame.ts';
import {
  type ChannelFragmentFrame,
  type ChannelInitFrame,
  channelInitFactsSchema,
  type FromRecorderFrame,
  fromRecorderJsonSchema,
  type ToRecorderFrame,
  toRecorderFrameSchema,
} from './frame-schemas.ts';
import {
  FROM_RECORDER_TYPES,
  MAX_INIT_SEGMENT_BYTES,
  MAX_JSON_BYTES,
  TO_RECORDER_TYPES,
} from './frame-type.ts';
import { LinkError } from './link-error.ts';

const TO_RECORDER_NAMES = new Map<number, string>(
  Object.entries(TO_RECORDER_TYPES).map(([name, type]) => [type, name]),
);
const FROM_RECORDER_NAMES = new Map<number, string>(
  Object.entries(FROM_RECORDER_TYPES).map(([name, type]) => [type, name]),
);

/** What a subscriber sent. */
export function decodeToRecorderFrame(type: number, payload: Uint8Array): ToRecorderFrame {
  return decodeJsonFrame(toRecorderFrameSchema, TO_RECORDER_NAMES.get(type), type, payload);
}

/** What the recorder sent. Init segments and fragments are views of `payload`. */
export function decodeFromRecorderFrame(type: number, payload: Uint8Array): FromRecorderFrame {
  switch (type) {
    case FROM_RECORDER_TYPES['channel-fragment']:
      return decodeFragment(payload);
    case FROM_RECORDER_TYPES['channel-init']:
      return decodeInit(payload);
    default:
      return decodeJsonFrame(fromRecorderJsonSchema, FROM_RECORDER_NAMES.get(type), type, payload);
  }
}

/** The frame called `name`, whose payload is JSON of `schema`. @throws LinkError */
export function decodeJsonFrame<Frame>(
  schema: z.ZodType<Frame>,
  name: string | undefined,
  type: number,
  payload: Uint8Array,
): Frame {
  if (name === undefined) {
    throw new LinkError('frame-type-unknown', `frame type ${type} is unknown in this direction`, type);
  }
  const fields = jsonObject(type, payload);
  const parsed = schema.safeParse({ ...fields, type: name });
  if (!parsed.success) {
    throw new LinkError('payload-invalid', `frame ${name}: ${firstIssue(parsed.error)}`, type, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

function jsonObject(type: number, payload: Uint8Array): object {
  if (payload.length > MAX_JSON_BYTES) {
    throw new LinkError(
      'frame-too-large',
      `${payload.length} bytes of JSON, more than ${MAX_JSON_BYTES}`,
      type,
    );
  }
  let value: unknown;
  try {
    value = decodeAsciiJson(payload);
  } catch (cause) {
    throw new LinkError('payload-invalid', `frame type ${type} holds no ASCII JSON`, type, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'type' in value) {
    throw new LinkError('payload-invalid', `frame type ${type} holds no object of fields`, type);
  }
  return value;
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.')}: ${issue.message}`;
}

/** A fragment's payload; the bytes are a view of it. @throws LinkError */
export function decodeFragment(payload: Uint8Array): ChannelFragmentFrame {
  const type = FROM_RECORDER_TYPES['channel-fragment'];
  if (payload.length < FRAGMENT_FIELDS_BYTES) {
    throw new LinkError(
      'frame-malformed',
      `a fragment of ${payload.length} bytes is shorter than its fields`,
      type,
    );
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const flags = view.getUint8(4);
  const wallStartUnixMs = view.getFloat64(5);
  if (flags > 7 || !Number.isFinite(wallStartUnixMs)) {
    throw new LinkError('frame-malformed', 'a fragment with unknown flags or without a time', type);
  }
  return {
    type: 'channel-fragment',
    channel: view.getUint32(0),
    sync: (flags & FRAGMENT_FLAGS.sync) !== 0,
    cached: (flags & FRAGMENT_FLAGS.cached) !== 0,
    leading: (flags & FRAGMENT_FLAGS.leading) !== 0,
    wallStartUnixMs,
    bytes: payload.subarray(FRAGMENT_FIELDS_BYTES),
  };
}

/** An init segment's payload, with a view of it. @throws LinkError */
export function decodeInit(payload: Uint8Array): ChannelInitFrame {
  const type = FROM_RECORDER_TYPES['channel-init'];
  if (payload.length < 4) {
    throw new LinkError('frame-malformed', 'an init without the length of its facts', type);
  }
  const factsBytes = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0);
  const initBytes = payload.length - 4 - factsBytes;
  if (initBytes < 0 || initBytes > MAX_INIT_SEGMENT_BYTES) {
    throw new LinkError('frame-malformed', `an init of ${initBytes} bytes`, type);
  }
  const facts = channelInitFactsSchema.safeParse(jsonObject(type, payload.subarray(4, 4 + factsBytes)));
  if (!facts.success) {
    throw new LinkError('payload-invalid', `init: ${firstIssue(facts.error)}`, type, { cause: facts.error });
  }
  return { type: 'channel-init', facts: facts.data, init: payload.subarray(4 + factsBytes) };
}
