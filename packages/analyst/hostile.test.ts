/**
 * Recordings that somebody made to do harm, given to both engines and both transcoders: each is a refusal or a picture, in bounded time and memory,
 * and what is decoded beside it comes out whole. Inputs made by mutating recordings are kept in `hostile/`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VideoFormat } from '@matlang/media/stream';
import { requireWitness, temporaryDirectory } from '@matlang/testkit';
import { describe, expect, type TestContext, test } from 'vitest';
import { DECODERS } from './decoders-for-tests.ts';
import { h264IdrSlice, h264Pps, h264SpsOf, h265SpsOf } from './hostile-sets-for-tests.ts';
import { type CodedPicture, type PictureEngine, PictureError } from './picture/picture-engine.ts';
import { makeClip } from './picture/recognise-for-tests.ts';
import { type Clip, readClip } from './transcode/clip-for-tests.ts';
import type { OpenTranscoder, TranscodedPicture } from './transcode/transcoder.ts';

const never = new AbortController().signal;
const ENCODERS = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12', '-bf', '2'],
  h265: '-c:v libx265 -preset ultrafast -tag:v hvc1 -g 12 -x265-params log-level=error:scenecut=0:open-gop=0:bframes=2'.split(
    ' ',
  ),
} as const;
type Codec = keyof typeof ENCODERS;
const PICTURES = 24;
/** Each of them, on a machine that does other things as well. */
const MAX_MS = 120_000;
/** Beside what the process held before: what the limit on its memory leaves it. */
const MAX_GROWTH_BYTES = 1_500_000_000;

async function clipOf(context: TestContext, codec: Codec): Promise<Clip> {
  requireWitness('ffmpeg', context);
  const file = join(await temporaryDirectory(context), `${codec}.mp4`);
  makeClip(file, PICTURES, [...ENCODERS[codec]]);
  return readClip(file);
}

const withSps = (format: VideoFormat, sps: readonly Uint8Array[]): VideoFormat => ({
  ...format,
  parameterSets: { ...format.parameterSets, sps },
});

const eachSample = (clip: Clip, change: (data: Uint8Array, at: number) => Uint8Array): Clip => ({
  ...clip,
  pictures: clip.pictures.map((picture, at) => ({ ...picture, data: change(picture.data, at) })),
});

const sampleOf = (nal: Uint8Array): Uint8Array => {
  const data = new Uint8Array(4 + nal.length);
  new DataView(data.buffer).setUint32(0, nal.length);
  data.set(nal, 4);
  return data;
};

/** The same bytes in each run. */
const noise = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (Math.imul(at + seed * 7919 + 1, 2_654_435_761) >>> 13) & 0xff);

/** In the clip's own shape: its slices' headers, and noise behind them. */
const garbage = (clip: Clip, headerBytes: number): Clip =>
  eachSample(clip, (data, at) => {
    const changed = noise(data.length, at);
    changed.set(data.subarray(0, 4 + headerBytes));
    return changed;
  });

const tiny = (clip: Clip, count: number, bytes: number): Clip => ({
  format: clip.format,
  pictures: Array.from({ length: count }, (_, at) => {
    const header = clip.pictures[at === 0 ? 0 : 1]?.data.subarray(4, 4 + bytes) ?? new Uint8Array(bytes);
    return { data: sampleOf(header), dtsTicks: at, ptsTicks: at };
  }),
});

/** By what is wrong with them. */
function hostileClips(clip: Clip, codec: Codec): Readonly<Record<string, Clip>> {
  const { format } = clip;
  const [sps = new Uint8Array(0)] = format.parameterSets.sps;
  const spsOf = codec === 'h264' ? h264SpsOf : h265SpsOf;
  const huge = withSps(format, [spsOf(16_384, 16_384)]);
  const large = withSps(format, [spsOf(8192, 4096)]);
  return {
    ...Object.fromEntries(
      [0, 1, 4, sps.length >> 1, sps.length - 1].map((bytes) => [
        `the SPS cut behind ${bytes} bytes`,
        { ...clip, format: withSps(format, [sps.subarray(0, bytes)]) },
      ]),
    ),
    'an SPS of noise': {
      ...clip,
      format: withSps(format, [sps.map((byte, at) => (at < 4 ? byte : at * 37))]),
    },
    'an SPS of 16384x16384': { ...clip, format: huge },
    'an SPS of 16384x16384 in the samples': eachSample(clip, (data) =>
      Buffer.concat([sampleOf(spsOf(16_384, 16_384)), data]),
    ),
    'an SPS of 8192x4096 with the slices of a small one': { ...clip, format: large },
    ...(codec === 'h264'
      ? {
          'pictures of 8192x4096 of which nothing is there': {
            format: { ...large, parameterSets: { ...large.parameterSets, pps: [h264Pps()] } },
            pictures: Array.from({ length: 3 }, (_, at) => ({
              data: sampleOf(h264IdrSlice(at & 1)),
              dtsTicks: at * 3600,
              ptsTicks: at * 3600,
            })),
          },
        }
      : {}),
    'samples of no bytes': eachSample(clip, (data, at) => (at % 3 === 1 ? new Uint8Array(0) : data)),
    'nothing but samples of no bytes': eachSample(clip, () => new Uint8Array(0)),
    'NAL units of no bytes': eachSample(clip, (data) => Buffer.concat([new Uint8Array(40), data])),
    'lengths beyond the sample': eachSample(clip, (data) => {
      const changed = Uint8Array.from(data);
      changed.set([0x7f, 0xff, 0xff, 0xff]);
      return changed;
    }),
    'slices of noise': garbage(clip, codec === 'h264' ? 3 : 4),
    'slices of noise behind longer headers': garbage(clip, 12),
    'samples of noise': eachSample(clip, (data, at) => noise(data.length, at)),
    'endless tiny pictures': tiny(clip, 1500, 3),
    'endless pictures of a byte': tiny(clip, 1500, 1),
    'times that go back': {
      format,
      pictures: clip.pictures.map((picture, at) => ({ ...picture, ptsTicks: (PICTURES - at) * 3600 })),
    },
    'times of three centuries': {
      format,
      pictures: clip.pictures.map((picture, at) => ({
        ...picture,
        dtsTicks: at * 2 ** 45,
        ptsTicks: at * 2 ** 45,
      })),
    },
    ...keptClips(clip, codec),
  };
}

