/**
 * Encodings of x264 and x265 made on the spot: slices, B pictures, closed and open GOP. What ffprobe says of pictures
 * must come out of packets, at any packet size; under loss every NAL unit that lost nothing comes out unchanged.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecodeOrder, SampleSequencer } from '../timing/index.ts';
import type { DepacketizedUnit } from './index.ts';
import { losePackets, type PictureToSend, packetize } from './packetize-for-tests.ts';
import { createForTest, feed, nalsOf, packetOf } from './packets-for-tests.ts';
import { splitAtStartCodes } from './video/start-codes.ts';

const encoders = (() => {
  try {
    return execFileSync('ffmpeg', ['-hide_banner', '-encoders'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
})();
const present = encoders.includes('libx264') && encoders.includes('libx265');
if (!present && process.env['CI'] === 'true')
  throw new Error('ffmpeg with libx264 and libx265 is missing in CI');

interface Case {
  readonly name: string;
  readonly codec: 'h264' | 'h265';
  readonly parameters: string;
  readonly depth: number;
  readonly slices: number;
}

const H264_CASES: readonly (readonly [string, string, number, number])[] = [
  ['no B, 4 slices', 'bframes=0:slices=4', 0, 4],
  ['1 B', 'bframes=1:b-adapt=0', 1, 1],
  ['2 B, open GOP', 'bframes=2:b-adapt=0:b-pyramid=none:open-gop=1', 1, 1],
  ['3 B pyramid, 2 slices', 'bframes=3:b-adapt=0:b-pyramid=normal:slices=2', 2, 2],
  ['3 B pyramid, open GOP', 'bframes=3:b-adapt=0:b-pyramid=normal:open-gop=1', 2, 1],
  ['no B, open GOP', 'bframes=0:open-gop=1', 0, 1],
];
const H265_CASES: readonly (readonly [string, string, number, number])[] = [
  ['no B, 3 slices', 'bframes=0:slices=3', 0, 3],
  ['1 B', 'bframes=1:b-adapt=0:open-gop=0', 1, 1],
  ['2 B, open GOP', 'bframes=2:b-adapt=0:b-pyramid=0:open-gop=1', 1, 1],
  ['3 B pyramid, open GOP', 'bframes=3:b-adapt=0:b-pyramid=1:open-gop=1', 2, 1],
  ['3 B pyramid, closed GOP', 'bframes=3:b-adapt=0:b-pyramid=1:open-gop=0', 2, 1],
];
const toCase =
  (codec: 'h264' | 'h265') =>
  ([name, parameters, depth, slices]: readonly [string, string, number, number]): Case => ({
    name: `${codec} ${name}`,
    codec,
    parameters,
    depth,
    slices,
  });
const CASES = [...H264_CASES.map(toCase('h264')), ...H265_CASES.map(toCase('h265'))];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'matlang-encoded-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Encoded {
  readonly nals: readonly Uint8Array[];
  /** In decoding order, in ticks of 90 kHz. */
  readonly times: readonly number[];
  readonly keys: readonly boolean[];
}

function encode({ codec, parameters }: Case): Encoded {
  const movie = join(folder, 'movie.mp4');
  const raw = join(folder, `raw.${codec}`);
  const lib = codec === 'h264' ? 'libx264' : 'libx265';
  const paramsName = codec === 'h264' ? '-x264-params' : '-x265-params';
  const quiet = codec === 'h264' ? '' : ':log-level=none:pools=1:frame-threads=1';
  const size = codec === 'h264' ? '192x160' : '256x256';
  execFileSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `testsrc=size=${size}:rate=25:duration=1.6`,
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      lib,
      '-preset',
      'ultrafast',
      '-threads',
      '1',
      paramsName,
      `keyint=12:min-keyint=12:scenecut=0:${parameters}${quiet}`,
      '-video_track_timescale',
      '90000',
      movie,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    movie,
    '-c',
    'copy',
    '-f',
    codec === 'h264' ? 'h264' : 'hevc',
    raw,
  ]);
  const lines = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'packet=pts,flags',
    '-of',
    'csv=p=0',
    movie,
  ])
    .toString()
    .trim()
    .split('\n');
  const packets = lines.map((line) => line.split(','));
  return {
    nals: splitAtStartCodes(readFileSync(raw)),
    times: packets.map(([pts]) => Number(pts)),
    keys: packets.map(([, flags]) => flags?.startsWith('K') ?? false),
  };
}

