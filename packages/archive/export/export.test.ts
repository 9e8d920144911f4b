/** Exports, shown by programs that know nothing of us: exactly the pictures asked for, and the same bytes at every try. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamKey } from '../port/stream-key.ts';
import {
  type Clip,
  cutFragments,
  makeClip,
  missingWitnesses,
  shownFrames,
  witness,
} from '../reading/clip-for-tests.ts';
import { VolumeForTests } from '../reading/volume-for-tests.ts';
import {
  type ArchiveReader,
  type ExportPart,
  type ExportRequest,
  openArchiveReader,
  parseExportPlan,
  serializeExportPlan,
} from '../reading.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000001';
const MAIN: StreamKey = { cameraId: CAMERA, kind: 'main' };
const SOUND: StreamKey = { cameraId: CAMERA, kind: 'audio' };
const T0 = Date.UTC(2026, 1, 3, 4, 0, 0);
const FRAME_TICKS = 3600;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-export-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wall = (ticks: number): number => T0 + Math.round(ticks / 90);

interface Site {
  readonly clip: Clip;
  readonly reader: ArchiveReader;
  readonly volume: VolumeForTests;
  readonly files: string[];
}

let sites = 0;

/** 40 s of one run in segments of about 7 s, cut wherever a fragment ends; segments in `lost` are left out. */
function recordClip(clip: Clip, lost: readonly number[] = [], openLast = false): Site {
  sites += 1;
  const volume = new VolumeForTests(join(folder, `volume-${sites}`));
  const run = volume.beginRun(MAIN, clip.video.format, T0);
  const fragments = cutFragments(clip.videoSamples, clip.video, wall);
  const files: string[] = [];
  for (let at = 0; at < fragments.length; at += 7) {
    const { seq, file } = volume.addSegment(
      run,
      fragments.slice(at, at + 7),
      openLast && at + 7 >= fragments.length,
    );
    files.push(file);
    if (lost.includes(seq)) {
      volume.database.exec(`DELETE FROM segment_fragments WHERE segment_id = (SELECT max(id) FROM segment);
        DELETE FROM segment WHERE id = (SELECT max(id) FROM segment)`);
      rmSync(file);
    }
  }
  if (clip.audio !== null) {
    const timescale = clip.audio.timescale;
    const soundRun = volume.beginRun(SOUND, clip.audio.format, T0);
    const sound = cutFragments(
      clip.audioSamples,
      clip.audio,
      (ticks) => T0 + Math.round((ticks * 1000) / timescale),
    );
    for (let at = 0; at < sound.length; at += 9) volume.addSegment(soundRun, sound.slice(at, at + 9));
  }
  const reader = openArchiveReader({ volumes: [{ id: 'a', path: volume.path }] });
  return { clip, reader, volume, files };
}

const request = (fromUnixMs: number, toUnixMs: number, more: Partial<ExportRequest> = {}): ExportRequest => ({
  cameraId: CAMERA,
  stream: 'main',
  fromUnixMs,
  toUnixMs,
  withAudio: false,
  cameraName: 'Cổng chợ Đông',
  utcOffsetMinutes: 420,
  ...more,
});

