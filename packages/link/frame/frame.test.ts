import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzTargets } from '../fuzz-targets.ts';
import { STREAM_FAILURE_CODES, STREAM_KINDS, STREAM_STEPS } from '../stream/stream-state.ts';
import { decodeFromRecorderFrame, decodeToRecorderFrame } from './decode-frame.ts';
import {
  encodeFragmentHeader,
  encodeFromRecorderFrame,
  encodeToRecorderFrame,
  FRAGMENT_HEADER_BYTES,
} from './encode-frame.ts';
import { FrameReader } from './frame-reader.ts';
import {
  CHANNEL_STATES,
  type FromRecorderFrame,
  SKIP_REASONS,
  type ToRecorderFrame,
} from './frame-schemas.ts';
import { MAX_CREDIT_BYTES, MAX_FRAME_BYTES } from './frame-type.ts';
import { LinkError } from './link-error.ts';

const channel = fc.integer({ min: 0, max: 0xffffffff });
const unixMs = fc.integer({ min: 0, max: 4e12 });
const kind = fc.constantFrom(...STREAM_KINDS);
const uuid = fc.uuid();
const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 200 });

const toRecorder: fc.Arbitrary<ToRecorderFrame> = fc.oneof(
  fc.record({
    type: fc.constant('hello' as const),
    protocolVersion: fc.nat(),
    role: fc.constantFrom('server' as const, 'analyst' as const, 'tool' as const),
    productVersion: words,
  }),
  fc.record({
    type: fc.constant('subscribe' as const),
    channel,
    cameraId: uuid,
    kind,
    creditBytes: fc.integer({ min: 0, max: MAX_CREDIT_BYTES }),
    priority: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({ type: fc.constant('unsubscribe' as const), channel }),
  fc.record({
    type: fc.constant('credit' as const),
    channel,
    bytes: fc.integer({ min: 0, max: MAX_CREDIT_BYTES }),
  }),
  fc.record({
    type: fc.constant('command' as const),
    id: channel,
    command: fc.oneof(
      fc.record({ command: fc.constant('status' as const) }),
      fc.record({ command: fc.constant('lift' as const), holdId: uuid, by: words }),
      fc.record({
        command: fc.constant('hold' as const),
        holdId: uuid,
        cameraId: uuid,
        startUnixMs: unixMs,
        endUnixMs: unixMs,
        reason: words,
        owner: words,
        reviewUnixMs: unixMs,
        byAdministrator: fc.boolean(),
      }),
    ),
  }),
);

const fromRecorder: fc.Arbitrary<FromRecorderFrame> = fc.oneof(
  fc.record({ type: fc.constant('skipped' as const), channel, reason: fc.constantFrom(...SKIP_REASONS) }),
  fc.record({
    type: fc.constant('channel-state' as const),
    channel,
    state: fc.constantFrom(...CHANNEL_STATES),
  }),
  fc.record({
    type: fc.constant('stream-state' as const),
    cameraId: uuid,
    kind,
    sinceUnixMs: unixMs,
    state: fc.oneof(
      fc.record({
        state: fc.constantFrom('off' as const, 'receiving' as const, 'waiting-for-key-frame' as const),
      }),
      fc.record({
        state: fc.constant('failed' as const),
        step: fc.constantFrom(...STREAM_STEPS),
        code: fc.constantFrom(...STREAM_FAILURE_CODES),
        statusCode: fc.integer({ min: 100, max: 999 }),
        detail: words,
        sinceUnixMs: unixMs,
        nextTryUnixMs: unixMs,
        attempts: fc.integer({ min: 1, max: 1e6 }),
      }),
    ),
  }),
  fc.record({
    type: fc.constant('archive-event' as const),
    atUnixMs: unixMs,
    kind: words,
    detail: fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.integer(), words, fc.boolean()), {
      noNullPrototype: true,
    }),
  }),
  fc.record({
    type: fc.constant('channel-init' as const),
    facts: fc.record({
      channel,
      cameraId: uuid,
      kind,
      codec: fc.constant('h264'),
      codecString: fc.constant('avc1.64001e'),
      timescale: fc.constant(90_000),
      widthPixels: fc.option(fc.integer({ min: 1, max: 8000 })),
      heightPixels: fc.option(fc.integer({ min: 1, max: 8000 })),
      sampleRateHz: fc.constant(null),
      channels: fc.constant(null),
    }),
    init: bytes,
  }),
  fc.record({
    type: fc.constant('channel-fragment' as const),
    channel,
    sync: fc.boolean(),
    cached: fc.boolean(),
    leading: fc.boolean(),
    wallStartUnixMs: unixMs,
    bytes,
  }),
);

/** The stream cut where the numbers say. */
function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    chunks.push(stream.slice(at, at + size));
    at += size;
  }
  return chunks;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

test('what a subscriber sends is read back, however the socket cuts it', () => {
  fc.assert(
    fc.property(fc.array(toRecorder, { maxLength: 6 }), sizes, (frames, cuts) => {
      const reader = new FrameReader(decodeToRecorderFrame);
      const read: ToRecorderFrame[] = [];
      for (const chunk of cut(concat(frames.map(encodeToRecorderFrame)), cuts)) {
        reader.push(chunk, (frame) => read.push(frame));
      }
      expect(read).toEqual(frames);
    }),
  );
});

test('what the recorder sends is read back, however the socket cuts it', () => {
  fc.assert(
    fc.property(fc.array(fromRecorder, { maxLength: 6 }), sizes, (frames, cuts) => {
      const reader = new FrameReader(decodeFromRecorderFrame);
      const read: FromRecorderFrame[] = [];
      for (const chunk of cut(concat(frames.map(encodeFromRecorderFrame)), cuts)) {
        reader.push(chunk, (frame) => read.push(frame));
      }
      expect(read).toEqual(frames);
    }),
  );
});