/** Made by mutating recordings: sets and samples, each behind its length, as `<codec>-<what>.bin`. */
function keptClips(clip: Clip, codec: Codec): Readonly<Record<string, Clip>> {
  const directory = new URL('hostile/', import.meta.url);
  const names = readdirSync(directory).filter((name) => name.startsWith(`${codec}-`));
  return Object.fromEntries(
    names.map((name) => {
      const [vps, sps, pps, ...samples] = parts(readFileSync(new URL(name, directory)));
      const list = (set: Uint8Array | undefined): Uint8Array[] =>
        set === undefined || set.length === 0 ? [] : [set];
      const parameterSets = { vps: list(vps), sps: list(sps), pps: list(pps) };
      const pictures = samples.map((data, at) => ({ data, dtsTicks: at * 3600, ptsTicks: at * 3600 }));
      return [name, { format: { ...clip.format, parameterSets }, pictures }];
    }),
  );
}

function parts(bytes: Buffer): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    found.push(Uint8Array.from(bytes.subarray(at + 4, end)));
    at = end;
  }
  return found;
}

async function transcodeAll(open: OpenTranscoder, { format, pictures }: Clip): Promise<TranscodedPicture[]> {
  const shown: TranscodedPicture[] = [];
  const onPicture = (picture: TranscodedPicture): void => void shown.push(picture);
  const transcoder = await open({ format, maxHeightPixels: 360, allSync: false, onPicture });
  try {
    for (const picture of pictures) await transcoder.push(picture, true);
    await transcoder.flush();
  } finally {
    transcoder.close();
  }
  return shown;
}

/** What came of it; anything but a picture or a refusal is thrown. */
async function outcomeOf(work: Promise<unknown>): Promise<'done' | 'refused'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof PictureError) return 'refused';
    throw error;
  }
}

const stillOf = (engine: PictureEngine, { format, pictures }: Clip, at: number): Promise<Uint8Array> => {
  const asked: readonly CodedPicture[] = pictures.slice(0, at + 1).slice(-1500);
  return engine.makeJpeg(
    { format, pictures: asked, ptsTicks: asked.at(-1)?.ptsTicks ?? 0, widthPixels: 160 },
    never,
  );
};

describe.each(DECODERS)('$name', ({ load }) => {
  test.for(['h264', 'h265'] as const)(
    '%s: no harm to others, bounded time and memory, the next one is served',
    { timeout: 900_000 },
    async (codec, context) => {
      const { engine, open } = await load();
      const clip = await clipOf(context, codec);
      const before = process.memoryUsage.rss();
      for (const [name, hostile] of Object.entries(hostileClips(clip, codec))) {
        const beganMs = performance.now();
        const [healthy, , still, key] = await Promise.all([
          transcodeAll(open, clip),
          outcomeOf(transcodeAll(open, hostile)),
          outcomeOf(stillOf(engine, hostile, hostile.pictures.length - 1)),
          outcomeOf(stillOf(engine, hostile, 0)),
        ]);
        const tookMs = performance.now() - beganMs;
        const grownBytes = process.memoryUsage.rss() - before;
        expect(healthy, name).toHaveLength(PICTURES);
        expect(tookMs, name).toBeLessThan(MAX_MS);
        expect(grownBytes, name).toBeLessThan(MAX_GROWTH_BYTES);
        if (/16384x16384$|^nothing but|of a byte$/.test(name))
          expect([still, key], name).toEqual(['refused', 'refused']);
      }
      expect((await stillOf(engine, clip, 11)).length).toBeGreaterThan(500);
    },
  );
});
