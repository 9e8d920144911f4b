/** What is written here, read by programs that know nothing of us: ffmpeg, ffprobe, mediabunny. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findWitness, quietWitness, shownFrames, shownFramesOfEach, shownSeconds } from '@matlang/testkit';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample, StreamFormat } from '../stream/index.ts';
import {
  createInitSegment,
  ExportRunBuilder,
  type ExportTrack,
  FragmentScanner,
  type MovieTrack,
  type ProgressiveMoviePlan,
  planProgressiveMovie,
  readAtBytes,
  readInitSegment,
  readMovie,
  writeFragment,
} from './index.ts';

const CREATED_UNIX_MS = Date.UTC(2026, 1, 3, 4, 5, 6);
const CAMERA_NAME = 'Cổng chợ Đồng Xuân 🚦';
const clips = `${findWitness('shared-clips')}/`;
const missing = (['ffmpeg', 'ffprobe', 'shared-clips'] as const).filter((name) => findWitness(name) === null);
const witnessed = describe.skipIf(missing.length > 0);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mp4-witness-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Source {
  readonly bytes: Uint8Array;
  readonly track: MovieTrack;
  readonly samples: readonly Sample[];
  readonly data: readonly Uint8Array[];
}

/** Samples of a clip, flagged as a depacketizer would: RASL pictures are NAL types 8 and 9 of H.265. */
function readClip(file: string, kind: 'video' | 'audio' = 'video'): Source {
  const bytes = readFileSync(file);
  const track = readMovie(readAtBytes(bytes)).tracks.find((candidate) => candidate.format.kind === kind)!;
  const samples: Sample[] = [];
  const data: Uint8Array[] = [];
  for (let i = 0; i < track.sampleCount; i += 1) {
    const offset = track.offsetsBytes[i]!;
    const sample = bytes.subarray(offset, offset + track.sizesBytes[i]!);
    data.push(sample);
    samples.push({
      dtsTicks: 7_000_000_000 + track.dtsTicks[i]!,
      compositionOffsetTicks: track.compositionOffsetsTicks[i]!,
      durationTicks: track.durationsTicks[i]!,
      sizeBytes: sample.length,
      sync: track.sync[i] === 1,
      leading: track.format.codec === 'h265' && isRasl(sample),
      disposable: false,
    });
  }
  return { bytes, track, samples, data };
}

interface Frame {
  readonly ptsTicks: number;
  readonly md5: string;
}

/** All frames, also those that the file's own edit list hides. */
const SOURCE_OPTIONS = ['-ignore_editlist', '1'];

/** The frames of the source in the order shown, each with its presentation time. */
function framesOf({ samples }: Source, md5s: readonly string[]): Frame[] {
  const ptsTicks = samples.map((sample) => sample.dtsTicks + sample.compositionOffsetTicks);
  expect(md5s.length).toBe(ptsTicks.length);
  return ptsTicks.sort((a, b) => a - b).map((pts, i) => ({ ptsTicks: pts, md5: md5s[i]! }));
}

interface Clip {
  readonly source: Source;
  /** In the order shown, each with its presentation time. */
  readonly frames: readonly Frame[];
}

const readClips = new Map<string, Clip>();

/** A shared clip; read and decoded for the first test that asks for it. */
function sharedClip(name: string): Clip {
  const known = readClips.get(name);
  if (known !== undefined) return known;
  const source = readClip(clips + name);
  const clip = { source, frames: framesOf(source, shownFrames(clips + name, SOURCE_OPTIONS)) };
  readClips.set(name, clip);
  return clip;
}

function isRasl(accessUnit: Uint8Array): boolean {
  const view = new DataView(accessUnit.buffer, accessUnit.byteOffset, accessUnit.length);
  for (let at = 0; at + 5 <= accessUnit.length; at += 4 + view.getUint32(at)) {
    const type = (accessUnit[at + 4]! >> 1) & 0x3f;
    if (type < 32) return type === 8 || type === 9;
  }
  return false;
}

