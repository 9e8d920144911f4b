/** Segment files as they are found: whole, growing, cut anywhere, damaged. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFormat, Sample } from '../stream/index.ts';
import {
  createInitSegment,
  encodeCanonicalSampleTable,
  FragmentScanner,
  fragmentOverheadBytes,
  Mp4Error,
  readAtBytes,
  readFragment,
  readInitSegment,
  readMovie,
  type ScannedFragment,
  writeFragment,
} from './index.ts';

const format: AudioFormat = {
  kind: 'audio',
  codec: 'pcmu',
  timescale: 8000,
  sampleRateHz: 8000,
  channels: 1,
  audioSpecificConfig: null,
  codecString: 'ulaw',
};
/** First millisecond of 1970 to the last before 2104-02-26T09:42:24: what NTP's two eras hold. */
const wallUnixMs = fc.integer({ min: 0, max: 4_233_462_143_999 });

const sampleShape = fc.record({
  durationTicks: fc.nat({ max: 0xffff_ffff }),
  compositionOffsetTicks: fc.nat({ max: 0x7fff_ffff }),
  sizeBytes: fc.nat({ max: 40 }),
  sync: fc.boolean(),
  leading: fc.boolean(),
  disposable: fc.boolean(),
});

const fragmentInput = fc.record({
  sequenceNumber: fc.nat({ max: 0xffff_ffff }),
  wallStartUnixMs: wallUnixMs,
  startTicks: fc.nat({ max: 2 ** 52 }),
  shapes: fc.array(sampleShape, { minLength: 1, maxLength: 12 }),
  prft: fc.boolean(),
});

function samplesFrom(startTicks: number, shapes: readonly Omit<Sample, 'dtsTicks'>[]): Sample[] {
  let dtsTicks = startTicks;
  return shapes.map((shape) => {
    const sample = { dtsTicks, ...shape };
    dtsTicks += shape.durationTicks;
    return sample;
  });
}

const payloadOf = (samples: readonly Sample[]) =>
  samples.map((sample, index) => new Uint8Array(sample.sizeBytes).fill(index + 1));

function scanAll(bytes: Uint8Array, startOffsetBytes: number) {
  const scanner = new FragmentScanner(readAtBytes(bytes), startOffsetBytes);
  const fragments: ScannedFragment[] = [];
  for (let found = scanner.next(); found !== null; found = scanner.next()) fragments.push(found);
  return { fragments, end: scanner.end };
}

function smallSegment() {
  const init = createInitSegment({ format, creationUnixMs: 1_700_000_000_000, cameraName: 'Sân đình' });
  const parts = [init];
  const ends: number[] = [];
  let end = init.length;
  for (let i = 0; i < 4; i += 1) {
    const shape = { durationTicks: 160, compositionOffsetTicks: 0, sizeBytes: 20 + i, sync: true };
    const samples = samplesFrom(
      1000 + i * 320,
      [0, 1].map(() => ({ ...shape, leading: false, disposable: false })),
    );
    const wallStartUnixMs = 1_700_000_000_001 + i * 40;
    const part = writeFragment({ sequenceNumber: i + 1, wallStartUnixMs, samples, data: payloadOf(samples) });
    parts.push(part);
    end += part.length;
    ends.push(end);
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), initBytes: init.length, ends };
}