test('into memory that is used again: whole during the call, however the socket cuts it, and nothing stays retained', () => {
  fc.assert(
    fc.property(fc.array(fromRecorder, { maxLength: 6 }), sizes, (frames, cuts) => {
      const retained = new Set<ArrayBufferLike>();
      const reader = new FrameReader(decodeFromRecorderFrame, {
        allocate: (sizeBytes) => new Uint8Array(new SharedArrayBuffer(sizeBytes)),
        retain: ({ buffer }) => retained.add(buffer),
        // Whoever still looks at it sees that it is gone.
        release: (payload) => {
          retained.delete(payload.buffer);
          payload.fill(0xee);
        },
      });
      const read: FromRecorderFrame[] = [];
      const stream = concat([...frames.map(encodeFromRecorderFrame), new Uint8Array([0, 0, 0, 9, 1, 2])]);
      for (const chunk of cut(stream, cuts)) {
        reader.push(chunk, (frame) => read.push(withBytesOfItsOwn(frame)));
        chunk.fill(0xee);
      }
      expect(read).toEqual(frames);
      // Of the last frame a part came.
      expect(retained.size).toBe(1);
      reader.close();
      expect(retained.size).toBe(0);
    }),
  );
});

/** The same, to be kept beyond the call that brought it. */
function withBytesOfItsOwn(frame: FromRecorderFrame): FromRecorderFrame {
  if (frame.type === 'channel-init') return { ...frame, init: Uint8Array.from(frame.init) };
  if (frame.type === 'channel-fragment') return { ...frame, bytes: Uint8Array.from(frame.bytes) };
  return frame;
}

test('Vietnamese crosses as ASCII', () => {
  const frame: FromRecorderFrame = {
    type: 'archive-event',
    atUnixMs: 1,
    kind: 'ghi chú',
    detail: { 'lý do': 'Đêm hội làng 🎆 "đông người"' },
  };
  const encoded = encodeFromRecorderFrame(frame);
  expect(encoded.subarray(5).every((byte) => byte < 0x80)).toBe(true);
  expect(decodeFromRecorderFrame(encoded[4]!, encoded.subarray(5))).toEqual(frame);
});

test("a fragment's header and its bytes are its frame", () => {
  const frame = {
    type: 'channel-fragment',
    channel: 7,
    sync: true,
    cached: false,
    leading: true,
    wallStartUnixMs: 1_750_000_000_123,
    bytes: new Uint8Array([1, 2, 3]),
  } as const;
  const header = encodeFragmentHeader(frame, frame.bytes.length);
  expect(header.length).toBe(FRAGMENT_HEADER_BYTES);
  expect(concat([header, frame.bytes])).toEqual(encodeFromRecorderFrame(frame));
});

describe('refusals', () => {
  const push = (...input: number[]) =>
    new FrameReader(decodeToRecorderFrame).push(new Uint8Array(input), () => {});
  const json = (type: number, text: string) => {
    const payload = [...Buffer.from(text)];
    return [0, 0, 0, payload.length + 1, type, ...payload];
  };

  test.each([
    ['no type', [0, 0, 0, 0, 1], 'frame-malformed'],
    ['a length beyond the limit', [0xff, 0xff, 0xff, 0xff], 'frame-too-large'],
    ['an unknown type', json(99, '{}'), 'frame-type-unknown'],
    ["the recorder's frames from a subscriber", json(33, '{}'), 'frame-type-unknown'],
    ['no JSON', json(17, '{'), 'payload-invalid'],
    ['no object', json(17, '[]'), 'payload-invalid'],
    ['bytes outside ASCII', json(17, '{"channel":1,"é":2}'), 'payload-invalid'],
    ['unknown keys', json(17, '{"channel":1,"more":2}'), 'payload-invalid'],
    ['a type in the payload', json(17, '{"channel":1,"type":"credit"}'), 'payload-invalid'],
    ['missing keys', json(17, '{}'), 'payload-invalid'],
    ['a channel that is none', json(17, '{"channel":-1}'), 'payload-invalid'],
  ])('%s', (_name, input, code) => {
    expect(() => push(...input)).toThrow(expect.objectContaining({ name: 'LinkError', code }));
  });

  test('after a refusal nothing more is taken', () => {
    const reader = new FrameReader(decodeToRecorderFrame);
    expect(() => reader.push(new Uint8Array([0, 0, 0, 0]), () => {})).toThrow(LinkError);
    expect(() => reader.push(encodeToRecorderFrame({ type: 'unsubscribe', channel: 1 }), () => {})).toThrow(
      LinkError,
    );
  });

  test('the largest access unit that a depacketizer gives fits with its boxes', () => {
    const largestBytes = 8 * 1024 * 1024 + 1024;
    const facts = { channel: 1, sync: true, cached: false, leading: false, wallStartUnixMs: 1 };
    expect(encodeFragmentHeader(facts, largestBytes).length).toBe(FRAGMENT_HEADER_BYTES);
  });

  test('a fragment that is too large is misuse', () => {
    const facts = { channel: 1, sync: true, cached: false, leading: false, wallStartUnixMs: 1 };
    expect(() => encodeFragmentHeader(facts, MAX_FRAME_BYTES)).toThrow(TypeError);
  });
});

test.each(fuzzTargets)('$name takes any bytes', ({ run }) => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 16, 17, 18, 20, 32, 35, 36, 39),
      fc.uint8Array({ maxLength: 64 }),
      (type, payload) => {
        run(payload);
        run(new Uint8Array([0, 0, 0, payload.length + 1, type, ...payload]));
      },
    ),
    { numRuns: 500 },
  );
});