/** A segment file: a fragment ends before each sync sample and after a second at most. */
function segmentFile(
  format: StreamFormat,
  samples: readonly Sample[],
  data: readonly Uint8Array[],
): Uint8Array {
  const parts = [createInitSegment({ format, creationUnixMs: CREATED_UNIX_MS, cameraName: CAMERA_NAME })];
  const first = samples[0]!.dtsTicks;
  let from = 0;
  for (let i = 1; i <= samples.length; i += 1) {
    const sample = samples[i];
    const long = sample !== undefined && sample.dtsTicks - samples[from]!.dtsTicks >= format.timescale;
    if (sample !== undefined && !(sample.sync && format.kind === 'video') && !long) continue;
    const seconds = (samples[from]!.dtsTicks - first) / format.timescale;
    parts.push(
      writeFragment({
        sequenceNumber: parts.length,
        wallStartUnixMs: CREATED_UNIX_MS + Math.round(seconds * 1000),
        samples: samples.slice(from, i),
        data: data.slice(from, i),
      }),
    );
    from = i;
  }
  return Buffer.concat(parts);
}

function write(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** An asked span: presentation times of the source, and where the movie shows it. */
interface Span {
  readonly fromTicks: number;
  readonly toTicks: number;
  readonly movieStartTicks: number;
}

/** As the archive does it: fragments from the sync sample before the span to what is still shown in it. */
function exportTrack(segment: Uint8Array, spans: readonly Span[], source = 0): ExportTrack {
  const init = readInitSegment(segment);
  const runs = spans.map((span) => {
    const scanner = new FragmentScanner(readAtBytes(segment), init.sizeBytes);
    const samples: { sample: Sample; offset: number }[] = [];
    for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
      let offset = fragment.mdatPayloadOffsetBytes;
      for (const sample of fragment.samples) {
        samples.push({ sample, offset });
        offset += sample.sizeBytes;
      }
    }
    const pts = ({ sample }: { sample: Sample }) => sample.dtsTicks + sample.compositionOffsetTicks;
    let from = 0;
    for (const [i, entry] of samples.entries())
      if (entry.sample.sync && pts(entry) <= span.fromTicks) from = i;
    let to = from;
    for (const [i, entry] of samples.entries()) if (pts(entry) < span.toTicks) to = Math.max(to, i);
    const builder = new ExportRunBuilder();
    for (let at = from; at <= to; ) {
      const start = samples[at]!.offset;
      const fragment: Sample[] = [];
      for (let end = start; at <= to && samples[at]!.offset === end; at += 1) {
        fragment.push(samples[at]!.sample);
        end += samples[at]!.sample.sizeBytes;
      }
      builder.append(fragment, source, start);
    }
    return builder.finish({
      movieStartTicks: span.movieStartTicks,
      mediaStartTicks: span.fromTicks,
      durationTicks: span.toTicks - span.fromTicks,
    });
  });
  return { kind: init.format.kind, sampleEntry: init.sampleEntry, timescale: init.format.timescale, runs };
}

function assemble(plan: ProgressiveMoviePlan, sources: readonly Uint8Array[]): Uint8Array {
  const movie = new Uint8Array(plan.totalBytes);
  movie.set(plan.header);
  const { chunks } = plan;
  let end = plan.header.length;
  for (let i = 0; i < chunks.count; i += 1) {
    const offset = chunks.sourceOffsetsBytes[i]!;
    const size = chunks.sizesBytes[i]!;
    expect(chunks.offsetsBytes[i]).toBe(end);
    movie.set(sources[chunks.sources[i]!]!.subarray(offset, offset + size), end);
    end += size;
  }
  expect(end).toBe(plan.totalBytes);
  return movie;
}

const VIDEO_CLIPS = [
  'camera/kvs_street-dusk_h264_640x480.mp4',
  'camera/kvs_aquarium_h265_640x360.mp4',
  'boofcv_highway_bridge_jitter.mp4',
  'boofcv_dashcam02.mp4',
];