describe('fragments', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fragmentInput, ({ sequenceNumber, wallStartUnixMs, startTicks, shapes, prft }) => {
        const samples = samplesFrom(startTicks, shapes);
        const data = payloadOf(samples);
        const bytes = writeFragment({ sequenceNumber, wallStartUnixMs, samples, data, prft });
        const read = readFragment(bytes);
        expect(read.samples).toEqual(samples);
        expect(read.sequenceNumber).toBe(sequenceNumber);
        expect(read.wallStartUnixMs).toBe(prft ? wallStartUnixMs : null);
        expect(read.startTicks).toBe(startTicks);
        expect(read.sizeBytes).toBe(bytes.length);
        expect(read.mdatPayloadOffsetBytes).toBe(fragmentOverheadBytes(samples.length, prft));
        expect(read.mdatPayloadOffsetBytes).toBe(read.tableBytes + 8);
        const payload = bytes.subarray(read.mdatPayloadOffsetBytes);
        expect(Buffer.compare(payload, Buffer.concat(data))).toBe(0);
        expect(encodeCanonicalSampleTable(read.samples)).toEqual(encodeCanonicalSampleTable(samples));
      }),
      { numRuns: 2000 },
    );
  });

  it('keep every millisecond of wall time, before and behind the wrap of 2036', () => {
    const [sample] = samplesFrom(0, [
      {
        durationTicks: 1,
        compositionOffsetTicks: 0,
        sizeBytes: 0,
        sync: true,
        leading: false,
        disposable: false,
      },
    ]);
    const check = (wallStartUnixMs: number) => {
      const options = { sequenceNumber: 1, wallStartUnixMs, samples: [sample!], data: [new Uint8Array(0)] };
      expect(readFragment(writeFragment(options)).wallStartUnixMs).toBe(wallStartUnixMs);
    };
    for (let ms = 0; ms < 1000; ms += 1) check(1_770_091_506_000 + ms);
    for (let ms = -1500; ms < 1500; ms += 7) check(Date.UTC(2036, 1, 7, 6, 28, 16) + ms);
    fc.assert(fc.property(wallUnixMs, check));
  });

  it('refuse what their boxes cannot hold, naming it', () => {
    const good = samplesFrom(0, [
      {
        durationTicks: 1,
        compositionOffsetTicks: 0,
        sizeBytes: 1,
        sync: true,
        leading: false,
        disposable: false,
      },
    ]);
    const base = { sequenceNumber: 1, wallStartUnixMs: 0, samples: good, data: [new Uint8Array(1)] };
    const broken = (change: Partial<Sample>) => ({ ...base, samples: [{ ...good[0]!, ...change }] });
    expect(() => writeFragment({ ...base, samples: [], data: [] })).toThrow(/samples/);
    expect(() => writeFragment({ ...base, data: [] })).toThrow(/data: 0 entries/);
    expect(() => writeFragment({ ...base, data: [new Uint8Array(2)] })).toThrow(/data\[0\]: 2 bytes/);
    expect(() => writeFragment({ ...base, wallStartUnixMs: 1.5 })).toThrow(/wallStartUnixMs: 1.5/);
    expect(() => writeFragment(broken({ dtsTicks: -1 }))).toThrow(/samples\[0\].dtsTicks: -1/);
    expect(() => writeFragment(broken({ compositionOffsetTicks: -1 }))).toThrow(/compositionOffsetTicks: -1/);
    expect(() => writeFragment(broken({ durationTicks: 2 ** 32 }))).toThrow(/durationTicks: 4294967296/);
    expect(() =>
      writeFragment({ ...base, samples: [good[0]!, good[0]!], data: [base.data[0]!, base.data[0]!] }),
    ).toThrow(/samples\[1\].dtsTicks: 0, the durations before say 1/);
  });
});

describe('the scanner', () => {
  it('finds the complete fragments of every prefix and says cut', () => {
    const { bytes, initBytes, ends } = smallSegment();
    for (let length = initBytes; length <= bytes.length; length += 1) {
      const { fragments, end } = scanAll(bytes.subarray(0, length), initBytes);
      const complete = ends.filter((endBytes) => endBytes <= length);
      expect(fragments.length).toBe(complete.length);
      const offsetBytes = complete.at(-1) ?? initBytes;
      expect(end).toMatchObject({ reason: offsetBytes === length ? 'end' : 'cut', offsetBytes });
    }
  });

  it('goes on where it stopped when the file has grown', () => {
    const { bytes, initBytes } = smallSegment();
    let length = initBytes;
    const scanner = new FragmentScanner(
      (at, count) => bytes.subarray(at, Math.min(at + count, length)),
      initBytes,
    );
    const sequenceNumbers: number[] = [];
    for (; length <= bytes.length; length += 1) {
      const found = scanner.next();
      if (found !== null) sequenceNumbers.push(found.sequenceNumber);
    }
    expect(sequenceNumbers).toEqual([1, 2, 3, 4]);
  });

  it('never reads the payload', () => {
    const sizeBytes = 1_000_000;
    const samples = samplesFrom(0, [
      {
        durationTicks: 1,
        compositionOffsetTicks: 0,
        sizeBytes,
        sync: true,
        leading: false,
        disposable: false,
      },
    ]);
    const options = { sequenceNumber: 1, wallStartUnixMs: 0, samples, data: [new Uint8Array(sizeBytes)] };
    const bytes = Buffer.concat(Array<Uint8Array>(10).fill(writeFragment(options)));
    let readBytes = 0;
    let reads = 0;
    const scanner = new FragmentScanner((at, count) => {
      const answer = bytes.subarray(at, at + count);
      readBytes += answer.length;
      reads += 1;
      return answer;
    }, 0);
    while (scanner.next() !== null);
    expect(scanner.end).toEqual({ reason: 'end', offsetBytes: bytes.length });
    expect(reads).toBeLessThanOrEqual(12);
    expect(readBytes).toBeLessThanOrEqual(12 * 4096);
  });

  it.each([
    ['moof', 36, 'a box type that is not moof'],
    ['mfhd', 44, 'a foreign box in moof'],
    ['traf', 60, 'a foreign box in moof'],
    ['tfhd', 68, 'a foreign box in traf'],
    ['tfdt', 84, 'a foreign box in traf'],
    ['trun', 104, 'a foreign box in traf'],
    ['trun', 120 - 5, 'another number of samples'],
    ['mdat', 32 + 88 + 32, 'a size that is not the sum of the samples'],
  ])('names %s when byte %i is damaged: %s', (box, at) => {
    const { bytes, initBytes, ends } = smallSegment();
    const damaged = bytes.slice();
    damaged[ends[0]! + at]! ^= 0x01;
    const { fragments, end } = scanAll(damaged, initBytes);
    expect(fragments.length).toBe(1);
    expect(end).toMatchObject({ reason: 'malformed', offsetBytes: ends[0] });
    if (end?.reason !== 'malformed') return;
    expect(box === 'moof' ? end.what : end.box).toContain(box);
    expect(end.boxOffsetBytes).toBeGreaterThanOrEqual(ends[0]!);
  });

  it('takes a tail of zeros, as a power cut leaves it, for malformed', () => {
    const { bytes, initBytes, ends } = smallSegment();
    const { fragments, end } = scanAll(
      new Uint8Array(Buffer.concat([bytes, new Uint8Array(4096)])),
      initBytes,
    );
    expect(fragments.length).toBe(4);
    expect(end).toMatchObject({
      reason: 'malformed',
      offsetBytes: ends.at(-1),
      box: String.raw`\x00\x00\x00\x00`,
    });
  });

  it('refuses the prft of another fragment', () => {
    const { bytes, initBytes, ends } = smallSegment();
    const swapped = bytes.slice();
    swapped.copyWithin(ends[0]!, initBytes, initBytes + 32);
    expect(scanAll(swapped, initBytes).end).toMatchObject({ reason: 'malformed', box: 'prft' });
  });
});

