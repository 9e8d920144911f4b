/** A planned movie, read back by our own reader: times, sizes and places as the runs said. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFormat, Sample } from '../stream/index.ts';
import {
  createSampleEntry,
  type ExportRun,
  ExportRunBuilder,
  MAX_EXPORT_GAP_TICKS,
  planProgressiveMovie,
  readAtBytes,
  readProgressiveMovie,
} from './index.ts';

const format: AudioFormat = {
  kind: 'audio',
  codec: 'pcma',
  timescale: 8000,
  sampleRateHz: 8000,
  channels: 1,
  audioSpecificConfig: null,
  codecString: 'alaw',
};

function samplesOf(startTicks: number, count: number, sizeBytes = 10): Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    dtsTicks: startTicks + index * 160,
    compositionOffsetTicks: 0,
    durationTicks: 160,
    sizeBytes,
    sync: index % 3 === 0,
    leading: false,
    disposable: false,
  }));
}

/** Everything of the run is shown from `movieStartTicks`. */
function runOf(samples: readonly Sample[], movieStartTicks: number, offsetBytes = 0): ExportRun {
  const builder = new ExportRunBuilder();
  builder.append(samples, 3, offsetBytes);
  const mediaStartTicks = samples[0]!.dtsTicks;
  return builder.finish({ movieStartTicks, mediaStartTicks, durationTicks: samples.length * 160 });
}

function plan(runs: readonly ExportRun[]) {
  const track = { kind: 'audio', sampleEntry: createSampleEntry(format), timescale: 8000, runs } as const;
  return planProgressiveMovie({ tracks: [track], creationUnixMs: 1_700_000_000_000, cameraName: 'Bến đò' });
}

const readBack = (header: Uint8Array) => readProgressiveMovie(readAtBytes(header));

describe('a planned movie', () => {
  it('reads back as its runs, each gap in the sample before it', () => {
    const runs = fc.array(
      fc.record({ count: fc.integer({ min: 1, max: 9 }), gapTicks: fc.nat({ max: 10 ** 6 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(runs, (shapes) => {
        let movieTicks = 0;
        let mediaTicks = 10 ** 10;
        const shown: number[] = [];
        const planned = shapes.map(({ count, gapTicks }) => {
          const run = runOf(samplesOf(mediaTicks, count), movieTicks, mediaTicks);
          for (let i = 0; i < count; i += 1) shown.push(movieTicks + i * 160);
          movieTicks += count * 160 + gapTicks;
          mediaTicks += count * 160 + 5;
          return run;
        });
        const { header, chunks, totalBytes, durationTicks } = plan(planned);
        const movie = readBack(header);
        const [track] = movie.tracks;
        expect(movie).toMatchObject({ title: 'Bến đò', creationUnixMs: 1_700_000_000_000, timescale: 8000 });
        expect(track!.format).toEqual(format);
        expect([...track!.dtsTicks]).toEqual(shown);
        expect(track!.edits).toEqual([{ durationMovieTicks: durationTicks, mediaStartTicks: 0 }]);
        expect(chunks.count).toBe(shapes.length);
        expect(totalBytes).toBe(header.length + shown.length * 10);
        expect([...track!.offsetsBytes]).toEqual(shown.map((_, index) => header.length + index * 10));
        expect([...track!.sync]).toEqual(
          shapes.flatMap(({ count }) => samplesOf(0, count).map(({ sync }) => +sync)),
        );
      }),
    );
  });

  it('needs 64-bit offsets beyond 4 GiB, and has them', () => {
    const samples = samplesOf(0, 3, 0xffff_ffff);
    const { header, totalBytes, chunks } = plan([runOf(samples, 0), runOf(samples, 10_000)]);
    const [track] = readBack(header).tracks;
    expect(totalBytes).toBe(header.length + 6 * 0xffff_ffff);
    expect([...track!.offsetsBytes]).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => header.length + index * 0xffff_ffff),
    );
    expect([...chunks.offsetsBytes]).toEqual([header.length, header.length + 3 * 0xffff_ffff]);
    const mdat = new DataView(header.buffer, header.byteOffset + header.length - 16);
    expect([mdat.getUint32(0), mdat.getUint32(8) * 2 ** 32 + mdat.getUint32(12)]).toEqual([
      1,
      totalBytes - header.length + 16,
    ]);
  });

  it('is of the same bytes when planned anew', () => {
    const once = plan([runOf(samplesOf(0, 5), 0)]);
    expect(plan([runOf(samplesOf(0, 5), 0)])).toEqual(once);
  });

  it('lets a sample last until the next where sound was lost', () => {
    const builder = new ExportRunBuilder();
    builder.append(samplesOf(0, 2), 0, 0);
    builder.append(samplesOf(1000, 1), 0, 99);
    const run = builder.finish({ movieStartTicks: 0, mediaStartTicks: 0, durationTicks: 1160 });
    expect([...run.durationsTicks]).toEqual([160, 840, 160]);
    expect([...readBack(plan([run]).header).tracks[0]!.dtsTicks]).toEqual([0, 160, 1000]);
  });

  it('refuses what it cannot show', () => {
    const run = runOf(samplesOf(0, 2), 0);
    expect(() => planProgressiveMovie({ tracks: [], creationUnixMs: 0, cameraName: '' })).toThrow(
      /tracks: none/,
    );
    expect(() => plan([])).toThrow(/nothing to show/);
    expect(() => plan([run, runOf(samplesOf(0, 2), 319)])).toThrow(
      /movieStartTicks: 319 lies in the edit before/,
    );
    expect(() => plan([run, runOf(samplesOf(0, 2), 320 + MAX_EXPORT_GAP_TICKS)])).toThrow(/follows a gap/);
    expect(() => new ExportRunBuilder().append(samplesOf(0, 3).slice(1), 0, 0)).toThrow(/samples\[0\].sync/);
    const builder = new ExportRunBuilder();
    builder.append(samplesOf(160, 1), 0, 0);
    expect(() => builder.append(samplesOf(0, 1), 0, 0)).toThrow(/samples\[0\].dtsTicks: 0 after 160/);
  });
});

describe('the reader of progressive movies', () => {
  it('refuses a header cut anywhere', () => {
    const { header } = plan([runOf(samplesOf(0, 4), 0)]);
    for (let length = 0; length < header.length - 8; length += 1) {
      expect(() => readBack(header.subarray(0, length))).toThrow(/^MP4 truncated/);
    }
  });

  it('refuses counts that the box cannot hold, before it asks for memory', () => {
    const { header } = plan([runOf(samplesOf(0, 4), 0)]);
    for (const type of ['stts', 'stsc', 'stsz', 'stco', 'stss']) {
      const damaged = header.slice();
      const at = Buffer.from(damaged).indexOf(type) + 8 + (type === 'stsz' ? 4 : 0);
      damaged.set([0x7f, 0xff, 0xff, 0xff], at);
      expect(() => readBack(damaged)).toThrow(
        type === 'stsz' ? /^MP4 limit: box 'stsz'/ : `MP4 malformed: box '${type}'`,
      );
    }
  });
});