witnessed('segment files', () => {
  it.each(VIDEO_CLIPS)('%s as fragments shows the frames of the source', (clip) => {
    const { source, frames } = sharedClip(clip);
    const file = write('segment.mp4', segmentFile(source.track.format, source.samples, source.data));
    expect(shownFrames(file)).toEqual(frames.map(({ md5 }) => md5));

    const rows = quietWitness('ffprobe', [
      '-show_entries',
      'packet=pts,dts,duration,size,flags',
      '-of',
      'csv=p=0',
      file,
    ]);
    const expected = source.samples.map((sample) =>
      [
        sample.dtsTicks + sample.compositionOffsetTicks,
        sample.dtsTicks,
        sample.durationTicks,
        sample.sizeBytes,
        sample.sync ? 'K_' : '__',
      ].join(','),
    );
    expect(rows.trim().split('\n')).toEqual(expected);
  });

  it('has creation time and camera name', () => {
    const source = readClip(clips + VIDEO_CLIPS[0]!);
    const file = write('named.mp4', segmentFile(source.track.format, source.samples, source.data));
    const tags = JSON.parse(quietWitness('ffprobe', ['-show_entries', 'format_tags', '-of', 'json', file]))
      .format.tags;
    expect(tags).toMatchObject({ title: CAMERA_NAME, creation_time: '2026-02-03T04:05:06.000000Z' });
  });

  it('AAC as fragments gives the sound of the source', () => {
    const clip = `${clips}intel_car-detection.mp4`;
    const source = readClip(clip, 'audio');
    const file = write('aac.mp4', segmentFile(source.track.format, source.samples, source.data));
    expect(shownFrames(file, [], '0:a')).toEqual(shownFrames(clip, ['-ignore_editlist', '1'], '0:a'));
  });

  it.each(['pcma', 'pcmu'] as const)('%s as fragments is the same bytes', (codec) => {
    const raw = readFileSync(`${clips}camera/kvs_audio_g711a_8k.alaw`).subarray(0, 80_000);
    const { format, samples, data } = cutG711(raw, codec);
    const file = write('g711.mp4', segmentFile(format, samples, data));
    const pipe = codec === 'pcma' ? 'alaw' : 'mulaw';
    const copied = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-c', 'copy', '-f', pipe, '-'], {
      maxBuffer: 1 << 24,
    });
    expect(Buffer.compare(copied, raw)).toBe(0);
  });

  it('is read alike by mediabunny', async () => {
    for (const clip of VIDEO_CLIPS.slice(0, 3)) {
      const { source } = sharedClip(clip);
      const segment = segmentFile(source.track.format, source.samples, source.data);
      const read = await packetsOf(segment, source.track.timescale);
      expect(read.codec).toBe(source.track.format.codec === 'h264' ? 'avc' : 'hevc');
      // mediabunny says hev1 for both kinds of H.265 entries.
      expect(read.codecString?.slice(4).toLowerCase()).toBe(
        source.track.format.codecString.slice(4).toLowerCase(),
      );
      expect(read.packets).toEqual(
        source.samples.map((sample) => ({
          ptsTicks: sample.dtsTicks + sample.compositionOffsetTicks,
          sizeBytes: sample.sizeBytes,
          sync: sample.sync,
        })),
      );
    }
  });
});

/** G.711 in samples of 20 ms, as RTP brings it. */
function cutG711(raw: Uint8Array, codec: 'pcma' | 'pcmu') {
  const format: StreamFormat = {
    kind: 'audio',
    codec,
    timescale: 8000,
    sampleRateHz: 8000,
    channels: 1,
    audioSpecificConfig: null,
    codecString: codec === 'pcma' ? 'alaw' : 'ulaw',
  };
  const samples: Sample[] = [];
  const data: Uint8Array[] = [];
  for (let at = 0; at < raw.length; at += 160) {
    data.push(raw.subarray(at, at + 160));
    samples.push({
      dtsTicks: 7_000_000_000 + at,
      compositionOffsetTicks: 0,
      durationTicks: 160,
      sizeBytes: 160,
      sync: true,
      leading: false,
      disposable: false,
    });
  }
  return { format, samples, data };
}

async function packetsOf(bytes: Uint8Array, timescale: number) {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  const sink = new EncodedPacketSink(track);
  const packets = [];
  for (let packet = await sink.getFirstPacket(); packet !== null; packet = await sink.getNextPacket(packet)) {
    packets.push({
      ptsTicks: Math.round(packet.timestamp * timescale),
      sizeBytes: packet.data.length,
      sync: packet.type === 'key',
    });
  }
  return { codec: track.codec, codecString: await track.getCodecParameterString(), packets };
}