describe('init segments', () => {
  it('refuse every prefix as truncated', () => {
    const { bytes, initBytes } = smallSegment();
    for (let length = 0; length < initBytes; length += 1) {
      let code = '';
      try {
        readInitSegment(bytes.subarray(0, length));
      } catch (error) {
        if (error instanceof Mp4Error) code = error.code;
      }
      expect(code).toBe('truncated');
    }
    expect(readInitSegment(bytes).sizeBytes).toBe(initBytes);
  });

  it('give any camera name back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (cameraName) => {
        const init = createInitSegment({ format, creationUnixMs: 0, cameraName });
        expect(readInitSegment(init).cameraName).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(cameraName)),
        );
      }),
    );
  });

  it('say which part of a format is missing', () => {
    const options = { creationUnixMs: 0, cameraName: '' };
    const video = {
      kind: 'video',
      codec: 'h264',
      timescale: 90_000,
      widthPixels: 16,
      heightPixels: 16,
      pixelAspect: null,
      codecString: '',
      parameterSets: { vps: [], sps: [], pps: [] },
      reorderDepth: null,
      declaredFrameTicks: null,
    } as const;
    expect(() => createInitSegment({ ...options, format: video })).toThrow(/parameterSets.sps: 0 sets/);
    expect(() => createInitSegment({ ...options, format: { ...video, codec: 'h265' } })).toThrow(
      /parameterSets.sps/,
    );
    expect(() => createInitSegment({ ...options, format: { ...format, codec: 'aac' } })).toThrow(
      /audioSpecificConfig/,
    );
    expect(() => createInitSegment({ ...options, format: { ...format, timescale: 0 } })).toThrow(
      /timescale: 0/,
    );
    const cutSps = { vps: [], sps: [Uint8Array.of(0x67, 100, 0, 30)], pps: [Uint8Array.of(0x68)] };
    expect(() => createInitSegment({ ...options, format: { ...video, parameterSets: cutSps } })).toThrow(
      new TypeError('parameterSets: H.264 SPS: the bits end before the syntax does'),
    );
  });

  it('refuse an AudioSpecificConfig that ends before its sample rate', () => {
    const cut = { ...format, codec: 'aac', audioSpecificConfig: Uint8Array.of(0x11) } as const;
    const init = createInitSegment({ creationUnixMs: 0, cameraName: '', format: cut });
    expect(() => readInitSegment(init)).toThrow(/AudioSpecificConfig: the bits end before/);
  });

  it('read as a movie with the segment around them, cut or not', () => {
    const { bytes, initBytes, ends } = smallSegment();
    const [track] = readMovie(readAtBytes(bytes.subarray(0, bytes.length - 1))).tracks;
    expect(track!.sampleCount).toBe(6);
    expect([...track!.dtsTicks]).toEqual([1000, 1160, 1320, 1480, 1640, 1800]);
    expect(track!.offsetsBytes[5]! + track!.sizesBytes[5]!).toBe(ends[2]);
    expect(readMovie(readAtBytes(bytes.subarray(0, initBytes))).tracks[0]!.sampleCount).toBe(0);
  });
});