/** The encoding cut into pictures by the depacketizer, with ffprobe's times. */
function picturesOf(
  encoded: Encoded,
  codec: 'h264' | 'h265',
): { units: DepacketizedUnit[]; pictures: PictureToSend[] } {
  const units = feed(
    createForTest(codec.toUpperCase()),
    encoded.nals.map((nal) => packetOf(nal)),
  );
  return {
    units,
    pictures: units.map((unit, i) => ({ nals: nalsOf(unit), ptsTicks: encoded.times[i] ?? 0 })),
  };
}

const isSlice = (codec: 'h264' | 'h265', nal: Uint8Array) =>
  codec === 'h264' ? (nal[0]! & 31) <= 5 : ((nal[0]! >> 1) & 63) < 32;
const digest = (nals: readonly Uint8Array[]) => nals.map((nal) => Buffer.from(nal).toString('base64'));

describe.skipIf(!present)('encodings (skipped without ffmpeg with libx264 and libx265)', () => {
  for (const each of CASES) {
    test(each.name, () => {
      const encoded = encode(each);
      const { units, pictures } = picturesOf(encoded, each.codec);
      expect(units.length).toBe(encoded.times.length);
      for (const picture of pictures)
        expect(picture.nals.filter((nal) => isSlice(each.codec, nal)).length).toBe(each.slices);
      expect(units.map((unit) => unit.sync)).toEqual(encoded.keys);
      checkOrder(each, encoded, units);
      checkPackets(each, pictures);
    });
  }
});

/** Order counts rise with presentation times; decode times from the sets' depth fit; learning finds the depth. */
function checkOrder(each: Case, encoded: Encoded, units: readonly DepacketizedUnit[]): void {
  const format = units[0]!.format;
  if (format.kind !== 'video') throw new Error('no video');
  expect(format.reorderDepth).toBe(each.depth);
  const order = new SampleSequencer({
    timescale: 90_000,
    reorderDepth: format.reorderDepth,
    declaredFrameTicks: format.declaredFrameTicks,
  });
  const learning = new DecodeOrder({ timescale: 90_000, reorderDepth: null, declaredFrameTicks: null });
  let learned = 0;
  let syncTime = 0;
  for (const [i, unit] of units.entries()) {
    const ptsTicks = encoded.times[i]!;
    if (unit.sync) syncTime = ptsTicks;
    expect(unit.leading).toBe(!unit.sync && ptsTicks < syncTime);
    const placed = order.push({ ...unit, ptsTicks });
    expect(placed).toMatchObject({ kind: 'placed', movedTicks: 0 });
    if (learned === 0) {
      const answer = learning.place({ ...unit, ptsTicks });
      if (answer.kind === 'new-run') learned = answer.reorderDepth ?? 0;
    }
  }
  expect(learned).toBe(each.depth === 0 ? 0 : 2);
  let sequence: { ptsTicks: number; count: number }[] = [];
  for (const [i, unit] of units.entries()) {
    if (unit.startsOrder) sequence = [];
    const count = unit.pictureOrderCount;
    if (count === null) continue;
    const ptsTicks = encoded.times[i]!;
    for (const other of sequence)
      expect(Math.sign(count - other.count)).toBe(Math.sign(ptsTicks - other.ptsTicks));
    sequence.push({ ptsTicks, count });
  }
}