function planOf(tracks: readonly ExportTrack[]): ProgressiveMoviePlan {
  return planProgressiveMovie({ tracks, creationUnixMs: CREATED_UNIX_MS, cameraName: CAMERA_NAME });
}

/** Expects those frames at those times, counted from `zeroTicks` of the source. */
function expectShown(
  file: string,
  frames: readonly Frame[],
  zeroTicks: number,
  timescale: number,
  errorSeconds: number,
) {
  expect(shownFrames(file)).toEqual(frames.map((frame) => frame.md5));
  expectTimes(file, frames, zeroTicks, timescale, errorSeconds);
}

function expectTimes(
  file: string,
  frames: readonly Frame[],
  zeroTicks: number,
  timescale: number,
  errorSeconds: number,
) {
  const seconds = shownSeconds(file);
  expect(seconds.length).toBe(frames.length);
  const worst = Math.max(
    ...frames.map((frame, i) => Math.abs(seconds[i]! - (frame.ptsTicks - zeroTicks) / timescale)),
  );
  expect(worst).toBeLessThan(errorSeconds);
}

witnessed('exports', () => {
  it.each(VIDEO_CLIPS)(
    '%s: three spans that begin inside GOPs, with gaps, show exactly those frames',
    (clip) => {
      const { source, frames } = sharedClip(clip);
      const at = (index: number) => frames[index]!.ptsTicks;
      const spans: Span[] = [
        { fromTicks: at(37), toTicks: at(101), movieStartTicks: 0 },
        { fromTicks: at(150), toTicks: at(151), movieStartTicks: at(150) - at(37) },
        { fromTicks: at(222), toTicks: at(371), movieStartTicks: at(222) - at(37) },
      ];
      const segment = segmentFile(source.track.format, source.samples, source.data);
      const plan = planOf([exportTrack(segment, spans)]);
      const file = write('export.mp4', assemble(plan, [segment]));
      const asked = frames.filter((frame) =>
        spans.some((span) => frame.ptsTicks >= span.fromTicks && frame.ptsTicks < span.toTicks),
      );
      // ffmpeg puts the first picture decoded, not the first shown, at the start of every edit but the first:
      // with B-frames and hidden pre-roll in a later edit it is late by the reordering.
      const reordered = source.samples.some((sample) => sample.compositionOffsetTicks > 0);
      expectShown(file, asked, at(37), source.track.format.timescale, reordered ? 0.11 : 0.0005);
      expect(plan.durationTicks).toBe(at(371) - at(37));
      const tags = JSON.parse(quietWitness('ffprobe', ['-show_entries', 'format_tags', '-of', 'json', file]))
        .format.tags;
      expect(tags).toMatchObject({ title: CAMERA_NAME, creation_time: '2026-02-03T04:05:06.000000Z' });
    },
  );

  it.each(VIDEO_CLIPS)(
    '%s: one span with a gap between runs is one edit, frames and times exact',
    async (clip) => {
      const { source, frames } = sharedClip(clip);
      const pts = (sample: Sample) => sample.dtsTicks + sample.compositionOffsetTicks;
      const syncs = source.samples.flatMap((sample, index) => (sample.sync ? [index] : []));
      expect(syncs.length).toBeGreaterThan(2);
      const [cut, resume] = [syncs[1]!, syncs[2]!];
      const from = frames[31]!.ptsTicks;
      const resumed = pts(source.samples[resume]!);
      const { format } = source.track;
      const before = segmentFile(format, source.samples.slice(0, cut), source.data.slice(0, cut));
      const after = segmentFile(format, source.samples.slice(resume), source.data.slice(resume));
      const cutTicks = pts(source.samples[cut]!);
      const first = exportTrack(before, [{ fromTicks: from, toTicks: cutTicks, movieStartTicks: 0 }], 0);
      const second = exportTrack(
        after,
        [{ fromTicks: resumed, toTicks: resumed + 10 ** 9, movieStartTicks: resumed - from }],
        1,
      );
      const plan = planOf([{ ...first, runs: [...first.runs, ...second.runs] }]);
      const movie = assemble(plan, [before, after]);
      const file = write('joined.mp4', movie);
      const asked = frames.filter(
        ({ ptsTicks }) => (ptsTicks >= from && ptsTicks < cutTicks) || ptsTicks >= resumed,
      );
      expectShown(file, asked, from, format.timescale, 0.0005);
      expect(plan.hiddenPreRollTicks).toBe(from - frames[0]!.ptsTicks);

      const [track] = readMovie(readAtBytes(movie)).tracks;
      expect(track!.edits).toEqual([
        { durationMovieTicks: plan.durationTicks, mediaStartTicks: from - source.samples[0]!.dtsTicks },
      ]);
      const read = await packetsOf(movie, format.timescale);
      expect(
        read.packets
          .filter((packet) => packet.ptsTicks >= 0)
          .map((packet) => packet.ptsTicks)
          .sort((a, b) => a - b),
      ).toEqual(asked.map((frame) => frame.ptsTicks - from));
    },
  );

  it('picture and sound stay together', () => {
    const clip = `${clips}intel_car-detection.mp4`;
    const video = readClip(clip);
    const audio = readClip(clip, 'audio');
    const picture = segmentFile(video.track.format, video.samples, video.data);
    const sound = segmentFile(audio.track.format, audio.samples, audio.data);
    const seconds = (timescale: number, value: number) => 7_000_000_000 + Math.round(value * timescale);
    const [pictureRate, soundRate] = [video.track.format.timescale, audio.track.format.timescale];
    const plan = planOf([
      exportTrack(
        picture,
        [{ fromTicks: seconds(pictureRate, 2), toTicks: seconds(pictureRate, 12), movieStartTicks: 0 }],
        0,
      ),
      exportTrack(
        sound,
        [{ fromTicks: seconds(soundRate, 3), toTicks: seconds(soundRate, 12), movieStartTicks: soundRate }],
        1,
      ),
    ]);
    const file = write('sound.mp4', assemble(plan, [picture, sound]));
    expect(shownFrames(file, [], '0:v').length).toBe(125);
    expect(shownFrames(file, [], '0:a').length).toBeGreaterThan(420);
    const text = quietWitness('ffprobe', [
      '-show_entries',
      'stream=codec_name,start_time,duration',
      '-of',
      'csv=p=0',
      file,
    ]);
    const [pictureRow, soundRow] = text.trim().split('\n');
    expect(pictureRow).toBe('h264,0.000000,10.000000');
    expect(soundRow).toMatch(/^aac,1\.000000,9\.0/);
    // Interleaved: neither track runs ahead by more than two fragments.
    const tracks = [...plan.chunks.trackIndexes].join('');
    expect(tracks.slice(tracks.indexOf('1'))).not.toMatch(/000|111/);
  });

  it('G.711 in a movie is the same bytes', () => {
    const raw = readFileSync(`${clips}camera/kvs_audio_g711a_8k.alaw`).subarray(0, 80_000);
    const { format, samples, data } = cutG711(raw, 'pcma');
    const sound = segmentFile(format, samples, data);
    const [from, to] = [7_000_008_000, 7_000_048_000];
    const plan = planOf([exportTrack(sound, [{ fromTicks: from, toTicks: to, movieStartTicks: 0 }])]);
    const file = write('g711-movie.mp4', assemble(plan, [sound]));
    const copied = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-c', 'copy', '-f', 'alaw', '-']);
    expect(Buffer.compare(copied, raw.subarray(8000, 48_000))).toBe(0);
  });
});