async function bytesOf(
  reader: ArchiveReader,
  part: ExportPart,
  start = 0,
  end = part.totalBytes,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.readExport(part, start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function exportFile(site: Site, part: ExportPart): Promise<string> {
  const bytes = await bytesOf(site.reader, part);
  expect(bytes.length).toBe(part.totalBytes);
  const file = join(folder, part.fileName);
  writeFileSync(file, bytes);
  return file;
}

/** Pictures of the source whose time lies in the span: with the one that is on at its start. */
function expected(clip: Clip, fromUnixMs: number, toUnixMs: number): string[] {
  const from = (fromUnixMs - T0) * 90;
  const to = (toUnixMs - T0) * 90;
  return clip.frames
    .filter(({ ptsTicks }) => ptsTicks + FRAME_TICKS > from && ptsTicks < to)
    .map(({ md5 }) => md5);
}

describe.skipIf(missingWitnesses !== '')(`exports (witnesses missing: ${missingWitnesses || 'none'})`, () => {
  let plain: Clip;
  let reordered: Clip;
  beforeAll(() => {
    plain = makeClip(join(folder, 'plain.mp4'), { seconds: 40, gop: 50, bFrames: 0, audio: true });
    reordered = makeClip(join(folder, 'reordered.mp4'), { seconds: 40, gop: 60, bFrames: 3 });
  }, 120_000);

  it.each([
    ['inside one GOP', 2_120, 3_480],
    ['across segments', 5_040, 19_320],
    ['from a key frame', 4_000, 8_000],
    ['one picture', 11_400, 11_440],
    ['all of it', 0, 40_000],
  ])('shows exactly the pictures asked for: %s', async (_, from, to) => {
    for (const clip of [plain, reordered]) {
      const site = recordClip(clip);
      const plan = await site.reader.planExport(request(T0 + from, T0 + to));
      expect(plan.parts).toHaveLength(1);
      const file = await exportFile(site, plan.parts[0]!);
      expect(shownFrames(file)).toEqual(expected(clip, T0 + from, T0 + to));
      site.reader.close();
    }
  });

  it('begins inside the reorder delay of a key frame with the GOP before', async () => {
    const site = recordClip(reordered);
    const sync = reordered.videoSamples.filter(({ sample }) => sample.sync);
    const { dtsTicks, compositionOffsetTicks } = sync[3]!.sample;
    expect(compositionOffsetTicks).toBeGreaterThan(0);
    const from = Math.ceil(wall(dtsTicks));
    const plan = await site.reader.planExport(request(from, from + 1000));
    expect(shownFrames(await exportFile(site, plan.parts[0]!))).toEqual(
      expected(reordered, from, from + 1000),
    );
    expect(plan.parts[0]!.spans[0]!.hiddenPreRollMs).toBeGreaterThan(1000);
  });

  it('shows spans that end inside the reorder delay too, picture by picture', async () => {
    const site = recordClip(reordered);
    const sync = reordered.videoSamples.filter(({ sample }) => sample.sync);
    const { dtsTicks, compositionOffsetTicks } = sync[3]!.sample;
    for (let ticks = dtsTicks; ticks <= dtsTicks + compositionOffsetTicks; ticks += FRAME_TICKS) {
      const from = Math.ceil(wall(ticks));
      const plan = await site.reader.planExport(request(from, from + 40));
      expect(shownFrames(await exportFile(site, plan.parts[0]!))).toEqual(
        expected(reordered, from, from + 40),
      );
    }
  });

  it('states the pre-roll, has name and creation time', async () => {
    const site = recordClip(plain);
    const plan = await site.reader.planExport(request(T0 + 5_000, T0 + 9_000));
    const part = plan.parts[0]!;
    expect(part.spans).toEqual([
      { startUnixMs: T0 + 5_000, endUnixMs: T0 + 9_000, movieStartMs: 0, hiddenPreRollMs: 1000 },
    ]);
    expect(part.gaps).toEqual([]);
    expect(part.fileName).toBe('cong-cho-dong-20260203T110005+0700.mp4');
    const tags = JSON.parse(
      witness('ffprobe', ['-show_entries', 'format_tags', '-of', 'json', await exportFile(site, part)]),
    );
    expect(tags.format.tags).toMatchObject({
      title: 'Cổng chợ Đông',
      creation_time: '2026-02-03T04:00:05.000000Z',
    });
  });

  it('goes across a lost segment: says the gap, shows the rest at its time', async () => {
    const site = recordClip(plain, [2]);
    const plan = await site.reader.planExport(request(T0 + 10_000, T0 + 30_000));
    const part = plan.parts[0]!;
    expect(part.spans).toHaveLength(2);
    const [before, after] = part.spans;
    expect(part.gaps).toEqual([
      { startUnixMs: before!.endUnixMs, endUnixMs: after!.startUnixMs, cause: null },
    ]);
    expect(after!.movieStartMs).toBe(after!.startUnixMs - (T0 + 10_000));
    expect(shownFrames(await exportFile(site, part))).toEqual([
      ...expected(plain, T0 + 10_000, before!.endUnixMs),
      ...expected(plain, after!.startUnixMs, T0 + 30_000),
    ]);
    expect(part.durationMs).toBe(20_000);
  });

  it('muxes the sound of the same instants', async () => {
    const site = recordClip(plain);
    const plan = await site.reader.planExport(request(T0 + 5_040, T0 + 15_040, { withAudio: true }));
    const part = plan.parts[0]!;
    const file = await exportFile(site, part);
    expect(shownFrames(file)).toEqual(expected(plain, T0 + 5_040, T0 + 15_040));
    const cut = (source: string, filter: readonly string[]) => {
      const out = join(folder, `${sites}-${filter.length}.raw`);
      witness('ffmpeg', ['-y', '-i', source, '-map', '0:a', ...filter, '-ac', '1', '-f', 's16le', out]);
      return readFileSync(out);
    };
    // The source's edit list hides the encoder's delay, which the recorded stream has no notion of.
    const whole = join(folder, 'whole.raw');
    witness('ffmpeg', [
      '-y',
      '-ignore_editlist',
      '1',
      '-i',
      plain.file,
      '-map',
      '0:a',
      '-ac',
      '1',
      '-f',
      's16le',
      whole,
    ]);
    const source = readFileSync(whole);
    const shown = cut(file, []);
    expect(Math.abs(shown.length / 2 / 16_000 - 10)).toBeLessThan(0.07);
    expect(bestShift(source, shown, Math.round(5.04 * 16_000))).toBeLessThan(64);
  });

  it('is the same bytes from any byte on, also after keeping the plan as JSON', async () => {
    const site = recordClip(plain, [3]);
    const plan = await site.reader.planExport(request(T0 + 3_000, T0 + 37_000, { withAudio: true }));
    const again = await site.reader.planExport(request(T0 + 3_000, T0 + 37_000, { withAudio: true }));
    const part = plan.parts[0]!;
    expect(again.parts[0]!.etag).toBe(part.etag);
    const kept = parseExportPlan(JSON.parse(JSON.stringify(serializeExportPlan(plan))));
    const whole = await bytesOf(site.reader, part);
    let seed = 7;
    for (let i = 0; i < 40; i += 1) {
      seed = (seed * 48_271) % 0x7fff_ffff;
      const start = seed % part.totalBytes;
      seed = (seed * 48_271) % 0x7fff_ffff;
      const end = start + 1 + (seed % (part.totalBytes - start));
      const piece = await bytesOf(site.reader, kept.parts[0]!, start, end);
      expect(Buffer.compare(piece, whole.subarray(start, end))).toBe(0);
    }
  });

  it('says so when a segment vanished since the plan', async () => {
    const site = recordClip(plain);
    const plan = await site.reader.planExport(request(T0, T0 + 40_000));
    rmSync(site.files[2]!);
    await expect(bytesOf(site.reader, plan.parts[0]!)).rejects.toMatchObject({
      code: 'segment-gone',
      details: { seq: 2 },
    });
    writeFileSync(site.files[2]!, readFileSync(site.files[1]!).subarray(0, 5000));
    await expect(bytesOf(site.reader, plan.parts[0]!)).rejects.toMatchObject({ code: 'segment-changed' });
  });

  it('reaches into an open segment up to its last complete fragment', async () => {
    const site = recordClip(plain, [], true);
    const file = site.files.at(-1)!;
    writeFileSync(file, readFileSync(file).subarray(0, -1000));
    const plan = await site.reader.planExport(request(T0 + 20_000, T0 + 60_000));
    const part = plan.parts[0]!;
    const end = part.spans.at(-1)!.endUnixMs;
    expect(end).toBeGreaterThan(T0 + 37_000);
    expect(part.gaps).toEqual([{ startUnixMs: end, endUnixMs: T0 + 60_000, cause: null }]);
    expect(shownFrames(await exportFile(site, part))).toEqual(expected(plain, T0 + 20_000, end));
  });

  it('says why something is missing, and nothing of the future', async () => {
    const site = recordClip(plain, [2], true);
    const planned = async (toUnixMs: number, nowUnixMs: number) => {
      const plan = await site.reader.planExport(request(T0 - 20_000, toUnixMs, { nowUnixMs }));
      return plan.parts[0]!;
    };
    const [before, after] = (await planned(T0 + 40_000, T0 + 40_000)).spans;
    const hole = { startUnixMs: before!.endUnixMs, endUnixMs: after!.startUnixMs };
    site.volume.addGap(MAIN, T0 - 50_000, T0 - 8_000, 'power');
    site.volume.addGap(MAIN, T0 - 8_000, T0 - 400, 'network');
    site.volume.addGap(MAIN, hole.startUnixMs + 3_000, hole.endUnixMs + 100, 'disk-stall');
    const known = [
      { startUnixMs: T0 - 20_000, endUnixMs: T0 - 8_000, cause: 'power' },
      { startUnixMs: T0 - 8_000, endUnixMs: T0, cause: 'network' },
      { startUnixMs: hole.startUnixMs, endUnixMs: hole.startUnixMs + 3_000, cause: null },
      { startUnixMs: hole.startUnixMs + 3_000, endUnixMs: hole.endUnixMs, cause: 'disk-stall' },
    ];
    // 9 s behind the last fragment the next may still be on its way; an hour ahead is nobody's loss.
    for (const toUnixMs of [T0 + 45_000, T0 + 49_000, T0 + 3_600_000])
      expect((await planned(toUnixMs, T0 + 49_000)).gaps, String(toUnixMs)).toEqual(known);
    expect((await planned(T0 + 3_600_000, T0 + 51_000)).gaps).toEqual([
      ...known,
      { startUnixMs: T0 + 40_000, endUnixMs: T0 + 51_000, cause: null },
    ]);
    site.volume.addGap(MAIN, T0 + 40_500, null, 'offline');
    expect((await planned(T0 + 3_600_000, T0 + 45_000)).gaps).toEqual([
      ...known,
      { startUnixMs: T0 + 40_000, endUnixMs: T0 + 45_000, cause: 'offline' },
    ]);
  });

  it('cuts parts at a new format and at the size limit, losing no picture', async () => {
    const site = recordClip(plain);
    const small = makeClip(join(folder, 'small.mp4'), { seconds: 6, gop: 50, bFrames: 0, size: '160x90' });
    const T1 = T0 + 41_000;
    const run = site.volume.beginRun(MAIN, small.video.format, T1, 'format-change');
    site.volume.addSegment(
      run,
      cutFragments(small.videoSamples, small.video, (ticks) => T1 + Math.round(ticks / 90)),
    );
    const two = await site.reader.planExport(request(T0 + 30_000, T0 + 45_000));
    expect(two.parts.map((part) => part.spans.length)).toEqual([1, 1]);
    expect(two.parts[1]!.fileName).toContain('-part2.mp4');
    expect(two.parts[0]!.gaps).toEqual([{ startUnixMs: T0 + 40_000, endUnixMs: T1, cause: null }]);
    expect(shownFrames(await exportFile(site, two.parts[1]!))).toEqual(
      small.frames.slice(0, 100).map(({ md5 }) => md5),
    );

    for (const clip of [plain, reordered]) {
      const chosen = recordClip(clip);
      for (const limit of [{ maxPartBytes: 50_000 }, { maxPartFragments: 8 }]) {
        const many = await chosen.reader.planExport(request(T0 + 1_000, T0 + 39_000, limit));
        expect(many.parts.length).toBeGreaterThan(2);
        const shown: string[] = [];
        for (const part of many.parts) shown.push(...shownFrames(await exportFile(chosen, part)));
        expect(shown).toEqual(expected(clip, T0 + 1_000, T0 + 39_000));
      }
    }
  }, 120_000);

  it('shows an hour that exists twice twice, in the order recorded', async () => {
    const site = recordClip(plain);
    const back = site.volume.beginRun(MAIN, plain.video.format, T0 + 20_000, 'clock-step');
    site.volume.addSegment(
      back,
      cutFragments(
        plain.videoSamples.slice(0, 250),
        plain.video,
        (ticks) => T0 + 20_000 + Math.round(ticks / 90),
      ),
    );
    const plan = await site.reader.planExport(request(T0 + 15_000, T0 + 28_000));
    const shown = shownFrames(await exportFile(site, plan.parts[0]!));
    expect(shown).toEqual([
      ...expected(plain, T0 + 15_000, T0 + 28_000),
      ...plain.frames.slice(0, 200).map(({ md5 }) => md5),
    ]);
  });

  it('is read alike by mediabunny', async () => {
    const site = recordClip(reordered);
    const plan = await site.reader.planExport(request(T0 + 5_040, T0 + 19_320));
    const bytes = await bytesOf(site.reader, plan.parts[0]!);
    const input = new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: ALL_FORMATS });
    const track = (await input.getPrimaryVideoTrack())!;
    const sink = new EncodedPacketSink(track);
    const shown: number[] = [];
    for (
      let packet = await sink.getFirstPacket();
      packet !== null;
      packet = await sink.getNextPacket(packet)
    ) {
      if (packet.timestamp + packet.duration > 1e-6 && packet.timestamp < 14.28 - 1e-6)
        shown.push(packet.timestamp);
    }
    expect(shown).toHaveLength(expected(reordered, T0 + 5_040, T0 + 19_320).length);
    expect(Math.min(...shown)).toBeLessThan(0.001);
  });

  it('refuses a plan larger than a server can hold, and stops when nobody waits', async () => {
    const site = recordClip(plain);
    const planned = await site.reader.planExport(request(T0, T0 + 40_000));
    const held = planned.parts[0]!.header.length + planned.parts[0]!.ranges.sources.length * 28;
    for (const maxPartFragments of [8, 1000]) {
      const limits = { maxPartFragments, maxPlanBytes: held - 1 };
      await expect(site.reader.planExport(request(T0, T0 + 40_000, limits))).rejects.toMatchObject({
        code: 'too-large',
        details: { limitBytes: held - 1 },
      });
    }
    expect(await site.reader.planExport(request(T0, T0 + 40_000, { maxPlanBytes: held }))).toEqual(planned);
    const signal = AbortSignal.abort();
    await expect(site.reader.planExport(request(T0, T0 + 40_000, { signal }))).rejects.toMatchObject({
      code: 'closed',
    });
  });

  it('refuses a span without footage', async () => {
    const site = recordClip(plain);
    await expect(site.reader.planExport(request(T0 + 90_000, T0 + 95_000))).rejects.toMatchObject({
      code: 'nothing-recorded',
    });
  });
});

/** Samples by which `shown` lies beside `source` at `at`, by the least difference over a second in its middle. */
function bestShift(source: Buffer, shown: Buffer, at: number): number {
  const begin = 32_000;
  let best = Number.POSITIVE_INFINITY;
  let shift = 0;
  for (let candidate = -2000; candidate <= 2000; candidate += 1) {
    let difference = 0;
    for (let i = 0; i < 2000; i += 1) {
      const a = shown.readInt16LE((begin + i) * 2);
      const b = source.readInt16LE((at + begin + candidate + i) * 2);
      difference += Math.abs(a - b);
    }
    if (difference < best) {
      best = difference;
      shift = candidate;
    }
  }
  return Math.abs(shift);
}
