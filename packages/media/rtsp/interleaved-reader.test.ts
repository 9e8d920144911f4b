import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { InterleavedReader } from './index.ts';

function packet(channel: number, sequence: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(4 + sizeBytes).fill(sequence);
  bytes.set([0x24, channel, sizeBytes >> 8, sizeBytes & 255]);
  bytes.set([0x80, 96, 0, sequence, 0, 0, 0, 1, 0, 0, 0, channel + 1].slice(0, sizeBytes), 4);
  return bytes;
}
const text = (...lines: string[]): Uint8Array => encodeUtf8(lines.join('\r\n'));
const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))));

/** What came out, as text; garbage in a row is one event. Chunks are overwritten after each push. */
function read(chunks: readonly Uint8Array[], named: readonly number[] = []): readonly string[] {
  const events: string[] = [];
  let garbage = 0;
  const say = (event: string): void => {
    if (garbage > 0) events.push(`garbage ${garbage}`);
    garbage = 0;
    if (event !== '') events.push(event);
  };
  const reader = new InterleavedReader({
    onPacket: (channel, bytes) => say(`packet ${channel} ${encodeHex(bytes)}`),
    onMessage: (message) =>
      say(
        `${message.kind === 'response' ? message.statusCode : message.method} ${message.headers.get('cseq')} ${encodeHex(message.body)}`,
      ),
    onGarbage: (size) => {
      garbage += size;
    },
  });
  for (const channel of named) reader.expectChannel(channel);
  for (const chunk of chunks) {
    const lent = chunk.slice();
    reader.push(lent);
    lent.fill(0x24);
    expect(reader.heldBytes).toBeLessThan(200_000);
  }
  say('');
  return events;
}

function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % bytes.length))].toSorted((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end));
}

/** From OPTIONS to playing, with media before the answer to PLAY, an empty packet and a sign of life. */
const CONVERSATION = join(
  text('RTSP/1.0 200 OK', 'CSeq: 1', 'Public: OPTIONS', '', ''),
  text('RTSP/1.0 200 OK', 'CSeq: 2', 'Content-Length: 12', '', 'v=0\r\n$m=0\r\n\r\n'),
  text('', '', 'RTSP/1.0 200 OK\nCSeq: 3\n\n'),
  packet(0, 1, 40),
  text('RTSP/1.0 200 OK', 'CSeq: 4', '', ''),
  packet(0, 2, 300),
  packet(1, 3, 28),
  packet(0, 0, 0),
  text('OPTIONS rtsp://cam/ RTSP/1.0', 'CSeq: 5', '', ''),
  packet(2, 4, 12),
);
const EVENTS = read([CONVERSATION]);