/** A structure of GOPs that is encoded here. */
interface Structure {
  readonly codec: 'libx264' | 'libx265';
  readonly bFrames: number;
  readonly openGop: boolean;
}

const STRUCTURES: readonly Structure[] = (['libx264', 'libx265'] as const).flatMap((codec) =>
  [0, 1, 2, 3].flatMap((bFrames) => [false, true].map((openGop) => ({ codec, bFrames, openGop }))),
);

/** Clips made here: closed and open GOPs, 0 to 3 B-frames. */
witnessed('generated clips', () => {
  const fileOf = ({ codec, bFrames, openGop }: Structure): string =>
    join(folder, `${codec}-${bFrames}-${openGop}.mp4`);

  function encoder({ codec, bFrames, openGop }: Structure): readonly string[] {
    const own = `keyint=20:min-keyint=20:scenecut=0:bframes=${bFrames}:b-adapt=0:open-gop=${openGop ? 1 : 0}`;
    return codec === 'libx264'
      ? ['-c:v', codec, '-x264-params', own, '-tag:v', 'avc1']
      : ['-c:v', codec, '-x265-params', `log-level=none:${own}`, '-tag:v', 'hvc1'];
  }

  const made = new Map<string, Clip>();
  function madeClip(structure: Structure): Clip {
    const clip = made.get(fileOf(structure));
    if (clip === undefined) throw new Error(`${fileOf(structure)} was not made`);
    return clip;
  }

  // All of one drawing, by one process each for encoding and decoding.
  beforeAll(() => {
    const input = ['-f', 'lavfi', '-i', 'testsrc2=size=160x96:rate=10:duration=8'];
    const outputs = STRUCTURES.flatMap((structure) => [
      '-pix_fmt',
      'yuv420p',
      ...encoder(structure),
      fileOf(structure),
    ]);
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...outputs], { stdio: 'ignore' });
    const files = STRUCTURES.map(fileOf);
    for (const [index, md5s] of shownFramesOfEach(folder, files, SOURCE_OPTIONS).entries()) {
      const source = readClip(files[index]!);
      made.set(files[index]!, { source, frames: framesOf(source, md5s) });
    }
  });

  it.each(STRUCTURES)('$codec, $bFrames B-frames, open GOP $openGop: a span inside GOPs', (structure) => {
    const { source, frames } = madeClip(structure);
    const segment = segmentFile(source.track.format, source.samples, source.data);
    const spans = (
      [
        [3, 33],
        [27, 28],
        [45, 66],
      ] as const
    ).map(([from, to]) => {
      const [fromTicks, toTicks] = [frames[from]!.ptsTicks, frames[to]!.ptsTicks];
      const plan = planOf([exportTrack(segment, [{ fromTicks, toTicks, movieStartTicks: 0 }])]);
      const file = write(`span-${from}.mp4`, assemble(plan, [segment]));
      return { file, asked: frames.slice(from, to), fromTicks };
    });
    const [ofSegment, ...ofSpans] = shownFramesOfEach(folder, [
      write('segment.mp4', segment),
      ...spans.map(({ file }) => file),
    ]);
    expect(ofSegment).toEqual(frames.map(({ md5 }) => md5));
    for (const [index, { file, asked, fromTicks }] of spans.entries()) {
      expect(ofSpans[index]).toEqual(asked.map(({ md5 }) => md5));
      expectTimes(file, asked, fromTicks, source.track.timescale, 0.0005);
    }
  });

  it('leading pictures of a run that begins with a CRA are neither copied nor shown', () => {
    const { source, frames } = madeClip({ codec: 'libx265', bFrames: 3, openGop: true });
    const cra = source.samples.findIndex((sample, index) => index > 0 && sample.sync);
    const leading = source.samples.slice(cra).filter((sample) => sample.leading).length;
    expect(leading).toBeGreaterThan(0);
    const segment = segmentFile(source.track.format, source.samples.slice(cra), source.data.slice(cra));
    const craTicks = source.samples[cra]!.dtsTicks + source.samples[cra]!.compositionOffsetTicks;
    const shown = frames.findIndex((frame) => frame.ptsTicks === craTicks);
    const fromTicks = frames[shown - 2]!.ptsTicks;
    const toTicks = frames[shown + 30]!.ptsTicks;
    const track = exportTrack(segment, [{ fromTicks, toTicks, movieStartTicks: 0 }]);
    expect(track.runs[0]!.edit).toEqual({
      movieStartTicks: craTicks - fromTicks,
      mediaStartTicks: craTicks,
      durationTicks: toTicks - craTicks,
    });
    const file = write('cra.mp4', assemble(planOf([track]), [segment]));
    expectShown(file, frames.slice(shown, shown + 30), fromTicks, source.track.format.timescale, 0.0005);
  });
});