/** Any packet size, with and without loss. */
function checkPackets({ codec }: Case, pictures: readonly PictureToSend[]): void {
  const packetOptions = fc.record({
    maxPayloadBytes: fc.integer({ min: 20, max: 3000 }),
    aggregate: fc.boolean(),
  });
  fc.assert(
    fc.property(packetOptions, (options) => {
      const depacketizer = createForTest(codec.toUpperCase());
      const units = feed(depacketizer, packetize(pictures, { codec, ...options }));
      expect(units.map((unit) => [unit.ptsTicks, digest(nalsOf(unit))])).toEqual(
        pictures.map((picture) => [picture.ptsTicks, digest(picture.nals)]),
      );
      expect(depacketizer.faults.list()).toEqual([]);
    }),
    { numRuns: 10 },
  );
  fc.assert(
    fc.property(packetOptions, fc.infiniteStream(fc.integer({ min: 0, max: 19 })), (options, dice) => {
      const packets = packetize(pictures, { codec, ...options });
      // The first picture and the last packet arrive: without sets nothing can, and loss shows only at what comes after.
      const safe = packets.findIndex((packet) => packet.ptsTicks !== pictures[0]!.ptsTicks);
      const lost = new Set(
        packets.flatMap((_, i) =>
          i >= safe && i < packets.length - 1 && dice.next().value === 0 ? [i] : [],
        ),
      );
      const units = feed(createForTest(codec.toUpperCase()), losePackets(packets, lost));
      const whole = wholeNals(pictures, packets, lost, { codec, ...options });
      // Of a picture without a slice nothing may stay: its sets and SEI would stand before another one.
      const shown = whole.filter((nals) => nals.some((nal) => isSlice(codec, nal))).flat();
      expect(digest(units.flatMap(nalsOf))).toEqual(digest(shown));
      const counted = units.reduce((sum, unit) => sum + unit.lostPackets, 0);
      // Loss before a last picture that never became whole waits to be told with the next.
      if (units.at(-1)?.ptsTicks === packets.at(-1)?.ptsTicks) expect(counted).toBe(lost.size);
      else expect(counted).toBeLessThanOrEqual(lost.size);
    }),
    { numRuns: 20 },
  );
}

/** By picture, NAL units none of whose packets is lost: walks through the packets beside the NAL units in them. */
function wholeNals(
  pictures: readonly PictureToSend[],
  packets: readonly { readonly payload: Uint8Array }[],
  lost: ReadonlySet<number>,
  options: { codec: 'h264' | 'h265'; maxPayloadBytes: number; aggregate: boolean },
): Uint8Array[][] {
  const headerBytes = options.codec === 'h264' ? 1 : 2;
  const whole: Uint8Array[][] = pictures.map(() => []);
  let index = 0;
  let aggregatedLeft = 0;
  for (const [at, nal] of pictures.flatMap(({ nals }, i) => nals.map((one) => [i, one] as const))) {
    const payload = packets[index]!.payload;
    const type = options.codec === 'h264' ? payload[0]! & 31 : (payload[0]! >> 1) & 63;
    const aggregated = type === (options.codec === 'h264' ? 24 : 48);
    if (aggregated) {
      if (!lost.has(index)) whole[at]!.push(nal);
      aggregatedLeft = aggregatedLeft === 0 ? countAggregated(payload, headerBytes) : aggregatedLeft;
      aggregatedLeft -= 1;
      if (aggregatedLeft === 0) index += 1;
      continue;
    }
    const bodyBytes = options.maxPayloadBytes - headerBytes - 1;
    const count =
      nal.length <= options.maxPayloadBytes ? 1 : Math.ceil((nal.length - headerBytes) / bodyBytes);
    if (!Array.from({ length: count }, (_, i) => index + i).some((i) => lost.has(i))) whole[at]!.push(nal);
    index += count;
  }
  return whole;
}

function countAggregated(payload: Uint8Array, headerBytes: number): number {
  let count = 0;
  for (
    let offset = headerBytes;
    offset < payload.length;
    offset += 2 + payload[offset]! * 256 + payload[offset + 1]!
  )
    count += 1;
  return count;
}