describe('where reads end makes no difference', () => {
  test('what the conversation holds', () => {
    expect(EVENTS.map((event) => event.slice(0, 9))).toEqual([
      '200 1 ',
      '200 2 763',
      '200 3 ',
      'packet 0 ',
      '200 4 ',
      'packet 0 ',
      'packet 1 ',
      'packet 0 ',
      'OPTIONS 5',
      'packet 2 ',
    ]);
  });

  test('cut in two at every byte, and into single bytes', () => {
    for (let at = 1; at < CONVERSATION.length; at += 1) expect(read(cut(CONVERSATION, [at]))).toEqual(EVENTS);
    expect(read(cut(CONVERSATION, [...CONVERSATION.keys()]))).toEqual(EVENTS);
  });

  test('packets stay as they are while their chunks do: nothing is overwritten behind them', () => {
    const sent = Array.from({ length: 40 }, (_, i) => packet(i % 4, i, 12 + 7 * i));
    for (const size of [1, 3, 50, 1_000]) {
      const kept: Uint8Array[] = [];
      const reader = new InterleavedReader({
        onPacket: (_channel, bytes) => kept.push(bytes),
        onMessage: () => expect.unreachable(),
        onGarbage: () => undefined,
      });
      const bytes = join(...sent.flatMap((one, i) => (i % 10 === 5 ? [one, text('RTSP/x')] : [one])));
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
      expect(kept.map(encodeHex)).toEqual(sent.map((one) => encodeHex(one.subarray(4))));
    }
  });

  test('cut anywhere, with garbage anywhere', () => {
    const part = fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.nat(3), fc.nat(255), fc.integer({ min: 12, max: 90 }))
          .map((p) => packet(...p)),
      },
      {
        weight: 1,
        arbitrary: fc.constant(text('RTSP/1.0 200 OK', 'CSeq: 1', 'Content-Length: 2', '', '$$')),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(
            '$',
            'RTSP/1.',
            'RTSP/1.0 2',
            'OPTIONS x\r\n',
            '\r\n',
            '$\u0000\u0000',
            'RTSP/1.0 200 OK\r\n',
          )
          .map(encodeUtf8),
      },
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (parts, places) => {
          const bytes = join(...parts);
          fc.pre(bytes.length > 0);
          expect(read(cut(bytes, places))).toEqual(read([bytes]));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('what makes no sense', () => {
  test('GW Security: garbage between packets costs the garbage only', () => {
    const junk = Uint8Array.from([0, 255, 0x24, 200, 1, 0x24, 0, 0, 9, 0x10, 7]);
    const bytes = join(packet(0, 1, 20), junk, packet(0, 2, 20), packet(0, 3, 20));
    expect(read([bytes])).toEqual([
      ...read([packet(0, 1, 20)]),
      `garbage ${junk.length}`,
      ...read([packet(0, 2, 20)]),
      ...read([packet(0, 3, 20)]),
    ]);
  });

  test('a channel above 31 is garbage until the camera names it', () => {
    expect(read([packet(200, 1, 20)])[0]).toMatch(/^garbage/);
    expect(read([packet(200, 1, 20)], [200])).toHaveLength(1);
    expect(read([packet(31, 1, 20)])).toHaveLength(1);
  });

  test('a head without end, and a body too large: the connection goes on behind them', () => {
    const good = text('RTSP/1.0 200 OK', 'CSeq: 9', '', '');
    const endless = text('RTSP/1.0 200 OK', ...Array.from({ length: 3_000 }, (_, i) => `X-${i}: ${i}`), '');
    const large = text('RTSP/1.0 200 OK', 'Content-Length: 70000', '', '');
    for (const bad of [endless, large, text('RTSP/1.0 abc OK', '', '')]) {
      const events = read(cut(join(bad, good), [1, 5_000, 20_000]));
      expect(events.at(-1)).toBe('200 9 ');
      expect(events[0]).toMatch(/^garbage/);
    }
  });

  test('the largest body that is allowed comes whole, byte by byte, in linear time', () => {
    const body = 'x'.repeat(64 * 1024);
    const bytes = text(
      'RTSP/1.0 200 OK',
      'CSeq: 1',
      `X: ${'y'.repeat(15_000)}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    );
    let received = 0;
    const reader = new InterleavedReader({
      onPacket: () => expect.unreachable(),
      onGarbage: () => expect.unreachable(),
      onMessage: (message) => {
        received = message.body.length;
      },
    });
    const started = performance.now();
    for (let at = 0; at < bytes.length; at += 1) reader.push(bytes.subarray(at, at + 1));
    expect(received).toBe(body.length);
    // 20 ms; joining what is there with each byte took 3 GB of copies.
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test.each([
    ['beginnings', 'RTSP/1.'],
    ['status lines', 'RTSP/1.0 200 OK\r\n'],
    ['methods', 'OPTIONS '],
    ['heads with a body too large', 'RTSP/1.0 200 OK\r\nContent-Length: 99999\r\n'],
    ['dollars', '$'],
    ['packets that are none', '$\u0000\u0000\u0040'],
    ['line ends', '\r\n'],
    ['almost beginnings', 'RTSP/1RTSP/'],
  ])('a megabyte of %s takes linear time and little memory', (_name, piece) => {
    const bytes = encodeUtf8(piece.repeat(Math.ceil(1_000_000 / piece.length)));
    const started = performance.now();
    for (const size of [65_536, 1_400]) {
      const reader = new InterleavedReader({
        onPacket: () => undefined,
        onGarbage: () => undefined,
        onMessage: () => undefined,
      });
      for (let at = 0; at < bytes.length; at += size) {
        reader.push(bytes.subarray(at, at + size));
        expect(reader.heldBytes).toBeLessThan(200_000);
      }
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
